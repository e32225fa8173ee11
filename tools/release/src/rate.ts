import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { pointerSteps } from '@clientele/description'
import { type Json, shapeOf } from './shape.ts'

/** A step of a version (https://semver.org). */
export type Step = 'major' | 'minor' | 'patch'

/** One change between two descriptions of an API. */
export interface Change {
  readonly step: Step
  /** What changed, in a sentence. */
  readonly message: string
  /** Whom it affects, for example `who reads answers`. */
  readonly audience: string
  /** Name of the rule that rated it, for example `property-removed`. */
  readonly rule: string
  /** JSON Pointer of the place, in the older description if the newer one does not have it. */
  readonly pointer: string
}

const cli = join(dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json')), 'bin/cli.js')

/**
 * Rates every change between two descriptions by the version step that it demands. Prose, examples and extensions are
 * not compared.
 *
 * `redocly diff` rates the changes, except for three cases. A removed schema name breaks code that imports its type,
 * and a new one
adds a type. A new member of an enumeration is minor, because clients should expect unknown members.
 *
 * @throws Error with Redocly's own words when one of the documents cannot be read.
 */
export async function rateChanges(released: Json, current: Json): Promise<Change[]> {
  const [before, after] = [shapeOf(released), shapeOf(current)]
  const entries = await redoclyDiff(before, after)
  // Redocly also reports the name of a schema, as a property; `goneSchemas` handles it.
  const judged = entries.filter(({ property }) => property !== 'key').flatMap(changesOf)
  const changes = [...judged, ...goneSchemas(before, after)]
  const unique = new Map(
    changes.map((change) => [`${change.rule} ${change.pointer} ${change.message}`, change]),
  )
  return [...unique.values()].toSorted((left, right) => stepOrder(right.step) - stepOrder(left.step))
}

/** The greatest step that the changes demand; undefined where nothing changed. */
export function demandedStep(changes: readonly Change[]): Step | undefined {
  return changes.map(({ step }) => step).toSorted((left, right) => stepOrder(right) - stepOrder(left))[0]
}

export function stepOrder(step: Step): number {
  return ['patch', 'minor', 'major'].indexOf(step)
}

/** As `redocly diff --format json` prints it. */
interface DiffEntry {
  readonly path: string
  readonly typeName: string
  readonly kind: 'added' | 'removed' | 'modified'
  readonly impact: Step
  readonly property?: string
  readonly verdicts: readonly {
    ruleId: string
    impact: Step
    message: string
    location?: { pointer: string }
  }[]
  readonly base?: Place
  readonly revision?: Place
}

interface Place {
  readonly pointer: string
  /** The value at a place; a parameter is shown by its name. */
  readonly value?: unknown
}

async function redoclyDiff(before: Json, after: Json): Promise<DiffEntry[]> {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-api-diff-'))
  try {
    await writeFile(join(folder, 'released.json'), JSON.stringify(before))
    await writeFile(join(folder, 'current.json'), JSON.stringify(after))
    const options = ['--format', 'json', '--fail-on', 'none', '--lint-config', 'off']
    const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
    const limits = { cwd: folder, env, maxBuffer: 1 << 30 }
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [cli, 'diff', 'released.json', 'current.json', ...options],
      limits,
    )
    return (JSON.parse(stdout) as { changes: DiffEntry[] }).changes
  } finally {
    await rm(folder, { recursive: true })
  }
}

function changesOf(entry: DiffEntry): Change[] {
  const audience = audienceOf(entry.path)
  if (entry.verdicts.length === 0) return [{ ...unjudged(entry), audience }]
  return entry.verdicts.map(({ ruleId, impact, message, location }) => ({
    step: ruleId === 'enum-values-added' ? 'minor' : impact,
    message,
    audience: ruleId === 'operation-id-changed' ? "who calls the client's method" : audience,
    rule: ruleId,
    pointer: location?.pointer ?? entry.path,
  }))
}

function unjudged({
  path,
  typeName,
  kind,
  impact,
  property,
  base,
  revision,
}: DiffEntry): Omit<Change, 'audience'> {
  const place = kind === 'removed' ? base : revision
  const name = ownName(place?.value) ?? pointerSteps(path).at(-1)
  const what =
    property === undefined ? `${typeName} \`${name}\`` : `\`${property}\` of ${typeName} \`${name}\``
  const verb = { added: 'was added', removed: 'was removed', modified: 'changed' }[kind]
  // A new schema is a new exported type.
  const step = kind === 'added' && schemaPath.test(path) ? 'minor' : impact
  return {
    step,
    message: `${what} ${verb}.`,
    rule: `${typeName}-${kind}`.toLowerCase(),
    pointer: place?.pointer ?? path,
  }
}

const schemaPath = /^#\/components\/schemas\/[^/]+$/

/** The `name` of a parameter, whose place in a list says nothing. */
function ownName(value: unknown): string | undefined {
  const { name } = (value ?? {}) as { name?: unknown }
  return typeof name === 'string' ? name : undefined
}

function audienceOf(path: string): string {
  if (/\/responses(\/|$)/.test(path)) return 'who reads answers'
  if (/\/(parameters|requestBody)(\/|$)/.test(path)) return 'who sends requests'
  if (path.startsWith('#/components/schemas/')) return 'who imports the type'
  return 'who calls the API'
}

/** Types are exported by the names of their schemas; `redocly diff` calls a renamed one a patch. */
function goneSchemas(before: Json, after: Json): Change[] {
  const [old, left] = [schemasOf(before), schemasOf(after)]
  const fresh = Object.keys(left).filter((name) => !(name in old))
  return Object.keys(old)
    .filter((name) => !(name in left))
    .map((name) => {
      const heir = fresh.find((each) => JSON.stringify(left[each]) === JSON.stringify(old[name]))
      const now = heir === undefined ? 'is gone' : `is called \`${heir}\` now`
      return {
        step: 'major',
        message: `The schema \`${name}\` ${now}, and with it the exported type.`,
        audience: 'who imports the type',
        rule: 'schema-name-removed',
        pointer: `#/components/schemas/${name}`,
      }
    })
}

function schemasOf(document: Json): Record<string, Json> {
  const { components } = document as { components?: { schemas?: Record<string, Json> } }
  return components?.schemas ?? {}
}
