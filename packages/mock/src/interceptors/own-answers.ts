import type { Api } from '../description/api.ts'
import { isMediaType, type Operation } from '../description/operation.ts'
import { normalizeKey } from '../description/resources/resource.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { type Answer, essenceOf, type WireAnswer } from '../exchange/message.ts'
import { type Problem, problem, reasonPhrase } from '../exchange/problem.ts'
import { webRequest, wireAnswer } from '../exchange/web.ts'
import { differences } from '../json/differences.ts'
import { isObject, type JsonValue } from '../json/json.ts'
import { editDistance, type Mistake, SettingsError } from '../json/mistakes.ts'
import {
  accepted,
  checked,
  chosen,
  integer,
  list,
  object,
  readSettings,
  type Schema,
  table,
  text,
} from '../json/settings.ts'
import { findings } from '../values/repair.ts'

/** A value in an address: a number is compared by its text. */
export type PlainValue = string | number | boolean

/** The requests that get an own answer. All given values must match. */
export interface AnswerMatch {
  /** Values of path parameters by their names, for example `{ CustomersId: '52dd…' }`. */
  readonly path?: Readonly<Record<string, PlainValue>>
  /** Values of query parameters by their names. There may be others. */
  readonly query?: Readonly<Record<string, PlainValue>>
  /** Values of headers by their names in any letter case. */
  readonly header?: Readonly<Record<string, string>>
  /** A part of the body: objects may have more properties, lists and values must be equal. */
  readonly body?: JsonValue
}

interface Matching {
  /** `operationId` in the description; with the name of the API before it if two APIs have the same one. */
  readonly operation: string
  /** Which of the operation's requests; by default all of them. */
  readonly when?: AnswerMatch
  /** Ends the answer after it was given this often. Without it, it never ends. */
  readonly count?: number
}

/** An answer given as data. */
export interface GivenAnswer extends Matching {
  /** 200 to 599. @default the operation's success status */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent in the media type that the client accepts, or as text of the `Content-Type` among the headers. */
  readonly body?: JsonValue
}

/** The arguments for the code of an own answer. */
export interface AnswerContext {
  /** The answer without this one: from the next matching own answer, or from the mock. */
  readonly next: () => Promise<Response>
  /** Decoded values of the path parameters. */
  readonly path: Readonly<Record<string, string>>
}

/** An answer made by code, only in process. */
export interface CodedAnswer extends Matching {
  readonly answer: (request: Request, context: AnswerContext) => Response | Promise<Response>
}

/**
 * An answer that replaces that of an operation, for features in development and for what the description cannot
 * express. The list is tried in order.
 *
 * @example
 * const answers: OwnAnswer[] = [
 *   { operation: 'getCustomer', when: { path: { CustomersId: '1' } }, body: { id: '1', displayName: 'Contoso' } },
 *   { operation: 'updateCustomer', status: 409, count: 1 },
 *   { operation: 'listCustomers', answer: async (request, { next }) => next() },
 * ]
 */
export type OwnAnswer = GivenAnswer | CodedAnswer

/** An own answer in a report. In input, `used` and `warnings` are ignored. */
export type ReportedAnswer = (GivenAnswer | (Matching & { readonly answer: 'code' })) & {
  /** How often it was given since it was set. */
  readonly used: number
  /** How it differs from the description. It is sent anyway. */
  readonly warnings: readonly string[]
}

/** One of the active own answers. */
export interface ActiveAnswer {
  readonly own: OwnAnswer
  readonly warnings: readonly string[]
  /** Counts from 1. */
  readonly place: number
  readonly used: number
}

/** The answers that a user supplies in place of the mock's. */
export class OwnAnswers {
  readonly #initial: readonly OwnAnswer[]
  readonly #apis: () => readonly Api[] | undefined
  #active: (ActiveAnswer & { used: number })[] = []
  /** Answers that were set before the descriptions with their operations were loaded. */
  #waiting: readonly OwnAnswer[] | undefined

  /**
   * @param initial The answers of the start, active after the first `reset`.
   * @param apis Called each time, because descriptions reload; undefined while they are loading.
   * @throws SettingsError when they are not a list of own answers.
   */
  constructor(initial: readonly OwnAnswer[], apis: () => readonly Api[] | undefined) {
    this.#initial = readSettings('answers', initial, ownAnswers)
    this.#apis = apis
  }

  /**
   * Replaces all of them; counters start again. A body that breaks the description is accepted, because a screen in
   * development may need it; `report` says what is wrong with it. While descriptions from elsewhere are loading, the
   * answers wait for them; an unknown operation then rejects `ready` and `fetch`.
   *
   * @throws SettingsError that names every mistake, such as an unknown operation; nothing changes then.
   */
  set(answers: readonly OwnAnswer[]): void {
    this.#use(readSettings('answers', answers, ownAnswers))
  }

