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
import type { Exchange, QueryValues } from '../../exchange/exchange.ts'
import { type Problem, problem } from '../../exchange/problem.ts'

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
/** Offered only where the description declares them: OData leaves to the service what a search finds. */
const DECLARED_OPTIONS = ['$search', '$compute']
const READ_OPTIONS = new Set(['$select', '$format'])
const NO_OPTIONS = new Set<string>()

/** How many compiled queries are kept. */
const compiledQueries = 64

interface Parsed {
  query?: ListQuery
  selection?: Selection | undefined
}

/** Reads the query options of each exchange once, before validation, and remembers what they mean. */
export class OdataRequests {
  readonly #resolve: ResolveReference
  /** Read in `request`, before validation; used in `list` and `represent`. */
  readonly #parsed = new WeakMap<Exchange, Parsed>()
  /** Saves compiling the options of a list that is asked for again: half the cost of such a request. */
  readonly #compiled = new Map<string, ListQuery>()

  constructor(api: Api) {
    this.#resolve = (reference) => api.resolve({ $ref: reference }) as Schema
  }

  /** Spells the options as the description does and refuses those that cannot be executed. */
  read(exchange: Exchange): Problem | undefined {
    if (!exchange.resource || exchange.operation.role === undefined) return undefined
    return this.run(() => {
      exchange.query = withDollars(exchange)
      const raw = readOptions(exchange.query, supportedBy(exchange))
      requireJson(raw)
      this.#parsed.set(exchange, this.#parse(exchange, raw))
      return undefined
    })
  }

  /** Some mistakes show only with the records: `4 mod onboardingStatus` where the status is zero. */
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

  #parse(exchange: Exchange, raw: RawOptions): Parsed {
    const { resource, operation } = exchange
    if (operation.role === 'list') return { query: this.#listQuery(exchange, raw) }
    const schema = (resource?.schema() ?? {}) as Schema
    const select = raw.options.get('$select')
    return { selection: select === undefined ? undefined : parseSelect(select, schema, this.#resolve) }
  }

  #listQuery({ resource, operation, clock }: Exchange, raw: RawOptions): ListQuery {
    const text = JSON.stringify([operation.path, [...raw.options], [...raw.aliases]])
    const known = this.#compiled.get(text)
    if (known) return known
    const schema = (resource?.schema() ?? {}) as Schema
    const now = clock.now()
    const query = compileListQuery(raw, { schema, resolve: this.#resolve, now: () => now })
    // `now()` is another instant in every request.
    if (!/\bnow\b/i.test(text)) this.#keep(text, query)
    return query
  }

  #keep(text: string, query: ListQuery): void {
    const [oldest] = this.#compiled.keys()
    if (this.#compiled.size >= compiledQueries && oldest !== undefined) this.#compiled.delete(oldest)
    this.#compiled.set(text, query)
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
  const names = Object.keys(query)
  if (names.length === 0) return query
  const declared = new Set(operation.parameters('query'))
  const spelled = Object.create(null) as QueryValues
  for (const [name, value] of Object.entries(query)) {
    const option = declared.has(name) ? name : (systemOptionName(name) ?? name)
    if (option in spelled) throw repeated(option)
    spelled[option] = value
  }
  return spelled
}

function repeated(option: string): QueryOptionError {
  return new QueryOptionError(option, `The query option '${option}' is given more than once; give it once.`)
}

/** `$format` says the same as `Accept`; only JSON is offered. */
function requireJson({ options }: RawOptions): void {
  const format = options.get('$format')
  if (format === undefined || /^(?:json|application\/json(?:\s*;.*)?)$/i.test(format)) return
  throw new QueryOptionError('$format', "The query option '$format' must be json, the only format here.")
}

function toProblem({ status, message, option }: QueryOptionError): Problem {
  return problem(status, message, { violations: [{ in: 'query', path: [option], message }] })
}
