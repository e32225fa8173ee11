import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isScalar, parse, parseDocument, stringify } from 'yaml'
import { type Api, readBundle } from './apis.ts'
import type { Judgement } from './judge.ts'
import { type Change, type Step, stepOrder } from './rate.ts'
import { shapeOf } from './shape.ts'

/** The published packages that contain the descriptions. */
const packages = ['@clientele/types', '@clientele/client', '@clientele/mock']

/** Sets `info.x-version` and leaves every other character of the description unchanged. */
export function writeVersion({ description }: Api, version: string): void {
  const text = readFileSync(description, 'utf8')
  const document = parseDocument(text)
  const own = document.getIn(['info', 'x-version'], true)
  if (isScalar(own) && own.range) {
    const [start, end] = own.range
    writeFileSync(description, text.slice(0, start) + version + text.slice(end))
    return
  }
  const vendor = document.getIn(['info', 'version'], true)
  if (!isScalar(vendor) || !vendor.range)
    throw new Error(`${description} has no info.version to write x-version below.`)
  const line = text.lastIndexOf('\n', vendor.range[0]) + 1
  const indent = /^ */.exec(text.slice(line))?.[0] ?? ''
  const end = text.indexOf('\n', vendor.range[1])
  writeFileSync(description, `${text.slice(0, end)}\n${indent}x-version: ${version}${text.slice(end)}`)
}

/** One release on the page of changes. */
export interface ReleaseNotes {
  readonly version: string
  readonly date: string
  readonly changes: readonly Pick<Change, 'step' | 'message' | 'audience'>[]
}

/**
 * Records a release if there is news: a first one, or changes since the last.
 *
 * @returns whether it was recorded; drafts never are
 * @throws Error when the version does not follow the changes.
 */
export function recordIfNew(judgement: Judgement, date: string): boolean {
  const { problems, released, changes, waived, draft } = judgement
  if (problems.length > 0) throw new Error(problems.join('\n'))
  const news = !draft && (released === undefined || changes.length + waived.length > 0)
  if (news) recordRelease(judgement, date)
  return news
}

/** Makes the present description the release that later changes are compared with. */
export function recordRelease({ api, version, changes, waived }: Judgement, date: string): void {
  if (version === undefined)
    throw new Error(`${api.name} has no info.x-version. Set it with \`npm run api-diff -- --bump\`.`)
  const notes = [...changes, ...waived].map(({ step, message, audience }) => ({ step, message, audience }))
  const history: ReleaseNotes[] = [{ version, date, changes: notes }, ...readHistory(api)]
  const shape = shapeOf(readBundle(api))
  writeFileSync(
    api.release,
    stringify({ version, date, shape }, { lineWidth: 0, aliasDuplicateObjects: false }),
  )
  writeFileSync(api.changes, stringify(history, { lineWidth: 110, aliasDuplicateObjects: false }))
}

/** The releases of an API, the newest first. */
export function readHistory({ changes }: Pick<Api, 'changes'>): ReleaseNotes[] {
  return existsSync(changes) ? ((parse(readFileSync(changes, 'utf8')) as ReleaseNotes[]) ?? []) : []
}

/**
 * Writes a changeset for the packages that contain the API, with the step that the changes demand.
 *
 * @returns the path of the file
 */
export function writeChangeset(
  root: string,
  { api, atLeast, step, changes }: Judgement & { step: Step },
): string {
  const path = join(root, '.changeset', `${api.name}-${atLeast}.md`)
  const head = packages.map((name) => `'${name}': ${step}`).join('\n')
  const list = changes
    .map((change) => `- ${change.message} (${change.step}, for ${change.audience})`)
    .join('\n')
  mkdirSync(join(root, '.changeset'), { recursive: true })
  writeFileSync(path, `---\n${head}\n---\n\n\`${api.name}\` ${atLeast}:\n\n${list}\n`)
  return path
}

/** Changesets that take a smaller step for a package than the changes of a description demand. */
export function smallChangesets(root: string, demanded: Step): string[] {
  const folder = join(root, '.changeset')
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md')
  const steps = files.flatMap((name) => stepsOf(readFileSync(join(folder, name), 'utf8')))
  return packages.flatMap((name) => {
    const own = steps.filter((each) => each.name === name)
    if (own.length === 0 || own.some(({ step }) => stepOrder(step) >= stepOrder(demanded))) return []
    return [`The changesets take a smaller step for ${name} than ${demanded}, which the descriptions demand.`]
  })
}

function stepsOf(changeset: string): { name: string; step: Step }[] {
  const head = /^---\n(.*?)\n---/s.exec(changeset)?.[1] ?? ''
  return Object.entries((parse(head) ?? {}) as Record<string, Step>).map(([name, step]) => ({ name, step }))
}
