import { readAnswer, type Sent } from './answer.ts'
import { details } from './api.ts'
import { type ClientDetails, type OperationDetails, readInput } from './client.ts'
import { ClientError, NetworkError } from './errors.ts'
import { sleep } from './limit.ts'
import { addressOf, createMiddlewareOptions, createRequest } from './request.ts'
import { delayBefore } from './retry.ts'
import type { Result } from './types/answers.ts'
import type { Arguments, ClientMethods, Content, Described, FailureAt } from './types/client.ts'
import type { ApiTypes, OperationAt, Property, Wishes } from './types/inputs.ts'

/** A method of a client and its input. */
export type BatchCall = readonly [method: object, input?: object]

/** The calls, each with the input of its own method. */
export type CheckedCalls<Calls extends readonly BatchCall[]> = {
  readonly [Index in keyof Calls]: Calls[Index] extends readonly [infer Method, ...unknown[]]
    ? Method extends Described<infer Api extends ApiTypes, infer Id>
      ? readonly [method: Method, ...input: Arguments<Api, Id, Property<OperationAt<Api, Id>>, Wishes>]
      : never
    : never
}

/** The results, in the order of the calls. */
export type BatchResults<Calls extends readonly BatchCall[]> = {
  -readonly [Index in keyof Calls]: ResultOf<Calls[Index]>
}

type ResultOf<Call> = Call extends readonly [Described<infer Api extends ApiTypes, infer Id>, ...infer Rest]
  ? Result<Content<Api, Id, ChosenIn<Rest[0]>, Wishes>, FailureAt<Api, Id>>
  : never

type ChosenIn<Input> = Input extends { $select: readonly (infer Chosen)[] } ? Chosen : never

export interface BatchOptions {
  /**
   * Ends the whole batch.
   * @default none
   */
  signal?: AbortSignal | null | undefined
}

/** Graph's limit for one request: https://learn.microsoft.com/graph/json-batching */
const largest = 20

/** One call of a batch. */
interface Part {
  id: string
  about: OperationDetails
  sent: Sent
  /** The call in the body of the batch. */
  request: { id: string; method: string; url: string; headers: object; body?: unknown }
  retries: number
  /** When it may be sent. */
  due: number
  result?: Result<unknown, ClientError>
}

interface PartAnswer {
  id?: string
  status?: number
  headers?: Record<string, string>
  body?: unknown
}

/**
 * Sends several calls in as few requests as possible, up to 20 in each, with Microsoft Graph's `$batch`.
 *
 * Each call has its own result. A throttled call is sent again after its own `Retry-After`, within the `retry` of the
 * client. The service may run the calls in any order.
 *
 * @param client A client for Microsoft Graph.
 * @param calls Methods of the client, each with its input. `signal`, `timeout` and `from` have no effect on single calls.
 * @returns `{ data, error, response }` of each call, in the order of the calls. If a whole request fails, all its calls have
 *   that error.
 * @throws {TypeError} When the service has no `$batch`, or a call is not a method of a client with a valid input.
 * @example
 * ```ts
 * const [one, other] = await batch(graph, [
 *   [graph.getCustomer, { CustomersId, $select: ['displayName'] }],
 *   [graph.listCustomers, { $top: 5 }],
 * ])
 * if (!one.error) console.log(one.data.displayName, other.data?.value.length)
 * ```
 */
export async function batch<Api extends ApiTypes, const Calls extends readonly BatchCall[]>(
  client: ClientMethods<Api>,
  calls: Calls & CheckedCalls<Calls>,
  options: BatchOptions = {},
): Promise<BatchResults<Calls>> {
  const about = (client as unknown as { [details]: ClientDetails })[details]
  const path = about.api.protocol.batch
  if (!path) throw new TypeError('the service has no $batch')
  const parts = calls.map(([method, input], index) => createPart(about, method, input, `${index + 1}`))
  const started = Date.now()
  for (let waiting = parts; waiting.length > 0; waiting = parts.filter(({ result }) => !result)) {
    await waitFor(Math.min(...waiting.map(({ due }) => due)), parts[0] as Part, options.signal)
    const round = waiting.filter(({ due }) => due <= Date.now()).slice(0, largest)
    await sendRound(about, path, round, options.signal, started)
  }
  return parts.map(({ result }) => result) as BatchResults<Calls>
}

function createPart({ settings, api }: ClientDetails, method: object, input: object = {}, id: string): Part {
  const about = (method as { [details]?: OperationDetails })[details]
  if (!about) throw new TypeError('a method of a client is expected, such as graph.getCustomer')
  const call = readInput(about.operationId, about.operation, input)
  const text = JSON.stringify(call.body)
  const { method: verb, path } = about.operation
  const own = [api.protocol.trace(), ...settings.headers]
  const url = addressOf(createMiddlewareOptions(settings, api), path, call)
  const { headers } = createRequest(url, verb, call, text, own)
  headers.delete('authorization')
  const request = {
    id,
    method: verb,
    url: url.slice(settings.baseUrl.length),
    headers: Object.fromEntries(headers),
    ...(text === undefined ? {} : { body: JSON.parse(text) }),
  }
  return { id, about, request, sent: { method: verb, url, headers, body: text }, retries: 0, due: 0 }
}

async function waitFor(due: number, { sent }: Part, signal: AbortSignal | null | undefined): Promise<void> {
  const delay = due - Date.now()
  if (delay > 0) await sleep(delay, signal, sent)
}

async function sendRound(
  client: ClientDetails,
  path: string,
  round: Part[],
  signal: AbortSignal | null | undefined,
  started: number,
): Promise<void> {
  const answers = new Map<string, PartAnswer>()
  try {
    const body = { requests: round.map(({ request }) => request) }
    const { data } = await client.send('POST', path, { body, signal }, 'responses')
    for (const answer of (data as { responses: (PartAnswer | null)[] }).responses)
      answers.set(`${answer?.id}`, answer ?? {})
  } catch (error) {
    if (!(error instanceof ClientError)) throw error
    for (const part of round) part.result = { error, response: error.response }
    return
  }
  for (const part of round) settle(client, part, answers.get(part.id), started)
}

/** Sets the result of a part, or the time to send it again. */
function settle(
  { settings, api }: ClientDetails,
  part: Part,
  answer: PartAnswer | undefined,
  started: number,
): void {
  const { sent } = part
  try {
    if (!answer?.status) throw new NetworkError('no answer in the batch', sent)
    const { status, headers = {}, body } = answer
    const text = body === undefined || body === null ? '' : JSON.stringify(body)
    const isBare = [204, 205, 304].includes(status) || !text
    const response = new Response(isBare ? null : text, { status, headers })
    const data = readAnswer(sent, { response, text }, api.protocol, part.about.operation.items)
    part.result = { data, response }
  } catch (error) {
    if (!(error instanceof ClientError)) throw error
    part.result = { error, response: error.response }
    try {
      const delay = delayBefore(error, api.protocol, part.retries, started, settings.retry)
      part.retries++
      part.due = Date.now() + Math.ceil(delay)
      delete part.result
    } catch {
      // It may not be sent again, or no time or attempt is left: the error is the result.
    }
  }
}
