import type { Faker } from '@faker-js/faker'
import type { IHttpOperation } from '@stoplight/types'
import type { Ajv } from 'ajv'
import type { JsonSchema } from '../json/json.ts'
import { once } from '../json/kept.ts'
import { guardPatterns, letForget } from '../json/pattern.ts'
import { type Library, library } from '../json/runtime.ts'

/** The result of Prism's functions: errors on the left, the value on the right. */
type Either<L, R> =
  | { readonly _tag: 'Left'; readonly left: L }
  | { readonly _tag: 'Right'; readonly right: R }

type Option<T> = { readonly _tag: 'None' } | { readonly _tag: 'Some'; readonly value: T }

/** One finding of Prism. Severity 0 is an error; higher values are not. */
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

/** The modules of Prism and its dependencies that the mock uses, by the file that contains them. */
export const partsOfPrism = {
  /** For the first request to an operation. */
  translate: [
    '@stoplight/http-spec/oas3/operation',
    '@stoplight/json-schema-merge-allof',
    '@stoplight/prism-http/dist/utils/filterRequiredProperties.js',
    '@stoplight/prism-http/dist/validator/deserializers/index.js',
  ],
  /** For a request that lacks its credentials. */
  security: ['@stoplight/prism-http/dist/validator/validators/security/index.js'],
  /** For a request that is refused. */
  judge: ['@stoplight/prism-http/dist/validator/validators/utils.js'],
  /** For a request that a check compiled ahead refuses. */
  dates: ['@stoplight/prism-http/dist/validator/validators/dateTime.js'],
  /** For an answer that is an example. */
  mocker: ['@stoplight/prism-http/dist/mocker/index.js', '@faker-js/faker'],
  /** For a text that a pattern accepts. */
  texts: ['json-schema-faker'],
} as const

type Part = keyof typeof partsOfPrism

// biome-ignore lint/suspicious/noExplicitAny: Prism's modules have no types for these parts.
type Modules = Readonly<Record<string, any>>

/** Not inline: bundlers would look for the files beside it. */
const here = import.meta.url

// The build makes the files, without types (`scripts/bundle-prism.ts`).
const parts = {
  // @ts-expect-error
  translate: part('translate', () => import('./carried/translate.js')),
  // @ts-expect-error
  security: part('security', () => import('./carried/security.js')),
  // @ts-expect-error
  judge: part('judge', () => import('./carried/judge.js')),
  // @ts-expect-error
  dates: part('dates', () => import('./carried/dates.js')),
  // @ts-expect-error
  mocker: part('mocker', () => import('./carried/mocker.js')),
  // @ts-expect-error
  texts: part('texts', () => import('./carried/texts.js')),
}

/** If the files are missing, as in tests of the sources, the modules come from Prism's packages. */
function part(name: Part, imported: () => Promise<object>): Library<{ modules: Modules }> {
  return library(imported, (require) => {
    const file = require('node:url').fileURLToPath(new URL(`carried/${name}.js`, here))
    return require('node:fs').existsSync(file) ? require(file) : { modules: installed(name, require) }
  })
}

/** Resolved like in Prism's HTTP package, so that its dependencies are found wherever npm put them. */
function installed(name: Part, require: NodeJS.Require): Modules {
  const prism = require('node:module').createRequire(require.resolve('@stoplight/prism-http'))
  const own = /^@stoplight\/(prism-http|http-spec)\//
  return Object.defineProperties(
    {},
    Object.fromEntries(
      partsOfPrism[name].map((each) => [each, { get: () => (own.test(each) ? require : prism)(each) }]),
    ),
  )
}

/** What every request needs, and so is loaded before the first one. */
export const loadTranslator = () => parts.translate.load()

// One for each use. Together they take half a second to load, and most requests need only the first.

/** Turns one OpenAPI operation into Prism's form. */
export const transformOperation = once<
  (input: { document: unknown; name: string; method: string; config: unknown }) => IHttpOperation
