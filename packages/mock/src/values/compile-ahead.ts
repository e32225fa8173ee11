import type { Ajv } from 'ajv'
import { isObject, type JsonSchema } from '../json/json.ts'
import { library } from '../json/runtime.ts'
import { checkName } from './ahead.ts'
import { type Dialect, dialectOf, type Noted, newAjv, plain, prepared } from './check.ts'
import { isSound } from './meta-schema.ts'

type Standalone = (ajv: Ajv, schemas: Readonly<Record<string, string>>) => string

const standalone = library<{ default: Standalone; _: typeof import('ajv')['_'] }>(
  async () => import('ajv/dist/standalone/index.js'),
  (require) => ({ ...require('ajv'), ...require('ajv/dist/standalone/index.js') }),
)

/** Writes the module of {@link CompiledChecks} for the requested checks. */
export function moduleOf(noted: readonly Noted[]): string {
  const groups = new Map<string, Ahead[]>()
  for (const each of checksToCompile(noted)) {
    const use = `${each.dialect} ${each.coerceTypes}`
    groups.set(use, [...(groups.get(use) ?? []), each])
  }
  const functions = [...groups.values()].map(functionFor)
  return `// Compiled from descriptions of APIs by @clientele/mock. Do not edit.\n// @ts-nocheck\nexport default [\n${functions.join(',\n')}\n]\n`
}

function functionFor(checks: readonly Ahead[]): string {
  const [{ dialect, coerceTypes }] = checks as [Ahead]
  const { default: codeOf, _ } = standalone()
  const code = { source: true, lines: true, formats: _`formats` }
  const ajv = newAjv(dialect, { code, allErrors: true, coerceTypes, inlineRefs: false })
  for (const [name, schema] of withShared(checks)) ajv.addSchema(schema, name)
  const written = codeOf(ajv, Object.fromEntries(checks.map(({ name }) => [name, name])))
  const helpers = 'formats, compilePattern, equal, ucs2length'
  const body = shortened(withoutSchemas(withoutImports(written)))
  return `({ ${helpers} }) => {\nconst exports = {};\n${body}\nreturn exports\n}`
}

/** A schema that is compiled ahead. */
interface Ahead {
  readonly name: string
  readonly schema: JsonSchema
  readonly dialect: Dialect
  readonly coerceTypes: boolean
}

/** The parts of the requested checks, and of all their references, that can be compiled ahead of time. */
function checksToCompile(all: readonly Noted[]): Ahead[] {
  const found = new Map<string, Ahead>()
  const seen = new Set<string>()
  const trial = new Map<Dialect, Ajv>()
  const add = (original: JsonSchema, { bundle, coerceTypes }: Noted, dialect: Dialect): void => {
    const { schema, references } = plain(original)
    const name = checkName(schema, dialect, coerceTypes)
    if (seen.has(name)) return
    seen.add(name)
    const ajv = trial.get(dialect) ?? newAjv(dialect, { meta: true })
    trial.set(dialect, ajv)
    if (isTaken(original, ajv)) found.set(name, { name, schema, dialect, coerceTypes })
    const targets = (bundle ?? {}) as Record<string, JsonSchema>
    for (const each of references) add(targets[each] ?? {}, { schema, bundle, coerceTypes }, dialect)
  }
  for (const each of all) add(each.schema, each, dialectOf(each.schema))
  return [...found.values()]
}

/** Whether Ajv understands every keyword of it, as written in the description. */
function isTaken(original: JsonSchema, ajv: Ajv): boolean {
  const { schema } = prepared(original)
  try {
    if (!isSound(schema)) ajv.validateSchema(schema, true)
    ajv.compile(schema)
    return true
  } catch {
    return false
  }
}

/** Shortest schema, as JSON, that other places refer to instead of repeating it. */
const longEnough = 200

/**
 * The schemas by their names, with repeated parts as separate schemas: the same record is in a list,
 * in an answer and in a body. Not below `oneOf` and the like: errors there are identified by the place in the schema.
 */
