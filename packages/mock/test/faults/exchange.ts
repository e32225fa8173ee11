import type { Exchange } from '../../src/exchange/exchange.ts'
import { parsePrefer } from '../../src/exchange/message.ts'
import { type Clock, MockClock } from '../../src/store/clock.ts'

interface Given {
  method?: string
  path?: string
  basePath?: string
  operation?: string
  api?: string
  letterCase?: 'any' | 'exact'
  prefer?: string
  clock?: Clock
}

/** As much of an exchange as faults look at. */
export function exchange(given: Given = {}): Exchange {
  const { method = 'GET', path = '/beta/Customers', basePath = '/beta', operation = 'listCustomers' } = given
  const { api = 'graph-customers', letterCase = 'any', clock = new MockClock() } = given
  return {
    request: { method, path, search: '', origin: 'http://127.0.0.1', headers: {}, body: undefined },
    basePath,
    operation: { id: operation },
    api: { name: api, settings: { letterCase } },
    prefer: parsePrefer(given.prefer),
    clock,
  } as unknown as Exchange
}
