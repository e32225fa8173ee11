import type { ParameterObject } from '@clientele/description'
import {
  type Compute,
  compileListQuery,
  type ListQuery,
  parseSelect,
  QueryOptionError,
  type RawOptions,
  type ResolveReference,
  readOptions,
  type Schema,
  type Selection,
  systemOptionName,
} from '@clientele/odata'
import type { Api } from '../../description/api.ts'
import type { Operation } from '../../description/operation.ts'
import { propertyOf } from '../../description/schema-view.ts'
import type { Exchange, QueryValues } from '../../exchange/exchange.ts'
import { type Problem, problem } from '../../exchange/problem.ts'
import { isObject, type JsonSchema } from '../../json/json.ts'

const LIST_OPTIONS: ReadonlySet<string> = new Set([
  '$select',
  '$filter',
  '$orderby',
  '$top',
  '$skip',
  '$count',
  '$skiptoken',
  '$format',
])
/** Offered only if the description declares them, because OData leaves the result of a search to the service. */
const DECLARED_OPTIONS = ['$search', '$compute']
const READ_OPTIONS = new Set(['$select', '$format'])
const NO_OPTIONS = new Set<string>()

/** The parsed query of a request. */
interface Parsed {
  /** With the spelling of the description. */
  readonly values: QueryValues
  readonly query?: ListQuery | undefined
  readonly selection?: Selection | undefined
}

/** Reads the query options of each exchange once, before validation, and keeps the result. */
export class OdataRequests {
  readonly #resolve: ResolveReference
  /** Read in `request`, before validation; used in `list` and `represent`. */
  readonly #parsed = new WeakMap<Exchange, Parsed>()
  /** Saves reading and compiling a repeated query: 30 µs for a filter and an order. */
  readonly #known = new WeakMap<QueryValues, Map<Operation, Parsed>>()

  constructor(api: Api) {
    this.#resolve = (reference) => api.resolve({ $ref: reference }) as Schema
  }

  /** Gives the options the description's spelling and refuses those that cannot be executed. */
  read(exchange: Exchange): Problem | undefined {
    const { resource, operation, query } = exchange
    if (!resource || operation.role === undefined) return undefined
    return this.run(() => {
      const parsed = this.#known.get(query)?.get(operation) ?? this.#parse(exchange)
      exchange.query = parsed.values
      this.#parsed.set(exchange, parsed)
      return undefined
    })
  }

  /** Some mistakes appear only with the records: `4 mod onboardingStatus` if the status is zero. */
  run<T>(work: () => T): T | Problem {
    try {
      return work()
    } catch (error) {
      if (error instanceof QueryOptionError) return toProblem(error)
      throw error
    }
  }

  listQuery(exchange: Exchange): ListQuery | Problem {
    const query = this.#parsed.get(exchange)?.query
    return query ?? problem(500, 'The query options of this list were not read.')
  }

  selection(exchange: Exchange): Selection | undefined {
    const parsed = this.#parsed.get(exchange)
    return parsed?.query?.selection ?? parsed?.selection
  }

  /** Adds the properties of `$compute` to a record. */
  compute(exchange: Exchange): Compute | undefined {
    return this.#parsed.get(exchange)?.query?.compute
  }

  #parse(exchange: Exchange): Parsed {
    const values = withDollars(exchange)
    const raw = readOptions(values, supportedBy(exchange))
    requireJson(raw)
    const parsed = { values, ...this.#optionsOf(exchange, raw) }
    // `now()` is a different instant in every request.
    if (!/\bnow\b/i.test(parsed.query?.identity ?? '')) this.#keep(exchange, parsed)
    return parsed
  }

