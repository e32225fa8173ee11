import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { IHttpOperation } from '@stoplight/types'
import type { JsonSchema } from '../json/json.ts'

/** What Prism's functions return: errors on the left, the value on the right. */
type Either<L, R> =
  | { readonly _tag: 'Left'; readonly left: L }
  | { readonly _tag: 'Right'; readonly right: R }

type Option<T> = { readonly _tag: 'None' } | { readonly _tag: 'Some'; readonly value: T }

/** One finding of Prism's. Severity 0 is an error, everything above is not. */
interface Diagnostic {
  readonly path?: readonly string[]
  readonly code?: string | number
  readonly message: string
  readonly severity: number
  readonly tags?: readonly string[]
}

/** A request in Prism's form. */
interface PrismRequest {
  readonly method: string
  readonly url: { readonly path: string; readonly query: Record<string, string | string[]> }
  readonly headers: Record<string, string>
  readonly body: unknown
}

/** An answer in Prism's form. */
export interface PrismResponse {
  readonly statusCode: number
  readonly headers?: Record<string, string>
  readonly body?: unknown
}

interface ProblemJson extends Error {
  readonly status?: number
  readonly detail?: string
}

type Judge = (input: { resource: IHttpOperation; element: PrismRequest }) => Either<Diagnostic[], unknown>

type Deserializer = (
  name: string,
  values: Record<string, unknown>,
  schema: unknown,
  explode: boolean,
) => unknown

/** With `coerce`, text may be read as other types; context 0 is a request, 1 an answer. */
type SchemaJudge = (
  value: unknown,
  schema: unknown,
  coerce: boolean,
  context: 0 | 1,
  prefix: string,
  bundle: unknown,
) => Option<Diagnostic[]>

/** What Prism's negotiation of an example goes by. */
export interface MockerConfig {
  readonly dynamic: boolean
  readonly code?: number
  readonly exampleKey?: string
  readonly mediaTypes?: string[]
  readonly seed?: string
}

type Mocker = (call: {
  resource: IHttpOperation
  input: { data: PrismRequest; validations: Diagnostic[] }
  config: MockerConfig
}) => (logger: unknown) => Either<ProblemJson, PrismResponse>

/** The modules of Prism that the mock uses, and of packages that Prism brings. */
export const modulesOfPrism = [
  '@stoplight/http-spec/oas3/operation',
  '@stoplight/prism-http/dist/mocker/index.js',
  '@stoplight/prism-http/dist/utils/filterRequiredProperties.js',
  '@stoplight/prism-http/dist/validator/deserializers/index.js',
  '@stoplight/prism-http/dist/validator/validators/security/index.js',
  '@stoplight/prism-http/dist/validator/validators/utils.js',
  '@stoplight/json-schema-merge-allof',
  'json-schema-faker',
] as const

type ModuleOfPrism = (typeof modulesOfPrism)[number]

const nodeRequire = createRequire(import.meta.url)

/**
 * The published mock carries these modules in one file beside this one (`scripts/bundle-prism.ts`); each runs when it
 * is first asked for. Where the file is missing, as in tests of the sources, they come from Prism's packages.
 */
const carried = once<Partial<Record<ModuleOfPrism, () => unknown>>>(() => {
  const file = new URL('carried.cjs', import.meta.url)
  return existsSync(file) ? nodeRequire(fileURLToPath(file)) : {}
})

// biome-ignore lint/suspicious/noExplicitAny: Prism's modules have no types for these parts.
function require(name: ModuleOfPrism): any {
  return carried()[name]?.() ?? installed(name)
}

/** Resolves as Prism's HTTP package does, so that what it brings is found wherever npm put it. */
function installed(name: ModuleOfPrism): unknown {
  const own = name.startsWith('@stoplight/prism-http/') || name.startsWith('@stoplight/http-spec/')
  return own ? nodeRequire(name) : createRequire(nodeRequire.resolve('@stoplight/prism-http'))(name)
}

function once<T>(load: () => T): () => T {
  let loaded: T | undefined
  return () => {
    loaded ??= load()
    return loaded
  }
}

// One loader for each part: together they take half a second to load, and most requests need only the first.

/** Turns one OpenAPI operation into Prism's form. */
export const transformOperation = once<
  (input: { document: unknown; name: string; method: string; config: unknown }) => IHttpOperation
>(() => require('@stoplight/http-spec/oas3/operation').transformOas3Operation)

/** Parses lists and objects in parameters, by place and style. */
export const deserializers = once<
  Readonly<Record<'header' | 'query' | 'path', Record<string, Deserializer | undefined>>>
>(() => require('@stoplight/prism-http/dist/validator/deserializers/index.js'))

export const validateAgainstSchema = once<SchemaJudge>(
  () => require('@stoplight/prism-http/dist/validator/validators/utils.js').validateAgainstSchema,
)

export const validateSecurity = once<Judge>(
  () => require('@stoplight/prism-http/dist/validator/validators/security/index.js').validateSecurity,
)

/** Negotiates status, media type and example. */
export const mocker = once<Mocker>(() => require('@stoplight/prism-http/dist/mocker/index.js').default)

/** Makes up a text that a pattern accepts, as Prism's `dynamic` answers do. */
export const textOfPattern = once<(pattern: string, random: () => number) => string>(() => {
  const { JSONSchemaFaker } = require('json-schema-faker') as { JSONSchemaFaker: SchemaFaker }
  return (pattern, random) => {
    JSONSchemaFaker.option('random', random)
    return String(JSONSchemaFaker.generate({ type: 'string', pattern }))
  }
})

interface SchemaFaker {
  option(name: string, value: unknown): void
  generate(schema: JsonSchema): unknown
}

/** Merges `allOf` and takes out what does not count in one direction, as Prism does before it judges a body. */
type Normalize = (schema: JsonSchema) => JsonSchema | undefined

/** For answers: without writeOnly properties. */
export const normalizeOutput = once<Normalize>(() => normalizer('stripWriteOnlyProperties'))

/** For requests: without readOnly properties. */
export const normalizeInput = once<Normalize>(() => normalizer('stripReadOnlyProperties'))

function normalizer(name: 'stripReadOnlyProperties' | 'stripWriteOnlyProperties'): Normalize {
  const mergeAllOf = require('@stoplight/json-schema-merge-allof')
  const { [name]: strip } = require('@stoplight/prism-http/dist/utils/filterRequiredProperties.js')
  return (schema) => {
    let merged = schema
    try {
      merged = mergeAllOf(schema, { deep: true, ignoreAdditionalProperties: true })
    } catch {
      // Parts that contradict each other are not merged; Prism does the same.
    }
    const stripped = strip(merged)
    return stripped._tag === 'Some' ? stripped.value : undefined
  }
}
