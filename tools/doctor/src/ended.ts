import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { parse } from 'yaml'

const ended = v.strictObject({
  name: v.string(),
  since: v.pipe(v.string(), v.isoDate()),
  source: v.pipe(v.string(), v.url()),
  /** The files that import it. */
  imports: v.pipe(v.array(v.string()), v.nonEmpty()),
  /** The test that rehearses its replacement. */
  wayOut: v.string(),
})

/** A dependency that gets no more updates and stays for now. */
export type Ended = v.InferOutput<typeof ended>

/**
 * The reviewed list of dependencies that have ended.
 *
 * @throws {v.ValiError} When an entry is incomplete.
 */
export function readEnded(root: string): Ended[] {
  const text = readFileSync(join(root, 'tools/doctor/ended-dependencies.yaml'), 'utf8')
  return v.parse(v.array(ended), parse(text))
}

/** Packages that their authors have deprecated, according to the lock file. */
export function deprecatedPackages(root: string): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock
  const marked = Object.entries(packages).filter(([, { deprecated }]) => deprecated !== undefined)
  return [
    ...new Set(
      marked.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)),
    ),
  ]
}

interface Lock {
  readonly packages: Readonly<Record<string, { deprecated?: string }>>
}