  #optionsOf({ resource, operation, clock }: Exchange, raw: RawOptions): Omit<Parsed, 'values'> {
    const schema = (resource?.schema() ?? {}) as Schema
    const now = clock.now()
    if (operation.role === 'list')
      return { query: compileListQuery(raw, { schema, resolve: this.#resolve, now: () => now }) }
    const select = raw.options.get('$select')
    return { selection: select === undefined ? undefined : parseSelect(select, schema, this.#resolve) }
  }

  #keep({ query, operation }: Exchange, parsed: Parsed): void {
    const known = this.#known.get(query) ?? new Map<Operation, Parsed>()
    this.#known.set(query, known.set(operation, parsed))
  }
}

function supportedBy({ operation }: Exchange): ReadonlySet<string> {
  if (operation.role !== 'list') return operation.role === 'read' ? READ_OPTIONS : NO_OPTIONS
  const declared = operation.parameters('query').map(systemOptionName)
  const more = DECLARED_OPTIONS.filter((option) => declared.includes(option))
  return more.length > 0 ? new Set([...LIST_OPTIONS, ...more]) : LIST_OPTIONS
}

/** `filter` and `$Filter` become `$filter`; a parameter that the description itself declares keeps its name. */
function withDollars({ query, operation }: Exchange): QueryValues {
  if (Object.keys(query).length === 0) return query
  const declared = new Set(operation.parameters('query'))
  const spelled = Object.create(null) as Record<string, string | string[]>
  for (const [name, value] of Object.entries(query)) {
    const option = declared.has(name) ? name : (systemOptionName(name) ?? name)
    if (option in spelled) throw repeated(option)
    spelled[option] = value
  }
  return Object.freeze(spelled)
}

function repeated(option: string): QueryOptionError {
  return new QueryOptionError(option, `The query option '${option}' is given more than once; give it once.`)
}

/** `$format` has the same meaning as `Accept`; only JSON is offered. */
function requireJson({ options }: RawOptions): void {
  const format = options.get('$format')
  if (format === undefined || /^(?:json|application\/json(?:\s*;.*)?)$/i.test(format)) return
  throw new QueryOptionError('$format', "The query option '$format' must be json, the only format here.")
}

function toProblem({ status, message, option }: QueryOptionError): Problem {
  return problem(status, message, { violations: [{ in: 'query', path: [option], message }] })
}

/**
 * The words that Graph's documentation pages show instead of values. A developer who pastes a sample unchanged gets the
 * documented answer: if the schema does not allow the word, the property's example replaces it.
 */
const PLACEHOLDER =
  /^(?:String(?: \((?:identifier|timestamp|duration|time of day)\))?|Integer|Boolean|Guid|Double|Number|Binary|Date|DateTimeOffset|Timestamp)$/

export function fillPlaceholders(exchange: Exchange): void {
  fillKey(exchange)
  fillBody(exchange)
}

/** `GET /Customers/{CustomersId}`, sent as printed, reads the record of the parameter's example. */
function fillKey(exchange: Exchange): void {
  const parameter = exchange.resource?.key?.parameter
  if (parameter === undefined || exchange.key !== `{${parameter}}`) return
  const example = pathParameterExample(exchange, parameter)
  if (example === undefined) return
  exchange.key = example
  exchange.why.push(`{${parameter}} taken for ${example}`)
}

function pathParameterExample({ operation }: Exchange, name: string): string | undefined {
  const { parameters } = operation.described
  const found = parameters.find(({ node }) => node.in === 'path' && node.name === name)
  return found && firstExample(found.node)
}

function firstExample({ example, examples }: ParameterObject): string | undefined {
  const [named] = isObject(examples) ? Object.values(examples) : []
  const value = example ?? (isObject(named) ? named.value : undefined)
  return typeof value === 'string' ? value : undefined
}

function fillBody(exchange: Exchange): void {
  if (!isObject(exchange.body)) return
  const schema = exchange.operation.requestContents()[0]?.schema
  const filled = fill(exchange.body, schema, 0)
  if (filled === exchange.body) return
  exchange.body = filled
  exchange.why.push('words of the documentation replaced by examples')
}

/** Returns the same object when nothing had to be replaced. */
function fill(
  body: Record<string, unknown>,
  schema: JsonSchema | undefined,
  depth: number,
): Record<string, unknown> {
  let filled = body
  for (const [name, value] of Object.entries(body)) {
    const property = propertyOf(schema, name)
    if (!property) continue
    const better =
      isObject(value) && depth < 16 ? fill(value, property, depth + 1) : replacement(value, property)
    if (better === value) continue
    if (filled === body) filled = { ...body }
    filled[name] = better
  }
  return filled
}

function replacement(value: unknown, schema: JsonSchema): unknown {
  if (typeof value !== 'string' || !PLACEHOLDER.test(value) || allowsAnyText(schema)) return value
  const [first] = Array.isArray(schema.examples) ? schema.examples : []
  return schema.example ?? first ?? value
}

function allowsAnyText({ type, format, enum: members, pattern }: JsonSchema): boolean {
  const text = type === 'string' || (Array.isArray(type) && type.includes('string')) || type === undefined
  return text && format === undefined && members === undefined && pattern === undefined
}
