import type { Snapshot } from './records.ts'

/** What the control routes of a mock answered, by their addresses, and when. */
export interface KeptWorld {
  '/__mock/state'?: Snapshot
  '/__mock/faults'?: { rules: Counted[] }
  '/__mock/answers'?: Counted[]
  '/__mock/clock'?: { mode: string; time: string }
  /** Milliseconds since 1970. */
  keptAt?: number
}

/** A rule or an own answer that may end after a number of uses. */
interface Counted {
  count?: number
  applied?: number
  used?: number
  warnings?: unknown
}

/** The routes of all that can be kept: records, faults, own answers, clock. */
export const routes = ['/__mock/state', '/__mock/faults', '/__mock/answers', '/__mock/clock'] as const

const storageKey = 'clientele-mock'

/** What an earlier page of this tab has kept. */
export function keptWorld(): KeptWorld {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? '{}')
  } catch {
    return {}
  }
}

export function keepWorld(world: KeptWorld): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(world))
  } catch {
    // Without a storage, or with a full one, changes last as long as the page.
  }
}

/**
 * The requests that restore what was kept: a control route and a body each.
 *
 * @param now - in milliseconds since 1970; a running clock is moved on by the time since then.
 */
export function restored(world: KeptWorld, now: number): [route: string, body: string][] {
  const faults = world['/__mock/faults']
  const clock = world['/__mock/clock']
  const { keptAt = now } = world
  const bodies: Record<(typeof routes)[number], unknown> = {
    '/__mock/state': world['/__mock/state'],
    '/__mock/faults': faults && { ...faults, rules: faults.rules.flatMap(unused) },
    '/__mock/answers': world['/__mock/answers']?.flatMap(unused),
    '/__mock/clock': clock && { ...clock, time: later(clock, now - keptAt) },
  }
  return Object.entries(bodies).flatMap(([route, body]) => (body ? [[route, JSON.stringify(body)]] : []))
}

/** The uses that a rule or an own answer has left; nothing if there are none. */
function unused({ applied = 0, used = applied, warnings: _, count, ...rest }: Counted): Counted[] {
  if (count === undefined) return [rest]
  return count > used ? [{ ...rest, count: count - used }] : []
}

function later({ mode, time }: { mode: string; time: string }, passed: number): string {
  return mode === 'fixed' ? time : new Date(Date.parse(time) + passed).toISOString()
}
