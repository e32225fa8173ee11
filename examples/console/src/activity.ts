import { ApiError, type ClientOptions } from '@clientele/client'
import { createStore } from './store.ts'

/** A call that is waiting to be sent again. */
export interface Wait {
  id: number
  service: string
  /** 429 when the service asked for a pause; otherwise the service did not answer. */
  throttled: boolean
  /** Milliseconds since 1970. */
  until: number
}

/** A request that has ended. It holds no token, header, body or value of a filter. */
export interface Ended {
  id: number
  service: string
  method: string
  /** As in the description: `/Customers/{CustomersId}`. */
  path: string
  attempt: number
  /** `undefined` if no answer arrived. */
  status: number | undefined
  /** Milliseconds. */
  duration: number
  /** The id that the service's support asks for. */
  requestId: string | undefined
}

let count = 0
const waits = createStore<readonly Wait[]>([])
const latest = createStore<readonly Ended[]>([])

/** Records when a client waits, for the banner at the top. */
export const noteWaits =
  (service: string): NonNullable<Exclude<ClientOptions['retry'], false | undefined>['onRetry']> =>
  ({ delay, error }) => {
    const wait = { id: ++count, service, throttled: error.status === 429, until: Date.now() + delay }
    waits.change((before) => [...before, wait])
    setTimeout(() => waits.change((before) => before.filter(({ id }) => id !== wait.id)), delay + 250)
  }

/** Records how requests end, for the list at the bottom. */
export const noteEnds =
  (service: string): NonNullable<ClientOptions['onResponse']> =>
  ({ method, path, attempt, status, duration, requestId, correlationId, error }) => {
    // Graph gives a request its id with the answer. Without that, it finds the call by the id that the client sent.
    const given = error instanceof ApiError ? error.requestId : undefined
    const ended = { id: ++count, service, method, path, attempt, status, duration }
    latest.change((before) =>
      [{ ...ended, requestId: given ?? requestId ?? correlationId }, ...before].slice(0, 20),
    )
  }

/** The calls that are waiting now. */
export const useWaits = waits.use

/** The latest requests, the last one first. */
export const useLatest = latest.use
