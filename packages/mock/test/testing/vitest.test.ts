import { test as base, describe, expect, test } from 'vitest'
import type { Mock } from '../../src/index.ts'
import { sessionOfTest, useMock } from '../../src/testing/vitest.ts'

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

describe.concurrent('tests at the same time', () => {
  const test = base.extend<{ mock: Mock }>({ mock: sessionOfTest('empty', { documents }) })
  let begun = 0
  let all = () => {}
  const together = new Promise<void>((resolve) => {
    all = resolve
  })

  test.for([1, 2, 3])(
    '%i of them creates as many customers and sees no others',
    async (count, { mock, expect }) => {
      for (let index = 0; index < count; index++) {
        const create = { method: 'POST', headers, body: `{"displayName":"${count}"}` }
        await mock.fetch('http://mock.test/beta/Customers', create)
      }
      begun++
      if (begun === 3) all()
      await together
      const answer = await mock.fetch('http://mock.test/beta/Customers', { headers })
      const { value } = (await answer.json()) as { value: { displayName: string }[] }
      expect(value.map(({ displayName }) => displayName)).toEqual(Array(count).fill(String(count)))
      expect(mock.requests({ operation: 'createCustomer' })).toHaveLength(count)
    },
  )
})