function withShared(checks: readonly Ahead[]): Map<string, JsonSchema> {
  const names = new Map(checks.map(({ name, schema }) => [JSON.stringify(schema), name]))
  nameRepeated(checks, names)
  const found = new Map<string, JsonSchema>()
  const inside = (node: unknown): unknown => {
    const json = isObject(node) ? JSON.stringify(node) : ''
    if (!isObject(node) || !isShareable(node, json)) return replaced(node)
    return names.has(json) ? { $ref: define(node, json) } : replaced(node)
  }
  const replaced = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(inside)
    if (!isObject(node)) return node
    const members = Object.entries(node)
    return Object.fromEntries(
      members.map(([name, child]) => [name, choices.has(name) ? child : inside(child)]),
    )
  }
  const define = (schema: JsonSchema, json: string): string => {
    const name = names.get(json) as string
    if (!found.has(name)) {
      found.set(name, {})
      found.set(name, replaced(schema) as JsonSchema)
    }
    return name
  }
  for (const { schema } of checks) define(schema, JSON.stringify(schema))
  return found
}

/** Gives names to the schemas that come a second time, each with all that is in it. */
function nameRepeated(checks: readonly Ahead[], names: Map<string, string>): void {
  const seen = new Set<string>()
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const json = JSON.stringify(node)
    if (!seen.has(json)) {
      seen.add(json)
      for (const [name, child] of Object.entries(node)) if (!choices.has(name)) look(child)
    } else if (isObject(node) && isShareable(node, json) && !names.has(json)) {
      names.set(json, `shared${names.size}`)
    }
  }
  for (const { schema } of checks) look(schema)
}

const choices = new Set(['oneOf', 'anyOf', 'not', 'if', 'then', 'else', 'contains', 'enum', 'const'])

/** Whether it is a schema, not a map of schemas or data, that means the same at every place. */
function isShareable({ type, properties }: JsonSchema, json: string): boolean {
  return (
    type === 'object' &&
    isObject(properties) &&
    json.length >= longEnough &&
    !/"\$(id|ref|anchor|dyn)/.test(json)
  )
}

/** The mock passes in what Ajv's code imports. */
function withoutImports(code: string): string {
  return code.replace('"use strict";', '').replace(/require\("ajv\/dist\/runtime\/(\w+)"\)\.default/g, '$1')
}

/** Code that follows each of hundreds of errors. */
function shortened(code: string): string {
  const adding = /if\(vErrors === null\)\{\nvErrors = \[(err\d+)\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}\n/g
  return code.replace(adding, '(vErrors ??= []).push($1);\n')
}

/** Ajv writes each schema into its code as a whole. Of most, nothing is used; of the others, lists such as those of `enum`. */
function withoutSchemas(code: string): string {
  const schemas = new Map<string, unknown>()
  const bare = code.replace(/^const (schema\d+) = (.*);$/gm, (_, name: string, json: string) => {
    schemas.set(name, JSON.parse(json))
    return ''
  })
  const used = new Map<string, string>()
  const replaced = bare.replace(textOrUse, (whole: string, name: string | undefined, steps: string) => {
    if (name === undefined || !schemas.has(name)) return whole
    const value = JSON.stringify(usedPart(schemas.get(name), steps))
    if (!used.has(value)) used.set(value, `used${used.size}`)
    return used.get(value) as string
  })
  const values = Array.from(used, ([value, name]) => `const ${name} = ${value};\n`)
  return values.join('') + replaced
}

/** A text, in which nothing is a name, or a schema with the steps to a part of it. */
const textOrUse = /"(?:[^"\\\n]|\\.)*"|(?<![.\w$])(schema\d+)((?:\.[\w$]+|\["(?:[^"\\\n]|\\.)*"\]|\[\d+\])*)/g

/** Of `properties`, only the names are used. */
function usedPart(schema: unknown, steps: string): unknown {
  const names = [...steps.matchAll(/\.([\w$]+)|\[("(?:[^"\\]|\\.)*"|\d+)\]/g)].map(([, name, json]) =>
    json === undefined ? name : String(JSON.parse(json)),
  )
  const found = names.reduce<unknown>(
    (node, name) => (node as Record<string, unknown>)[name as string],
    schema,
  )
  const isMap = names.at(-1) === 'properties' && names.at(-2) !== 'properties' && isObject(found)
  return isMap ? Object.fromEntries(Object.keys(found).map((name) => [name, 0])) : found
}
