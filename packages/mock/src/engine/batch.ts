import type { MockRequest, WireAnswer } from '../exchange/message.ts'
import { type Problem, problem } from '../exchange/problem.ts'
import { after, gathered, type MaybePromise } from '../exchange/web.ts'
import { isObject } from '../json/json.ts'

/** As many as Microsoft Graph: https://learn.microsoft.com/graph/json-batching */
const largest = 20

/** One request of a batch, as the client wrote it. */
interface Part {
  readonly id: string
  readonly method: string
  readonly url: string
  readonly headers?: Record<string, unknown>
  readonly body?: unknown
  readonly dependsOn?: readonly unknown[]
}

interface PartAnswer {
  readonly id: string
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body?: unknown
}

/**
 * Answers `POST <base>/$batch`, a JSON batch of OData (OData JSON Format 4.01, section 19): its parts run one after
 * another, each like a separate request.
 *
 * @param base The path before `/$batch`, which the addresses of the parts are relative to.
 * @param handle Answers one part.
 */
export function answerBatch(
  request: MockRequest,
  base: string,
  handle: (request: MockRequest) => MaybePromise<WireAnswer>,
): MaybePromise<WireAnswer | Problem> {
  const parts = readParts(request)
  if (!Array.isArray(parts)) return parts
  const answers: PartAnswer[] = []
  let delay = 0
  let cut: WireAnswer | undefined
  const answer = (part: Part) => {
    const failed = (part.dependsOn ?? []).find(
      (id) => (answers.find((each) => each.id === id)?.status ?? 424) >= 400,
    )
    if (failed !== undefined) {
      answers.push(failedDependency(part.id, `${failed}`))
      return undefined
    }
    const whole = after(handle(partRequest(part, request, base)), (wire) =>
      wire.rest ? gathered(wire) : wire,
    )
    return after(whole as MaybePromise<WireAnswer>, (wire) => {
      if (wire.cut) cut = wire
      delay = Math.max(delay, wire.delay ?? 0)
      answers.push(partAnswer(part.id, wire))
    })
  }
  return after(
    inTurn(parts, (part) => (cut ? undefined : answer(part))),
    () => {
      const headers = { 'Content-Type': 'application/json; charset=utf-8' }
      return cut ?? { status: 200, headers, body: JSON.stringify({ responses: answers }), delay }
    },
  )
}

/** One after another, synchronously unless an answer has to be awaited. */
function inTurn<T>(items: readonly T[], work: (item: T) => MaybePromise<void>): MaybePromise<void> {
  for (const [index, item] of items.entries()) {
    const working = work(item)
    if (working instanceof Promise) return working.then(() => inTurn(items.slice(index + 1), work))
  }
}

function readParts({ body }: MockRequest): Part[] | Problem {
  const read = parse(body && new TextDecoder().decode(body))
  const requests = isObject(read) ? read.requests : undefined
  if (!Array.isArray(requests)) return problem(400, 'A batch is JSON with a list called requests.')
  if (requests.length > largest)
    return problem(400, `A batch has up to ${largest} requests, not ${requests.length}.`)
  const wrong = requests.findIndex(
    (part) => !['id', 'method', 'url'].every((name) => isObject(part) && typeof part[name] === 'string'),
  )
  if (wrong >= 0) return problem(400, `/requests/${wrong} has no id, method and url.`)
  const ids = requests.map(({ id }) => id)
  if (new Set(ids).size < ids.length) return problem(400, 'Two requests of the batch have the same id.')
  return requests
}

function partRequest(
  { method, url, headers = {}, body }: Part,
  whole: MockRequest,
  base: string,
): MockRequest {
  const [path = '', search = ''] = url.split(/\?(.*)/s)
  const { authorization } = whole.headers
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), `${value}`])
  return {
    method: method.toUpperCase(),
    path: `${base}/${path.replace(/^\//, '')}`,
    search,
    origin: whole.origin,
    headers: { ...(authorization === undefined ? {} : { authorization }), ...Object.fromEntries(named) },
    body: body === undefined ? undefined : new TextEncoder().encode(JSON.stringify(body)),
  }
}

function partAnswer(id: string, { status, headers, body }: WireAnswer): PartAnswer {
  if (body === undefined || body.length === 0) return { id, status, headers }
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const text = new TextDecoder().decode(bytes)
  const read = parse(text)
  return { id, status, headers, body: read === undefined ? btoa(String.fromCharCode(...bytes)) : read }
}

const failedDependency = (id: string, other: string): PartAnswer => ({
  id,
  status: 424,
  body: { error: { code: 'failedDependency', message: `The request ${other} did not succeed.` } },
})

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
