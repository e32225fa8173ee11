import type { Api } from '../description/api.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Answer, MockRequest } from '../exchange/message.ts'
import { type Problem, problem } from '../exchange/problem.ts'
import { digest } from '../json/digest.ts'
import type { JsonObject, JsonValue } from '../json/json.ts'
import type { Scope, Store } from '../store/store.ts'
import type { Convention, ConventionModule, FailedRequest } from './convention.ts'

/**
 * A repeated write with the same `MS-RequestId` gets the same answer and is done only once; selected by
 * `x-mock.conventions: [partner-center-idempotency]`. Answers are kept in the store, so they survive a restart; of
 * the request only a digest is kept, because bodies may hold passwords.
 */
export const partnerCenterIdempotency: ConventionModule = {
  name: 'partner-center-idempotency',
  create: (api) => new PartnerCenterIdempotency(api),
}

const HEADER = 'ms-requestid'
const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
/** Number of answers kept, and their bytes together; the oldest go first. */
const CAPACITY = 10_000
const CAPACITY_IN_BYTES = 32 * 1024 * 1024
/** These say that the request was not processed, so the same id may try again. */
const NOT_WORKED_ON = new Set([401, 403, 408, 425, 429])

class PartnerCenterIdempotency implements Convention {
  readonly name = 'partner-center-idempotency'
  readonly #scope: Scope
  /** Noted in `request`, so that `finish` does not keep a replay. */
  readonly #replayed = new WeakSet<Exchange>()
  /**
   * The bytes kept in a store, by its revision. Saves counting up to 10,000 answers for each write: with 5,000 of them,
   * a POST takes 0.3 ms of CPU time instead of 15.
   */
  readonly #sizes = new WeakMap<Store, { readonly revision: number; readonly bytes: number }>()

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
    const added = sizeOf(id, answer)
    // An answer that fills the space by itself would only push out the others.
    if (added > CAPACITY_IN_BYTES) return
    let bytes = this.#bytesIn(store) + added
    let count = store.count(this.#scope) + 1
    for (const oldest of store.entries(this.#scope)) {
      if (count <= CAPACITY && bytes <= CAPACITY_IN_BYTES) break
      store.delete(this.#scope, oldest.key)
      bytes -= sizeOf(oldest.key, oldest.value)
      count--
    }
    store.put(this.#scope, id, answer)
    this.#sizes.set(store, { revision: store.revision(this.#scope), bytes })
  }

  /** Counted again after other changes to the store: a restart, a snapshot, a write that was rolled back. */
  #bytesIn(store: Store): number {
    const known = this.#sizes.get(store)
    if (known?.revision === store.revision(this.#scope)) return known.bytes
    let bytes = 0
    for (const { key, value } of store.entries(this.#scope)) bytes += sizeOf(key, value)
    return bytes
  }
}

function sizeOf(id: string, answer: JsonObject): number {
  return id.length + new TextEncoder().encode(JSON.stringify(answer)).length
}

/** The idempotency key of a write; reads may be repeated anyway. */
function keyOf({ method, headers }: MockRequest): string | undefined {
  const id = headers[HEADER]?.trim().toLowerCase()
  return id && WRITES.has(method) ? id : undefined
}

function isFinal({ status, mediaType }: Answer): boolean {
  return status < 500 && !NOT_WORKED_ON.has(status) && mediaType === undefined
}

/** Distinguishes requests without keeping them, because their bodies may hold passwords. */
function digestOf({ method, path, search, headers, body }: MockRequest): string {
  const head = JSON.stringify([method, path, search, headers['content-type'] ?? ''])
  return [new TextEncoder().encode(head), body ?? []]
    .flatMap((bytes) => [digest(bytes), digest(bytes, 1)])
    .join('-')
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
