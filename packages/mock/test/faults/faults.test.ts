import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { WireAnswer } from '../../src/exchange/message.ts'
import type { FaultMatch, FaultPlan } from '../../src/interceptors/fault-plan.ts'
import { Faults } from '../../src/interceptors/faults.ts'
import { MockClock } from '../../src/store/clock.ts'
import { exchange } from './exchange.ts'

const answer: WireAnswer = {
  status: 200,
  headers: { 'content-type': 'application/json', 'Content-Length': '12', 'request-id': 'r' },
  body: '{"value":[]}',
}
const altered = (plan: FaultPlan, given: WireAnswer = answer) => {
  const fault = new Faults(plan).next(exchange())
  return fault?.alter?.(given) ?? given
}
/** Statuses of the faults of so many requests, 0 where nothing went wrong. */
const statuses = (faults: Faults, requests: number, given?: Parameters<typeof exchange>[0]) =>
  Array.from({ length: requests }, () => faults.next(exchange(given))?.problem?.status ?? 0)

test('nothing goes wrong without a plan', () => {
  expect(new Faults().next(exchange())).toBeUndefined()
})

describe('which requests a rule is for', () => {
  test.each<[FaultMatch, Parameters<typeof exchange>[0], boolean]>([
    [{}, {}, true],
    [{ method: 'patch' }, { method: 'PATCH' }, true],
    [{ method: 'PATCH' }, { method: 'POST' }, false],
    [{ method: ['PATCH', 'POST'] }, { method: 'POST' }, true],
    [{ operation: 'listCustomers' }, {}, true],
    [{ operation: 'getCustomer' }, {}, false],
    [{ api: 'graph-customers' }, {}, true],
    [{ api: 'partner-center-users' }, {}, false],
    [{ path: '/Customers' }, {}, true],
    [{ path: '/beta/Customers' }, {}, true],
    [{ path: '/Customers' }, { path: '/beta/Customers/1' }, false],
    [{ path: '/Customers/{CustomersId}' }, { path: '/beta/Customers/1' }, true],
    [{ path: '/Customers/*' }, { path: '/beta/Customers/1/' }, true],
    [{ path: '/*/Customers' }, {}, true],
    [{ path: '/beta/**' }, { path: '/beta/Customers/1' }, true],
    [{ path: '/Customers/1*' }, { path: '/beta/Customers/12' }, true],
    [{ path: '/Customers/1' }, { path: '/beta/Customers/12' }, false],
    [{ path: '/Customers.' }, { path: '/beta/CustomersX' }, false],
    [{ path: '/customers' }, {}, true],
    [{ path: '/customers' }, { letterCase: 'exact' }, false],
    [{ path: '/v1/users' }, { path: '/v1/users', basePath: '' }, true],
    [{ path: '/Customers', method: 'DELETE' }, {}, false],
  ])('%j for %j: %s', (match, given, want) => {
    const faults = new Faults({ rules: [{ kind: 'status', status: 503, ...match }] })
    expect(faults.next(exchange(given)) !== undefined).toBe(want)
  })

  test('the next 3 PATCH answer 503', () => {
    const faults = new Faults({ rules: [{ kind: 'status', status: 503, method: 'PATCH', count: 3 }] })
    expect(statuses(faults, 1)).toEqual([0])
    expect(faults.next(exchange({ method: 'PATCH' }))?.why).toBe('fault: status 503, 1 of 3')
    expect(statuses(faults, 4, { method: 'PATCH' })).toEqual([503, 503, 0, 0])
    expect(faults.report()).toEqual({
      rules: [{ kind: 'status', status: 503, method: 'PATCH', count: 3, applied: 3 }],
    })
    faults.set(faults.report())
    expect(statuses(faults, 4, { method: 'PATCH' })).toEqual([503, 503, 503, 0])
  })

  test('skip lets the first ones through', () => {
    const faults = new Faults({ rules: [{ kind: 'status', status: 500, skip: 2, count: 1 }] })
    expect(statuses(faults, 4)).toEqual([0, 0, 500, 0])
  })

  test('the first rule that has a fault decides, and the next one does not count', () => {
    const faults = new Faults({
      rules: [
        { kind: 'status', status: 500, count: 1 },
        { kind: 'status', status: 503, count: 1 },
      ],
      throttle: { requests: 1, seconds: 60 },
    })
    expect(statuses(faults, 4)).toEqual([500, 503, 0, 429])
  })
})