>(() => parts.translate().modules['@stoplight/http-spec/oas3/operation'].transformOas3Operation)

/** Parses lists and objects in parameters, by place and style. */
export const deserializers = once<
  Readonly<Record<'header' | 'query' | 'path', Record<string, Deserializer | undefined>>>
>(() => parts.translate().modules['@stoplight/prism-http/dist/validator/deserializers/index.js'])

const ajv = library<{ Ajv: { prototype: Ajv } }>(
  () => import('ajv'),
  (require) => require('ajv'),
)

export const validateAgainstSchema = once<SchemaJudge>(() => {
  const { validateAgainstSchema: judge } =
    parts.judge().modules['@stoplight/prism-http/dist/validator/validators/utils.js']
  const prototype = Object.getPrototypeOf(ajv().Ajv.prototype) as Ajv
  const { compile } = prototype
  const guarded = new WeakSet<Ajv>()
  return (...given) => {
    // Prism's Ajvs are private. The mock reaches them when they compile, and only while Prism validates.
    prototype.compile = function (this: Ajv, ...schema: Parameters<Ajv['compile']>) {
      if (!guarded.has(this)) {
        guardPatterns(this)
        prototype.compile = compile
        letForget(this)
      }
      guarded.add(this)
      return compile.apply(this, schema)
    } as Ajv['compile']
    try {
      return judge(...given)
    } finally {
      prototype.compile = compile
    }
  }
})

export const validateSecurity = once<Judge>(
  () =>
    parts.security().modules['@stoplight/prism-http/dist/validator/validators/security/index.js']
      .validateSecurity,
)

/** The only format for which Prism has its own rules. */
export const dateTimeFormat = once<object>(() => {
  const { fmtDef, date_time, compareDateTime } =
    parts.dates().modules['@stoplight/prism-http/dist/validator/validators/dateTime.js']
  return fmtDef(date_time, compareDateTime)
})

/** Negotiates status, media type and example. */
export const mocker = once<Mocker>(() => {
  const { modules } = parts.mocker()
  // The real faker, which is there where the files are missing, has nothing to be provided with.
  modules['@faker-js/faker'].provide?.(() => words().faker)
  return modules['@stoplight/prism-http/dist/mocker/index.js'].default
})

/** Loaded when something is made up, because its word lists take long to read. */
export const words = library<{ readonly faker: Faker }>(
  () => import('@faker-js/faker/locale/en'),
  (require) => require('@faker-js/faker/locale/en'),
)

/** Makes up a text that a pattern accepts, as Prism's `dynamic` answers do. */
export const textOfPattern = once<(pattern: string, random: () => number) => string>(() => {
  const { JSONSchemaFaker } = parts.texts().modules['json-schema-faker'] as { JSONSchemaFaker: SchemaFaker }
  return (pattern, random) => {
    JSONSchemaFaker.option('random', random)
    return String(JSONSchemaFaker.generate({ type: 'string', pattern }))
  }
})

interface SchemaFaker {
  option(name: string, value: unknown): void
  generate(schema: JsonSchema): unknown
}

/** Merges `allOf` and removes what does not count in one direction, as Prism does before it validates a body. */
type Normalize = (schema: JsonSchema) => JsonSchema | undefined

/** For answers: without writeOnly properties. */
export const normalizeOutput = once<Normalize>(() => normalizer('stripWriteOnlyProperties'))

/** For requests: without readOnly properties. */
export const normalizeInput = once<Normalize>(() => normalizer('stripReadOnlyProperties'))

function normalizer(name: 'stripReadOnlyProperties' | 'stripWriteOnlyProperties'): Normalize {
  const mergeAllOf = parts.translate().modules['@stoplight/json-schema-merge-allof']
  const { [name]: strip } =
    parts.translate().modules['@stoplight/prism-http/dist/utils/filterRequiredProperties.js']
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
