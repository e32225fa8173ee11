import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type ClientOptions, createGraphClient, createPartnerCenterClient } from '../src/index.ts'
import { CustomersId, customer_id, empty, json, lost, user_id } from './service.ts'

const timeout = 60_000

/** Ends the current attempt as its time limit would. */
let runOutOfTime = () => {}

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
  // Calls run one at a time, so the last time limit belongs to the current attempt.
  vi.stubGlobal('setTimeout', (callback: () => void, delay: number) => {
    if (delay === timeout) runOutOfTime = callback
    else queueMicrotask(callback)
  })
  vi.stubGlobal('clearTimeout', () => {})
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** What the caller gets instead of the service's answer. */
const accidents = {
  '401': () => empty(401),
  '429': () => empty(429),
  '502': () => empty(502),
  '503': () => empty(503),
  '504': () => empty(504),
  'lost connection': () => Promise.reject(lost()),
  'broken answer': () => new Response(new ReadableStream({ start: (body) => body.error(lost()) })),
  'time-out': () => {
    runOutOfTime()
    return new Promise<Response>(() => {})
  },
}

interface Fault {
  accident: keyof typeof accidents
  /** Before the service sees the request, or after it has carried it out. */
  when: 'before' | 'after'
}

const before = (['401', '429', '502', '503', '504', 'lost connection', 'time-out'] as const).map(
  (accident) => ({ accident, when: 'before' }) as Fault,
)
const after = (['502', '504', 'lost connection', 'broken answer', 'time-out'] as const).map(
  (accident) => ({ accident, when: 'after' }) as Fault,
)
/** A gateway may answer 503 although the request went through. Only a request id helps then. */
const lying: Fault = { accident: '503', when: 'after' }

function* ordersOf(faults: Fault[], length: number): Generator<Fault[]> {
  if (length === 0) return yield []
  for (const order of ordersOf(faults, length - 1)) {
    for (const fault of faults) yield [...order, fault]
  }
}

/** A service with one resource that POST creates, PATCH changes and DELETE removes; with or without request ids. */
function createModel(order: Fault[], knowsIds: boolean) {
  const answers = new Map<string, Response>()
  const faults = [...order]
  const state = { effects: 0, exists: true, name: 'old', gotThrough: false, attempts: 0 }
  const work = (method: string) => {
    if (method === 'POST') {
      state.effects++
      return json({ id: '1' }, 201)
    }
    if (!state.exists) return empty(404)
    if (method === 'DELETE' || state.name === 'old') state.effects++
    if (method === 'DELETE') state.exists = false
    state.name = 'new'
    return method === 'DELETE' ? empty(204) : json({ id: '1' })
  }
  const carryOut = ({ method, headers }: Request) => {
    const id = (knowsIds && headers.get('ms-requestid')) || crypto.randomUUID()
    const answer = answers.get(id) ?? work(method)
    answers.set(id, answer)
    return answer.clone()
  }
  const fetch = async (request: Request) => {
    state.attempts++
    const fault = faults.shift()
    if (fault?.when === 'before') return accidents[fault.accident]()
    const answer = carryOut(request)
    if (fault) return accidents[fault.accident]()
    state.gotThrough = true
    return answer
  }
  return { fetch, state }
}

const clientOptions = (fetch: ClientOptions['fetch']): ClientOptions => {
  let asked = 0
  return { token: () => `token-${++asked}`, timeout, ...(fetch && { fetch }) }
}

/** Whether renewed tokens and three retries are enough to get through. */
function isWithinBudget(order: Fault[]): boolean {
  const refusals = order.map(({ accident }) => accident === '401')
  const repeated = refusals.some((refused, index) => refused && refusals[index - 1])
  return !repeated && refusals.filter((refused) => !refused).length <= 3
}

type Call = (options: ClientOptions) => Promise<unknown>

async function run(call: Call, order: Fault[], knowsIds: boolean) {
  const { fetch, state } = createModel(order, knowsIds)
  const succeeded = await call(clientOptions(fetch)).then(
    () => true,
    () => false,
  )
  return { ...state, succeeded, order: order.map(({ accident, when }) => `${accident} ${when}`) }
}

