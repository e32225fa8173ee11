import { test as base, expect } from '@playwright/test'
import { createMock } from '../../../src/index.ts'
import { type SharedFixtures, useSession } from '../../../src/testing/playwright.ts'

const documents = [new URL('../../../../../specs/dist/graph-customers.yaml', import.meta.url)]
const mock = createMock({ documents, controlToken: 's3cret' })
const { url } = await mock.listen()

const test = base.extend<SharedFixtures>(useSession(url, { scenario: 'empty', controlToken: 's3cret' }))
test.afterAll(() => mock.close())

const json = { Authorization: 'Bearer any', 'Content-Type': 'application/json' }
const names = async (address: string, headers = {}) => {
  const answer = await fetch(`${address}/beta/Customers`, { headers: { ...json, ...headers } })
  return ((await answer.json()) as { value: { displayName: string }[] }).value.map(
    ({ displayName }) => displayName,
  )
}

for (const name of ['One', 'Two'])
  test(`${name} has a session of a shared mock to itself`, async ({ session }) => {
    const body = JSON.stringify({ displayName: name })
    await fetch(`${session.url}/beta/Customers`, { method: 'POST', headers: json, body })
    expect(await names(session.url)).toEqual([name])
    expect(await names(url, session.headers)).toEqual([name])
    await session.control('PUT clock', { mode: 'fixed' })
    expect(await session.control('GET clock')).toMatchObject({ mode: 'fixed' })
    await expect(session.control('PUT clock', { mode: 'no' })).rejects.toThrow('must be running or fixed')
    expect(await names(url)).not.toContain(name)
    expect(mock.session('other').clock.state().mode).toBe('running')
  })
