import { describe, expect, test } from 'vitest'
import { planOfFlags } from '../../src/command/options.ts'
import { type FaultPlan, readFaultPlan } from '../../src/interceptors/fault-plan.ts'

describe('a plan that is taken as it is', () => {
  test.each<FaultPlan>([
    {},
    { latency: 0, errorRate: 0, rules: [] },
    { latency: { min: 100, max: 100 }, throttle: { requests: 1, seconds: 0.5 }, errorRate: 100 },
    { rules: [{ kind: 'status', status: 503, method: 'PATCH', count: 3 }] },
    { rules: [{ kind: 'status', status: 429, retryAfter: 0, code: '3000', message: 'Later.' }] },
    {
      rules: [{ kind: 'latency', latency: { min: 0, max: 300_000 }, api: 'graph-customers', percent: 12.5 }],
    },
    { rules: [{ kind: 'throttle', requests: 10, seconds: 1, operation: 'listCustomers' }] },
    { rules: [{ kind: 'reset' }, { kind: 'reset', when: 'after', method: ['POST', 'PATCH'] }] },
    { rules: [{ kind: 'truncate' }, { kind: 'truncate', bytes: 0, path: '/Customers/{id}' }] },
    { rules: [{ kind: 'empty', status: 500 }, { kind: 'html' }, { kind: 'html', status: 200, skip: 2 }] },
    { rules: [{ kind: 'contentType', contentType: 'text/plain; charset=utf-8' }] },
  ])('%j', (plan) => {
    expect(readFaultPlan(plan)).toEqual(plan)
  })
})

test('what a report adds may stay when it is edited and set again', () => {
  expect(readFaultPlan({ rules: [{ kind: 'reset', applied: 2 }] })).toEqual({ rules: [{ kind: 'reset' }] })
})

describe('what is wrong, where, and what is expected', () => {
  test.each<[unknown, string]>([
    [null, 'faults: must be an object.'],
    [[], 'faults: must be an object.'],
    [{ latencies: 5 }, 'faults: latencies is not known here; known are rules, throttle, errorRate, latency.'],
    [{ latency: '5' }, 'faults: latency must be milliseconds, or a range such as { min: 100, max: 400 }.'],
    [{ latency: -1 }, 'faults: latency must be a number from 0 to 300000.'],
    [{ latency: { min: 5, max: 4 } }, 'faults: latency must not have a min (5) above its max (4).'],
    [{ latency: { min: 5 } }, 'faults: latency needs the property max.'],
    [{ errorRate: 101 }, 'faults: errorRate must be a number from 0 to 100.'],
    [
      { throttle: { requests: 0, seconds: 1 } },
      'faults: throttle.requests must be a whole number of at least 1.',
    ],
    [{ rules: {} }, 'faults: rules must be a list.'],
    [
      { rules: [{}] },
      'faults: rules[0].kind must be status, latency, throttle, reset, truncate, empty, html or contentType.',
    ],
    [{ rules: [{ kind: 'constructor' }] }, 'faults: rules[0].kind must be status'],
    [{ rules: [{ kind: 'status' }] }, 'faults: rules[0] needs the property status.'],
    [{ rules: [{ kind: 'status', status: 200 }] }, 'rules[0].status must be a whole number from 400 to 599'],
    [
      { rules: [{ kind: 'reset', bytes: 5 }] },
      'rules[0].bytes is not known here; known are kind, when, method',
    ],
    [
      { rules: [{ kind: 'reset', path: 'Customers' }] },
      'rules[0].path must be a path that starts with a slash',
    ],
    [{ rules: [{ kind: 'reset', count: 0 }] }, 'rules[0].count must be a whole number of at least 1'],
    [{ rules: [{ kind: 'reset', method: ['GET', 5] }] }, 'rules[0].method[1] must be a method such as PATCH'],
    [
      { rules: [{ kind: 'contentType', contentType: 'text/plain; title=日本' }] },
      'rules[0].contentType must be a media type such as text/plain',
    ],
    [
      { rules: [{ kind: 'contentType', contentType: 'text/plain\r\nX-Evil: 1' }] },
      'rules[0].contentType must be a media type such as text/plain',
    ],
    [
      { latency: 'x', errorRate: 'y' },
      'latency must be milliseconds, or a range such as { min: 100, max: 400 }; errorRate',
    ],
  ])('%j', (plan, message) => {
    expect(() => readFaultPlan(plan)).toThrow(message)
  })
})

describe('options of the command', () => {
  test.each<[Parameters<typeof planOfFlags>[0], FaultPlan]>([
    [{}, {}],
    [{ latency: '200' }, { latency: 200 }],
    [{ latency: '100..400' }, { latency: { min: 100, max: 400 } }],
    [{ errorRate: '5' }, { errorRate: 5 }],
    [{ errorRate: '0.5%' }, { errorRate: 0.5 }],
    [{ throttle: '10/s' }, { throttle: { requests: 10, seconds: 1 } }],
    [{ throttle: '100/m' }, { throttle: { requests: 100, seconds: 60 } }],
    [
      { throttle: '30/10s', latency: '1' },
      { throttle: { requests: 30, seconds: 10 }, latency: 1 },
    ],
  ])('%j', (flags, plan) => {
    expect(planOfFlags(flags)).toEqual(plan)
  })

  test.each<[Parameters<typeof planOfFlags>[0], string]>([
    [
      { latency: 'slow' },
      '--latency: takes milliseconds such as 200, or a range such as 100..400, up to 300000, not "slow".',
    ],
    [{ latency: '400..100' }, 'not "400..100"'],
    [{ latency: '999999' }, 'not "999999"'],
    [{ errorRate: '150' }, '--error-rate: takes a percentage from 0 to 100, such as 5, not "150".'],
    [
      { throttle: '10' },
      '--throttle: takes requests and their window, such as 10/s, 100/m or 30/10s, not "10".',
    ],
    [{ throttle: '0/s' }, 'not "0/s"'],
    [{ throttle: '1/0s' }, 'not "1/0s"'],
  ])('%j', (flags, message) => {
    expect(() => planOfFlags(flags)).toThrow(message)
  })
})

test('plans are typed by their kinds', () => {
  const plans: FaultPlan[] = [
    { rules: [{ kind: 'status', status: 503, method: ['GET', 'PATCH'], count: 3 }] },
    // @ts-expect-error A status fault needs its status.
    { rules: [{ kind: 'status' }] },
    // @ts-expect-error Only truncated bodies have a number of bytes.
    { rules: [{ kind: 'reset', bytes: 5 }] },
    // @ts-expect-error There is no such kind.
    { rules: [{ kind: 'explosion' }] },
    // @ts-expect-error A range has both ends.
    { latency: { min: 5 } },
  ]
  const taken = plans.map((plan) => {
    try {
      readFaultPlan(plan)
      return true
    } catch {
      return false
    }
  })
  expect(taken).toEqual([true, false, false, false, false])
})
