import type { MockRequest } from '../exchange/message.ts'
import { type Problem, problem } from '../exchange/problem.ts'
import { SettingsError } from '../json/mistakes.ts'
import type { Session } from './session.ts'

/** How many sessions there are at once; one more ends the one that was unused for longest. */
export const mostSessions = 1000

/** A session that nobody used for so long is over: a day, in milliseconds. */
const longestIdle = 24 * 60 * 60 * 1000

const header = 'mock-session'
const prefix = '/__session/'
const form = /^(?!\.\.?$)[\w.~-]{1,100}$/
const expected = 'a session is named by up to 100 letters, digits and . _ ~ -'

/** What is known of a session. */
export interface SessionReport {
  readonly name: string
  /** When it began and was last used, in real time: RFC 3339. */
  readonly begun: string
  readonly used: string
}

interface Kept {
  readonly session: Session
  readonly begun: number
  used: number
}

/** The sessions of a mock by their names. */
export class Sessions {
  readonly #begin: (name: string) => Session
  /** The one that was unused for longest comes first. */
  readonly #kept = new Map<string, Kept>()

  /** @param begin Makes a session as it is at the start. */
  constructor(begin: (name: string) => Session) {
    this.#begin = begin
  }

  /** The session of a name, begun when nobody used it before. */
  at(name: string): Session {
    const now = Date.now()
    const kept = this.#current(name, now) ?? { session: this.#begin(name), begun: now, used: now }
    kept.used = now
    this.#kept.delete(name)
    this.#kept.set(name, kept)
    if (this.#kept.size > mostSessions) this.#endOldest()
    return kept.session
  }

  /** Ends a session, if there is one; its name begins a new one. */
  end(name: string): void {
    this.#kept.get(name)?.session.end()
    this.#kept.delete(name)
  }

  /** In the order of their last use. */
  report(): SessionReport[] {
    const now = Date.now()
    for (const name of this.#kept.keys()) this.#current(name, now)
    return [...this.#kept].map(([name, { begun, used }]) => ({
      name,
      begun: new Date(begun).toISOString(),
      used: new Date(used).toISOString(),
    }))
  }

  #current(name: string, now: number): Kept | undefined {
    const kept = this.#kept.get(name)
    if (kept && now - kept.used > longestIdle) this.end(name)
    return this.#kept.get(name)
  }

  #endOldest(): void {
    const [oldest] = this.#kept.keys()
    if (oldest !== undefined) this.end(oldest)
  }
}

/** @throws SettingsError when it cannot name a session. */
export function checkSessionName(name: string): string {
  if (form.test(name)) return name
  throw new SettingsError('session', [{ at: '', message: `${expected}, not ${quoted(name)}` }])
}

/** A request within its session. */
interface SessionRequest {
  readonly request: MockRequest
  /** Undefined: none was named. */
  readonly name: string | undefined
}

/**
 * Finds the session that a request names by `Mock-Session` or `/__session/<name>`. The prefix is taken off the path and
 * put on the origin, so that links in the answer keep it.
 *
 * @param bound The session whose own `fetch` or port it came through.
 */
export function sessionOf(request: MockRequest, bound: string | undefined): SessionRequest | Problem {
  const named = request.headers[header]
  const inside = request.path.startsWith(prefix)
  if (named === undefined && !inside) return { request, name: bound }
  const inPath = inside ? request.path.slice(prefix.length).split('/', 1)[0] : undefined
  const names = new Set([bound, named, inPath].filter((name) => name !== undefined))
  const [name = ''] = names
  if (names.size > 1)
    return problem(400, `The request names ${names.size} sessions: ${[...names].map(quoted).join(', ')}.`)
  if (!form.test(name)) return problem(400, `In a request ${expected}, not ${quoted(name)}.`)
  return { request: inside ? withoutPrefix(request, name) : request, name }
}

function withoutPrefix(request: MockRequest, name: string): MockRequest {
  const own = `${prefix}${name}`
  return { ...request, path: request.path.slice(own.length) || '/', origin: `${request.origin}${own}` }
}

function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 120))
}