describe('chance', () => {
  const plan: FaultPlan = { errorRate: 20, latency: { min: 0, max: 1000 } }
  const run = (seed: number) => {
    const faults = new Faults(plan, seed)
    return Array.from({ length: 200 }, () => faults.next(exchange())?.why)
  }

  test('is the same for the same seed, another one for another', () => {
    expect(run(7)).toEqual(run(7))
    expect(run(7)).not.toEqual(run(8))
  })

  test('starts anew with a reset', () => {
    const faults = new Faults(plan, 7)
    const first = statuses(faults, 50)
    faults.reset()
    expect(statuses(faults, 50)).toEqual(first)
  })

  test('meets the error rate and draws every server error', () => {
    const drawn = statuses(new Faults({ errorRate: 20 }), 5000)
    const failed = drawn.filter((status) => status > 0)
    expect(failed.length).toBeGreaterThan(900)
    expect(failed.length).toBeLessThan(1100)
    expect(new Set(failed)).toEqual(new Set([500, 502, 503, 504]))
  })

  test('of one rule does not depend on another rule', () => {
    const rule = { kind: 'status', status: 500, percent: 50 } as const
    const alone = statuses(new Faults({ rules: [rule] }), 30)
    const beside = statuses(new Faults({ rules: [rule], latency: { min: 1, max: 9 } }), 30)
    expect(beside).toEqual(alone)
  })
})

describe('throttling', () => {
  const start = new Date('2026-11-20T08:00:00Z')
  const fixed = () => {
    const clock = new MockClock(() => start)
    clock.set({ mode: 'fixed' })
    return clock
  }

  test('answers the budget, then 429 with the seconds that are left, then the budget again', () => {
    const clock = fixed()
    const faults = new Faults({ throttle: { requests: 2, seconds: 10 } })
    const ask = () => faults.next(exchange({ clock }))?.problem
    expect([ask(), ask()]).toEqual([undefined, undefined])
    expect(ask()).toMatchObject({ status: 429, headers: { 'Retry-After': '10' } })
    clock.set({ advance: 9001 })
    expect(ask()?.headers).toEqual({ 'Retry-After': '1' })
    clock.set({ advance: 'PT1S' })
    expect([ask(), ask()]).toEqual([undefined, undefined])
    expect(ask()?.headers).toEqual({ 'Retry-After': '10' })
  })

  test('recovers when the clock is set back', () => {
    const clock = fixed()
    const faults = new Faults({ throttle: { requests: 1, seconds: 10 } })
    expect(statuses(faults, 2, { clock })).toEqual([0, 429])
    clock.set({ time: '2020-01-01T00:00:00Z' })
    expect(statuses(faults, 2, { clock })).toEqual([0, 429])
  })

  test('Retry-After is true: after it the next request is answered; no window answers more than its budget', () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 60 })
    const budget = fc.record({
      requests: fc.integer({ min: 1, max: 5 }),
      milliseconds: fc.integer({ min: 1, max: 9000 }),
    })
    fc.assert(
      fc.property(pauses, budget, (steps, { requests, milliseconds }) => {
        const clock = fixed()
        const faults = new Faults({ throttle: { requests, seconds: milliseconds / 1000 } })
        const answered: number[] = []
        for (const advance of steps) {
          clock.set({ advance })
          const refused = faults.next(exchange({ clock }))?.problem
          if (refused) clock.set({ advance: `PT${refused.headers?.['Retry-After']}S` })
          expect(refused && faults.next(exchange({ clock }))).toBeUndefined()
          answered.push(clock.now().getTime())
        }
        // Windows start with a request, so two of them may touch, never three.
        for (const [index, time] of answered.entries()) {
          expect(
            answered.slice(index).filter((other) => other < time + milliseconds).length,
          ).toBeLessThanOrEqual(2 * requests)
        }
      }),
    )
  })
})