  /** Whether there are none, the usual case, which costs a request nothing. */
  get isEmpty(): boolean {
    return this.#active.length === 0
  }

  /** Restores the answers of the start. @throws SettingsError when a description no longer has their operations. */
  reset(): void {
    if (this.#apis()) this.#use(this.#initial)
    else this.#waiting = undefined
  }

  /** Called when the descriptions are loaded. @param own The answers of the start, instead of those given first. */
  begin(own: readonly OwnAnswer[] = this.#initial): void {
    this.set(this.#waiting ?? own)
    this.#waiting = undefined
  }

  #use(answers: readonly OwnAnswer[]): void {
    const apis = this.#apis()
    if (apis) this.#active = checkedAnswers(answers, apis)
    else this.#waiting = answers
  }

  /** All of them, with how often each was given. The list can be edited and set again. */
  report(): ReportedAnswer[] {
    const waiting = this.#waiting?.map((own) => ({ own, used: 0, warnings: [] }))
    return (waiting ?? this.#active).map(({ own, used, warnings }) => {
      const data = 'answer' in own ? { ...own, answer: 'code' as const } : own
      return { ...data, used, warnings }
    })
  }

  /**
   * The first one for a request.
   *
   * @param after Place of the one that passed the request on; 0 for all.
   * @param body Reads the body of the request; called when an answer looks at it.
   */
  find(exchange: Exchange, after: number, body: () => unknown): ActiveAnswer | undefined {
    for (const active of this.#active.slice(after)) {
      if (active.used === active.own.count || !matches(active.own, exchange, body)) continue
      active.used++
      return active
    }
    return undefined
  }
}

function checkedAnswers(answers: readonly OwnAnswer[], apis: readonly Api[]) {
  const mistakes: Mistake[] = []
  const active = answers.map((read, index) => {
    const { used: _, warnings: __, ...own } = read as Reported<OwnAnswer>
    const found = operationsNamed(own.operation, apis)
    mistakes.push(...mistakesInName(own.operation, `[${index}].operation`, apis))
    mistakes.push(...found.slice(0, 1).flatMap((each) => strangeParameters(own, each.operation, index)))
    const warnings = found.flatMap((each) => warningsOf(own, each))
    return { own: own as OwnAnswer, warnings, place: index + 1, used: 0 }
  })
  if (mistakes.length > 0) throw new SettingsError('answers', mistakes)
  return active
}

