import { createRequire } from 'node:module'
import type { IHttpOperation, IHttpParam, IMediaTypeContent } from '@stoplight/types'
import type { JsonSchema } from '../json/json.ts'

/** What Prism's functions return: a list of diagnostics on the left, the value on the right. */
type Either<L, R> =
  | { readonly _tag: 'Left'; readonly left: L }
  | { readonly _tag: 'Right'; readonly right: R }

/** One finding of Prism's validation. Severity 0 is an error, everything above is not. */
export interface Diagnostic {
  readonly path?: readonly string[]
  readonly code?: string | number
  readonly message: string
  readonly severity: number
  readonly tags?: readonly string[]
}

/** A request in Prism's form. */
export interface PrismRequest {
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

/** What `Prefer` asks Prism's mocker for. */
export interface MockerConfig {
  dynamic: boolean
  code?: number
  exampleKey?: string
  mediaTypes?: string[]
  seed?: string
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

/** `None` when the value is valid. Compiles a schema once and keeps it. */
type SchemaJudge = (
  value: unknown,
  schema: unknown,
  coerce: boolean,
  context: 0 | 1,
  prefix: string,
  bundle: unknown,
) => { readonly _tag: 'None' } | { readonly _tag: 'Some'; readonly value: Diagnostic[] }

/** Prism's negotiation of status, media type and example. */
type Mocker = (call: {
  resource: IHttpOperation
  input: { data: PrismRequest; validations: Diagnostic[] }
  config: MockerConfig
}) => (logger: unknown) => Either<ProblemJson, PrismResponse>

const require = createRequire(import.meta.url)
/** Resolves as Prism's HTTP package does, so that its own dependencies are found wherever npm put them. */
const requireOfPrism = createRequire(require.resolve('@stoplight/prism-http'))

function once<T>(load: () => T): () => T {
  let loaded: T | undefined
  return () => {
    loaded ??= load()
    return loaded
  }
}

// One loader for each part: together they take longer to load than a small mock takes to start, and a valid
// request without a body needs only the first two.

export const validateAgainstSchema = once<SchemaJudge>(
  () => require('@stoplight/prism-http/dist/validator/validators/utils.js').validateAgainstSchema,
)

export const deserializers = once<
  Readonly<Record<'header' | 'query' | 'path', Record<string, Deserializer | undefined>>>
>(() => require('@stoplight/prism-http/dist/validator/deserializers/index.js'))

export const validateSecurity = once<Judge>(
  () => require('@stoplight/prism-http/dist/validator/validators/security/index.js').validateSecurity,
)

export const validateInput = once<Judge>(
  () => require('@stoplight/prism-http/dist/validator/index.js').validateInput,
)

export const mocker = once<Mocker>(() => require('@stoplight/prism-http/dist/mocker/index.js').default)

/** Turns one OpenAPI operation into Prism's form. */
export const transformOperation = once<
  (input: { document: unknown; name: string; method: string; config: unknown }) => IHttpOperation
>(() => require('@stoplight/http-spec/oas3/operation').transformOas3Operation)

/** What `transformOperation` takes as `config` for operations under `paths`. */
export const operationConfig = { type: 'operation', documentProp: 'paths', nameProp: 'path' }

interface SchemaFaker {
  option(name: string, value: unknown): void
  generate(schema: JsonSchema): unknown
}

/** Makes up a text that a pattern accepts, as Prism's `dynamic` answers do. */
export const textOfPattern = once<(pattern: string, random: () => number) => string>(() => {
  const { JSONSchemaFaker } = requireOfPrism('json-schema-faker') as { JSONSchemaFaker: SchemaFaker }
  return (pattern, random) => {
    JSONSchemaFaker.option('random', random)
    return String(JSONSchemaFaker.generate({ type: 'string', pattern }))
  }
})

/** Merges `allOf` and takes out what does not count in one direction, as Prism does before it judges a body. */
type Normalize = (schema: JsonSchema) => JsonSchema | undefined

/** For answers: without writeOnly properties. */
export const normalizeOutput = once<Normalize>(() => normalizer('stripWriteOnlyProperties'))

/** For requests: without readOnly properties. */
export const normalizeInput = once<Normalize>(() => normalizer('stripReadOnlyProperties'))

function normalizer(name: 'stripReadOnlyProperties' | 'stripWriteOnlyProperties'): Normalize {
  const mergeAllOf = requireOfPrism('@stoplight/json-schema-merge-allof')
  const { [name]: strip } = require('@stoplight/prism-http/dist/utils/filterRequiredProperties.js')
  return (schema) => {
    let merged = schema
    try {
      merged = mergeAllOf(schema, { deep: true, ignoreAdditionalProperties: true })
    } catch {
      // Parts that contradict each other stay apart; so does Prism.
    }
    const stripped = strip(merged)
    return stripped._tag === 'Some' ? stripped.value : undefined
  }
}

export type { IHttpOperation, IHttpParam, IMediaTypeContent }
