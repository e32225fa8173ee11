import { readAnswer, type Success } from './answer.ts'
import { type Call, createAttempt, type Pending } from './attempt.ts'
import { ClientError } from './errors.ts'
import { limit } from './limit.ts'
import type { Settings } from './options.ts'
import type { Protocol } from './protocol/protocol.ts'
import { delayBefore, isRepeatable, isUnanswered } from './retry.ts'

/** Makes a call, again where that is right, and throws what became of it when that is no success. */
export type Send = (method: string, path: string, call: Call) => Promise<Success>

export function createSend(protocol: Protocol, settings: Settings): Send {
  const { baseUrl, retry } = settings
  const attempt = createAttempt(protocol, settings)

  return async (method, path, call) => {
    const { timeout = settings.timeout, signal } = call
    // Once and at once: a repetition is the same request, whatever the caller does to the object meanwhile.
    const body = JSON.stringify(call.body)
    const pending: Pending = { method, path, call, sent: { method, url: baseUrl + path, body } }
    const describe = () => pending.sent
    const started = Date.now()
    for (let retries = 0; ; retries++) {
      try {
        const incoming = await limit(timeout, signal, describe, (ended) => attempt(pending, ended))
        return readAnswer(pending.sent, incoming, protocol)
      } catch (error) {
        if (error instanceof ClientError) trace(error, pending, protocol)
        if (!isRepeatable(error, method !== 'POST' || protocol.repeatsPost)) throw error
        const delay = delayBefore(error, retries, Date.now() - started, retry)
        retry.onRetry({ attempt: retries + 1, delay, error })
        await limit(Number.POSITIVE_INFINITY, signal, describe, (ended) => sleep(delay, ended))
        if (!isUnanswered(error)) pending.unanswered = false
      }
    }
  }
}

/** Leads from an error to its request, by the ids that were sent, and to its call, by the stack. */
function trace(error: ClientError, { sent }: Pending, protocol: Protocol): void {
  const id = (name: 'requestId' | 'correlationId') =>
    error[name] ?? sent.headers?.get(protocol[name]) ?? undefined
  Object.assign(error, { requestId: id('requestId'), correlationId: id('correlationId') })
  // Timers and the rejections of `fetch` know nothing of the caller; here the stack leads to the call.
  tracing.captureStackTrace?.(error)
}

/** Not part of ECMAScript yet: where it is missing, the stack stays as it was. */
const tracing: typeof Error & { captureStackTrace?: (error: Error) => void } = Error

const sleep = (delay: number, ended: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, delay)
    ended.addEventListener('abort', () => clearTimeout(timer))
  })