describe('what each kind does to the answer', () => {
  const rule = (kind: FaultPlan['rules']): FaultPlan => ({ ...(kind && { rules: kind }) })
  test.each<[FaultPlan, Partial<WireAnswer>]>([
    [{ latency: 250 }, { ...answer, delay: 250 }],
    [
      { latency: 250, rules: [{ kind: 'latency', latency: 50 }] },
      { ...answer, delay: 300 },
    ],
    [rule([{ kind: 'reset' }]), { ...answer, cut: 'reset' }],
    [rule([{ kind: 'reset', when: 'after' }]), { ...answer, cut: 'reset' }],
    [rule([{ kind: 'truncate' }]), { ...answer, cut: { after: 6 } }],
    [rule([{ kind: 'truncate', bytes: 3 }]), { ...answer, cut: { after: 3 } }],
    [rule([{ kind: 'truncate', bytes: 5000 }]), { ...answer, cut: { after: 11 } }],
    [
      rule([{ kind: 'empty', status: 503 }]),
      { status: 503, headers: { 'request-id': 'r' }, body: undefined },
    ],
    [
      rule([{ kind: 'contentType', contentType: 'text/plain' }]),
      { ...answer, headers: { 'request-id': 'r', 'Content-Type': 'text/plain' } },
    ],
  ])('%j', (plan, want) => {
    expect(altered(plan)).toEqual(want)
  })

  test('an HTML page has its own status and content type, and no JSON', () => {
    const page = altered({ rules: [{ kind: 'html' }] })
    expect(page).toMatchObject({ status: 502, headers: { 'Content-Type': 'text/html; charset=utf-8' } })
    expect(page.body).toMatch(/^<!doctype html>/)
    expect(page.body).toContain('502 Bad Gateway')
    expect(altered({ rules: [{ kind: 'html', status: 200 }] }).status).toBe(200)
  })

  test('a truncated answer without a body is lost as a whole', () => {
    const noContent: WireAnswer = { status: 204, headers: {}, body: undefined }
    expect(altered({ rules: [{ kind: 'truncate' }] }, noContent)).toEqual({ ...noContent, cut: 'reset' })
  })

  test.each<[FaultPlan['rules'], boolean]>([
    [[{ kind: 'status', status: 503 }], true],
    [[{ kind: 'reset' }], true],
    [[{ kind: 'reset', when: 'after' }], false],
    [[{ kind: 'truncate' }], false],
    [[{ kind: 'empty', status: 500 }], true],
    [[{ kind: 'html', status: 200 }], true],
    [[{ kind: 'contentType', contentType: 'text/plain' }], false],
    [[{ kind: 'latency', latency: 1 }], false],
  ])('%j keeps the operation from running: %s', (rules, want) => {
    expect(new Faults(rule(rules)).next(exchange())?.problem !== undefined).toBe(want)
  })

  test('a status carries its code, its message and Retry-After', () => {
    const faults = new Faults({
      rules: [{ kind: 'status', status: 429, retryAfter: 7, code: '3000', message: 'Later.' }],
    })
    expect(faults.next(exchange())?.problem).toMatchObject({
      status: 429,
      title: 'Too Many Requests',
      detail: 'Later.',
      code: '3000',
      headers: { 'Retry-After': '7' },
    })
  })
})

describe('Prefer: delay', () => {
  test.each<[string, number | undefined, string | undefined, string | undefined]>([
    ['delay=50', 50, 'delay=50', 'Prefer: delay 50 ms'],
    ['return=minimal, delay=0', 0, 'delay=0', 'Prefer: delay 0 ms'],
    ['delay', undefined, undefined, 'Prefer: delay ignored, it takes 0 to 300000 milliseconds'],
    ['delay=-5', undefined, undefined, 'Prefer: delay ignored, it takes 0 to 300000 milliseconds'],
    ['delay=300001', undefined, undefined, 'Prefer: delay ignored, it takes 0 to 300000 milliseconds'],
    ['delay=1e3', undefined, undefined, 'Prefer: delay ignored, it takes 0 to 300000 milliseconds'],
    ['return=minimal', undefined, undefined, undefined],
  ])('%s', (prefer, delay, applied, why) => {
    const fault = new Faults().next(exchange({ prefer }))
    const result = fault?.alter?.(answer) ?? answer
    expect(result.delay).toBe(delay)
    expect(result.headers['Preference-Applied']).toBe(applied)
    expect(fault?.why).toBe(why)
  })

  test('joins what was applied before, and adds to the plan', () => {
    const faults = new Faults({ latency: 100 })
    const before = { ...answer, headers: { 'Preference-Applied': 'return=minimal' } }
    const fault = faults.next(exchange({ prefer: 'delay=50' }))
    expect(fault?.alter?.(before)).toMatchObject({
      delay: 150,
      headers: { 'Preference-Applied': 'return=minimal, delay=50' },
    })
    expect(fault?.why).toBe('fault: delay 100 ms; Prefer: delay 50 ms')
  })
})

test('a plan that is refused leaves the one before', () => {
  const faults = new Faults({ latency: 5 })
  expect(() => faults.set({ latency: -5 })).toThrow('latency')
  expect(faults.report()).toEqual({ latency: 5, rules: [] })
  faults.set({})
  faults.reset()
  expect(faults.report()).toEqual({ latency: 5, rules: [] })
})