/** The response of an answer given as data. An error without a body gets the shape of the API. */
export function givenAnswer(exchange: Exchange, { own, place }: ActiveAnswer): Answer | Problem {
  const { status = exchange.operation.successStatus, headers = {}, body } = own as GivenAnswer
  exchange.demanded = true
  exchange.why.push(`own answer ${place}`)
  if (status >= 400 && body === undefined)
    return problem(status, `${reasonPhrase(status)}: an own answer of the mock.`, { headers })
  const [name, mediaType] =
    Object.entries(headers).find(([each]) => each.toLowerCase() === 'content-type') ?? []
  const others = Object.entries(headers).filter(([each]) => each !== name)
  const answer = { status, headers: Object.fromEntries(others) }
  if (mediaType === undefined) return { ...answer, body: structuredClone(body) }
  return { ...answer, mediaType, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

/** The response of an own answer's code. */
export async function codedAnswer(
  exchange: Exchange,
  { own }: ActiveAnswer,
  next: () => Promise<Response>,
): Promise<WireAnswer> {
  const { request, pathParameters } = exchange
  const { answer } = own as CodedAnswer
  const response: unknown = await answer(webRequest(request), { next, path: pathParameters })
  if (!(response instanceof Response)) throw new TypeError('It returned something else than a Response.')
  if (request.method !== 'HEAD') return wireAnswer(response)
  await response.body?.cancel()
  return wireAnswer(new Response(null, response))
}

// Reading

const plain = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value)
export const plainValue = accepted<PlainValue>(plain, 'must be text, a number, true or false')
/** Any value of JSON. */
export const jsonValue = accepted<JsonValue>((value) => value !== undefined, 'must be a value')

const when = object<AnswerMatch>({
  path: table(plainValue),
  query: table(plainValue),
  header: table(text('text', /^/)),
  body: jsonValue,
})

const mediaType = accepted<string>(
  (value) => typeof value === 'string' && isMediaType(value),
  'must be a media type',
)

const headerValue = text('text without line breaks', /^[\t\x20-\x7e\x80-\xff]*$/)

const headers = chosen<Record<string, string>>((value) => {
  if (!isObject(value)) return 'must be an object'
  const types = Object.keys(value).filter((name) => name.toLowerCase() === 'content-type')
  const named = Object.keys(value).map((name): [string, Schema<string>] => [
    name,
    types.includes(name) ? mediaType : headerValue,
  ])
  const wrong = Object.keys(value).find((name) => !/^[!#$%&'*+.^_`|~\w-]+$/.test(name))
  if (wrong !== undefined) return `has ${JSON.stringify(wrong)}, which is not the name of a header`
  return object<Record<string, string>>(Object.fromEntries(named))
})

const shared = { operation: text(), when, count: integer(1) }
/** The additions of a report. */
const reported = { used: integer(0), warnings: list(text()) }

type Reported<T> = T & { readonly used?: number; readonly warnings?: readonly string[] }

const given = checked(
  object<Reported<GivenAnswer>>(
    { ...shared, status: integer(200, 599), headers, body: jsonValue, ...(reported as object) } as never,
    ['operation'],
  ),
  ({ status, body }) =>
    status === undefined && body === undefined ? [{ steps: [], message: 'needs a status or a body' }] : [],
)

const coded = object<Reported<CodedAnswer>>(
  {
    ...shared,
    answer: accepted(
      (value) => typeof value === 'function',
      'must be a function, which only createMock and mock.answers.set take',
    ),
    ...(reported as object),
  } as never,
  ['operation'],
)

const ownAnswer = chosen<OwnAnswer>((value) =>
  isObject(value) && 'answer' in value ? coded : (given as Schema<OwnAnswer>),
)

/** A list of own answers. */
export const ownAnswers: Schema<OwnAnswer[]> = list(ownAnswer)

// Checking

interface Found {
  readonly api: Api
  readonly operation: Operation
}

function operationsNamed(name: string, apis: readonly Api[]): Found[] {
  return apis.flatMap((api) =>
    api.operations
      .filter((operation) => names(name, api, operation))
      .map((operation) => ({ api, operation })),
  )
}

function names(name: string, api: Api, { id }: Operation): boolean {
  return name === id || name === `${api.name} ${id}`
}

function unknownOperation(name: string, at: string, apis: readonly Api[]): Mistake {
  const known = [...new Set(apis.flatMap(({ operations }) => operations.map(({ id }) => id)))]
  const distance = (other: string) => editDistance(name.toLowerCase(), other.toLowerCase())
  const [nearest, ...others] = known.sort((one, other) => distance(one) - distance(other))
  const close = nearest !== undefined && distance(nearest) <= Math.max(2, name.length / 3)
  const there = [nearest, ...others].sort().slice(0, 10).join(', ')
  const hint = close
    ? `did you mean ${nearest}?`
    : `there are ${there}${known.length > 10 ? ' and others' : ''}`
  return { at, message: `${JSON.stringify(name)} names no operation; ${hint}` }
}

/** The mistake in the name of an operation, or of an API before it. */
export function mistakesInName(name: string, at: string, apis: readonly Api[]): Mistake[] {
  return operationsNamed(name, apis).length === 0 ? [unknownOperation(name, at, apis)] : []
}

function strangeParameters({ when }: OwnAnswer, operation: Operation, index: number): Mistake[] {
  const { parameterNames } = operation
  const there = parameterNames.length === 0 ? 'no parameters' : parameterNames.join(', ')
  return Object.keys(when?.path ?? {})
    .filter((name) => !parameterNames.includes(name))
    .map((name) => ({
      at: `[${index}].when.path`,
      message: `has ${JSON.stringify(name)}; the path ${operation.path} has ${there}`,
    }))
}

/** How a given answer differs from the description. */
function warningsOf(own: OwnAnswer, { api, operation }: Found): string[] {
  if ('answer' in own) return []
  const { status = operation.successStatus, body } = own
  const response = operation.response(status)
  if (!response) return [`The description has no answer ${status} for ${operation.id}.`]
  if (body === undefined) return []
  if (response.contents.length === 0) return [`The answer ${status} of ${operation.id} has no body.`]
  const { schema } =
    response.contents.find((each) => /[/+]json$/.test(essenceOf(each.mediaType))) ??
    response.contents[0] ??
    {}
  return schema ? findings(api, schema, body).slice(0, 10) : []
}

// Matching

function matches({ operation, when = {} }: OwnAnswer, exchange: Exchange, body: () => unknown): boolean {
  return (
    names(operation, exchange.api, exchange.operation) &&
    all(when.path, (name, value) => samePathValue(value, exchange.pathParameters[name])) &&
    all(when.query, (name, value) => [exchange.query[name]].flat().includes(String(value))) &&
    all(when.header, (name, value) => exchange.headers[name.toLowerCase()] === value) &&
    (when.body === undefined || differences('body', body(), when.body).length === 0)
  )
}

function all<T>(
  wanted: Readonly<Record<string, T>> = {},
  test: (name: string, value: T) => boolean,
): boolean {
  return Object.entries(wanted).every(([name, value]) => test(name, value))
}

function samePathValue(wanted: PlainValue, value: string | undefined): boolean {
  return value !== undefined && normalizeKey(String(wanted)) === normalizeKey(value)
}
