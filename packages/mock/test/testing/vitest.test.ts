import { describe, expect, test } from 'vitest'
import { useMock } from '../../src/testing/vitest.ts'

const documents = ['graph-customers', 'partner-center-users'].map(
  (name) => new URL(`../../../../specs/dist/${name}.yaml`, import.meta.url),
)
const headers = { Authorization: 'Bearer any', 'Content-Type': 'application/json' }

describe('with a scenario', () => {
  const mock = useMock('empty', { documents })
  const customers = async () => {
    const answer = await mock.fetch('http://mock.test/beta/Customers', { headers })
    return ((await answer.json()) as { value: unknown[] }).value
  }

  test('a test changes state, faults and clock', async () => {
    expect(await customers()).toEqual([])
    const create = { method: 'POST', headers, body: '{"displayName":"Contoso"}' }
    await mock.fetch('http://mock.test/beta/Customers', create)
    expect(await customers()).toHaveLength(1)
    mock.clock.set({ mode: 'fixed', time: '2030-01-01T00:00:00Z' })
    mock.faults.set({ errorRate: 100 })
  })

  test('the next one sees nothing of it', async () => {
    expect(mock.requests()).toEqual([])
    expect(mock.clock.state().mode).toBe('running')
    expect(mock.faults.report()).toEqual({ rules: [] })
    expect(await customers()).toEqual([])
  })
})

describe('without one', () => {
  const mock = useMock(undefined, { documents, count: 4 })

  test('tests begin with the records of every mock', async () => {
    const answer = await mock.fetch('http://mock.test/beta/Customers', { headers })
    expect(((await answer.json()) as { value: unknown[] }).value.length).toBeGreaterThan(3)
  })
})
