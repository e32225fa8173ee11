import type { MockRequest } from '../../exchange/request.ts'

interface Ids {
  requestId: string
  clientRequestId: string
}

/** Gives each request its ids once, so that body and headers agree. */
export class RequestIds {
  readonly #ids = new WeakMap<MockRequest, Ids>()

  of(request: MockRequest): Ids {
    const known = this.#ids.get(request)
    if (known) return known
    const requestId = crypto.randomUUID()
    const ids = { requestId, clientRequestId: request.headers['client-request-id'] ?? requestId }
    this.#ids.set(request, ids)
    return ids
  }
}
