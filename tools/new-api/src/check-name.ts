import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from './usage-error.ts'

/** Folders of `specs`, present and future entries of the packages, and names that files cannot have. */
const reserved = new Set(
  `dist test journeys node-modules index package generated tables services
  batch browser msw openapi-fetch playwright samples tanstack-query validation vitest
  con prn aux nul`.split(/\s+/),
)

/**
 * @param root The root of the repository.
 * @throws {UsageError} When an API cannot have this name.
 */
export function checkName(name: string, root: string): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new UsageError(
      `"${name}" cannot be the name of an API. Use small letters and digits with hyphens between words, such as "support-tickets".`,
    )
  }
  if (name.length > 60) throw new UsageError(`"${name}" is longer than 60 characters. Choose a shorter name.`)
  if (existsSync(join(root, 'specs', name)))
    throw new UsageError(`specs/${name} already exists. Choose another name, or delete the folder first.`)
  if (reserved.has(name) || /^(com|lpt)\d$/.test(name) || entriesOf(root).includes(name)) {
    throw new UsageError(
      `"${name}" is reserved for another purpose. Choose another name, such as "${name}-api".`,
    )
  }
}

/** The names of the packages' entries. */
function entriesOf(root: string): string[] {
  return ['types', 'client'].flatMap((name) => {
    const { exports } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'))
    return Object.keys(exports).map((entry) => entry.slice('./'.length))
  })
}
