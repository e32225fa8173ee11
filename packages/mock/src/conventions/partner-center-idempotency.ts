import { createHash } from 'node:crypto'
import type { Api } from '../description/api.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Answer, MockRequest } from '../exchange/message.ts'
import { type Problem, problem } from '../exchange/problem.ts'
import type { JsonObject, JsonValue } from '../json/json.ts'
import type { Scope, Store } from '../store/store.ts'
import type { Convention, ConventionModule, FailedRequest } from './convention.ts'

/**
 * A write that comes again with the same `MS-RequestId` gets the same answer and is done once; selected by
 * `x-mock.conventions: [partner-center-idempotency]`. Answers are kept in the store, so they survive a restart; of
 * the request only a digest is kept, because bodies hold passwords.
 */
export const partnerCenterIdempotency: ConventionModule = {
  name: 'partner-center-idempotency',
  create: (api) => new PartnerCenterIdempotency(api),
}

const HEADER = 'ms-requestid'
const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
/** Answers that are remembered; the oldest go first. */
const CAPACITY = 10_000
/** These say that the request was not processed, so the same id may try again. */
const NOT_WORKED_ON = new Set([401, 403, 408, 425, 429])

class PartnerCenterIdempotency implements Convention {
  readonly name = 'partner-center-idempotency'
  readonly #scope: Scope
  /** Noted in `request`, so that `finish` does not remember a replay. */
  readonly #replayed = new WeakSet<Exchange>()

  constructor(api: Api) {
    this.#scope = { api: api.name, resource: '#idempotency', parents: [] }
  }

  request(exchange: Exchange): Answer | Problem | undefined {
    const id = keyOf(exchange.request)
    const known = id === undefined ? undefined : exchange.store.get(this.#scope, id)?.value
    if (!known) return undefined
    this.#replayed.add(exchange)
    if (known.request !== digestOf(exchange.request)) return reused(id ?? '')
    exchange.why.push(`replayed the answer to ${id}`)
    return {
      status: known.status as number,
      headers: { ...(known.headers as Record<string, string>) },
      body: known.body,
    }
  }

  finish(answer: Answer, { exchange }: FailedRequest): void {
    if (!exchange || exchange.demanded || this.#replayed.has(exchange) || !isFinal(answer)) return
    const id = keyOf(exchange.request)
    if (id === undefined) return
    this.#remember(exchange.store, id, {
      request: digestOf(exchange.request),
      status: answer.status,
      headers: withoutTracing(answer.headers),
      ...(answer.body !== undefined && { body: answer.body as JsonValue }),
    })
  }

  #remember(store: Store, id: string, answer: JsonObject): void {
    if (store.count(this.#scope) >= CAPACITY) {
      const [oldest] = store.entries(this.#scope)
      if (oldest) store.delete(this.#scope, oldest.key)
    }
    store.put(this.#scope, id, answer)
  }
}

/** The idempotency key of a write; reads may be repeated anyway. */
function keyOf({ method, headers }: MockRequest): string | undefined {
  const id = headers[HEADER]?.trim().toLowerCase()
  return id && WRITES.has(method) ? id : undefined
}

function isFinal({ status, mediaType }: Answer): boolean {
  return status < 500 && !NOT_WORKED_ON.has(status) && mediaType === undefined
}

function digestOf({ method, path, search, headers, body }: MockRequest): string {
  const hash = createHash('sha256').update(
    JSON.stringify([method, path, search, headers['content-type'] ?? '']),
  )
  if (body) hash.update(body)
  return hash.digest('base64url')
}

function reused(id: string): Problem {
  const message = `MS-RequestId ${id.slice(0, 64)} was used for another request before; use a new one for each request.`
  const violations = [{ in: 'header' as const, path: ['MS-RequestId'], message }]
  return problem(400, message, { code: '800002', violations })
}

/** The ids of the first answer are not those of the next. */
function withoutTracing(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^ms-/i.test(name)))
}