/** All orders of up to three faults; of four, those with a 401: without one, the call ends before the fourth. */
function* allOrders(faults: Fault[], longest: number) {
  for (let length = 0; length <= longest; length++) {
    for (const order of ordersOf(faults, length)) {
      if (length < 4 || order.some(({ accident }) => accident === '401')) yield order
    }
  }
}

async function runAll(call: Call, faults: Fault[], longest: number, knowsIds: boolean) {
  const runs: (Awaited<ReturnType<typeof run>> & { isWithinBudget: boolean })[] = []
  for (const order of allOrders(faults, longest)) {
    runs.push({ ...(await run(call, order, knowsIds)), isWithinBudget: isWithinBudget(order) })
  }
  return runs
}

/** The first few runs that break a rule. */
const broken = (runs: Runs, breaks: (run: Runs[number]) => boolean) => runs.filter(breaks).slice(0, 3)

type Runs = Awaited<ReturnType<typeof runAll>>

const body = { displayName: 'Noor Haddad' }

describe('Partner Center, which carries out a request id once', () => {
  const faults = [...before, ...after, lying]
  const calls: { name: string; longest: number; orders: number; call: Call }[] = [
    {
      name: 'POST',
      longest: 4,
      orders: 10_205,
      call: (options) => createPartnerCenterClient(options).createCustomerUser({ customer_id, body }),
    },
    {
      name: 'PATCH',
      longest: 3,
      orders: 2_380,
      call: (options) =>
        createPartnerCenterClient(options).updateCustomerUser({ customer_id, user_id, body }),
    },
    {
      name: 'DELETE',
      longest: 3,
      orders: 2_380,
      call: (options) => createPartnerCenterClient(options).deleteCustomerUser({ customer_id, user_id }),
    },
  ]
  test.for(calls)('$name, all $orders orders of up to $longest faults', async ({ call, longest, orders }) => {
    const runs = await runAll(call, faults, longest, true)
    expect(runs).toHaveLength(orders)
    expect(broken(runs, ({ effects }) => effects > 1)).toEqual([])
    expect(broken(runs, ({ gotThrough, succeeded }) => gotThrough !== succeeded)).toEqual([])
    expect(broken(runs, ({ isWithinBudget, succeeded }) => isWithinBudget !== succeeded)).toEqual([])
  })
})

describe('Microsoft Graph, which has no request ids', () => {
  const faults = [...before, ...after]
  const isAfter = (order: string[]) => order.some((fault) => fault.endsWith('after'))

  test('POST, all 1885 orders of up to 3 faults: at most one effect, and none is repeated when in doubt', async () => {
    const runs = await runAll(
      (options) => createGraphClient(options).createCustomer({ body }),
      faults,
      3,
      false,
    )
    expect(runs).toHaveLength(1885)
    expect(broken(runs, ({ effects }) => effects > 1)).toEqual([])
    expect(broken(runs, ({ effects, succeeded }) => succeeded && effects !== 1)).toEqual([])
    const refused = (fault: string) => ['401 before', '429 before', '503 before'].includes(fault)
    const unfair = broken(
      runs,
      ({ order, isWithinBudget, succeeded }) => (isWithinBudget && order.every(refused)) !== succeeded,
    )
    expect(unfair).toEqual([])
  })

  test('PATCH, all 1885 orders: one change, and success when an attempt gets through', async () => {
    const call: Call = (options) => createGraphClient(options).updateCustomer({ CustomersId, body })
    const runs = await runAll(call, faults, 3, false)
    expect(runs).toHaveLength(1885)
    expect(broken(runs, ({ effects }) => effects > 1)).toEqual([])
    expect(broken(runs, ({ isWithinBudget, succeeded }) => isWithinBudget !== succeeded)).toEqual([])
  })

  test('DELETE, all 1885 orders: a repetition meets 404 when the first attempt was carried out', async () => {
    const runs = await runAll(
      (options) => createGraphClient(options).deleteCustomer({ CustomersId }),
      faults,
      3,
      false,
    )
    expect(runs).toHaveLength(1885)
    expect(broken(runs, ({ effects }) => effects > 1)).toEqual([])
    const unfair = broken(
      runs,
      ({ order, isWithinBudget, succeeded }) => (isWithinBudget && !isAfter(order)) !== succeeded,
    )
    expect(unfair).toEqual([])
  })
})
