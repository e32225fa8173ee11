import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMock, type Mock, readyScenarios, type Scenario, SettingsError } from '../../src/index.ts'
import { ownMock } from '../own-mock.ts'

const folder = mkdtempSync(join(tmpdir(), 'clientele-scenarios-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const start = new Date('2026-11-20T08:00:00Z')
const make = (options: Parameters<typeof ownMock>[0] = {}) => ownMock({ now: () => start, ...options })
const headers = { Authorization: 'Bearer any', 'Content-Type': 'application/json' }
const ask = (mock: Mock, path: string, init: RequestInit = {}) =>
  mock.fetch(`http://mock.test${path}`, { headers, ...init })
const json = async (mock: Mock, path: string, init?: RequestInit) => (await ask(mock, path, init)).json()
const put = (mock: Mock, path: string, body: unknown) =>
  ask(mock, path, {
    method: 'PUT',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: {},
  })

/** Ids that tell requests apart must not repeat, whatever the seed is. */
const ownToEachRequest = /^(?:client-request-id|request-id|ms-.*id|ms-cv)$/

/** Everything that a client sees of a mock: the same requests, byte for byte. */
async function everything(mock: Mock): Promise<string[]> {
  const create = { method: 'POST', body: JSON.stringify({ displayName: 'New' }) }
  const seen: string[] = []
  const look = async (path: string, init?: RequestInit) => {
    const answer = await ask(mock, path, init)
    const headers = [...answer.headers].filter(([name]) => !ownToEachRequest.test(name))
    seen.push(`${answer.status} ${JSON.stringify(headers)} ${await answer.text()}`)
  }
  await look('/beta/Customers?$count=true')
  await look('/beta/Customers', create)
  await look('/beta/Customers', create)
  await look('/beta/Customers?$top=2&$orderby=displayName')
  await look('/beta/customer', { method: 'PATCH', body: JSON.stringify({ tenantId: 'x' }) })
  await look('/v1/customers/4bcb3a1b-34c9-4a5f-a3b3-a2f6b0c7f8d5/users')
  await look('/__mock/faults', { headers: {} })
  await look('/__mock/clock', { headers: {} })
  await look('/__mock/requests', { headers: {} })
  return seen.map((line) => line.replaceAll(/"duration": [\d.]+|"(?:client-)?request-id":"[^"]+"/g, ''))
}

describe('built-in scenarios', () => {
  test('are these', () => expect(readyScenarios()).toEqual(['empty', 'large', 'throttled']))

  test('empty has nothing and stays so', async () => {
    const mock = make({ scenario: 'empty' })
    expect(await json(mock, '/beta/Customers')).toMatchObject({ value: [] })
    expect(await json(mock, '/v1/customers/4bcb3a1b-34c9-4a5f-a3b3-a2f6b0c7f8d5/users')).toMatchObject({
      totalCount: 0,
      items: [],
    })
    await ask(mock, '/beta/Customers', { method: 'POST', body: '{"displayName":"First"}' })
    expect((await json(mock, '/beta/Customers')).value).toHaveLength(1)
  })

  test('throttled answers five, then says when to come back', async () => {
    const mock = make({ scenario: 'throttled' })
    const { latency, throttle } = mock.faults.report()
    expect(latency).toEqual({ min: 100, max: 400 })
    mock.faults.set({ ...(throttle && { throttle }) })
    const statuses: number[] = []
    for (let time = 0; time < 6; time++) statuses.push((await ask(mock, '/beta/Customers')).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
    mock.clock.set({ advance: 'PT10S' })
    expect((await ask(mock, '/beta/Customers')).status).toBe(200)
  })

  test('large has ten thousand customers, the same ones for a seed', async () => {
    const mock = make({ scenario: 'large', seed: 3 })
    const page = await json(mock, '/beta/Customers?$count=true&$top=3&$skip=5000')
    expect(page['@odata.count']).toBe(10_000)
    const ids = mock.snapshot().collections.find(({ resource }) => resource === '/Customers')?.records
    expect(new Set(ids?.map(({ key }) => key)).size).toBe(10_000)
    mock.load('empty')
    mock.load('large')
    const again = await json(mock, '/beta/Customers?$count=true&$top=3&$skip=5000')
    expect(again).toEqual(page)
  })
})

test('a switch of scenarios leaves no trace: every answer is that of a fresh mock', async () => {
  const fresh = await everything(make({ scenario: 'empty' }))
  const mock = make({ scenario: 'throttled' })
  mock.faults.set({})
  await everything(mock)
  mock.clock.set({ mode: 'fixed', advance: 'P3D' })
  mock.faults.set({ errorRate: 100 })
  await everything(mock)
  mock.load('empty')
  expect(await everything(mock)).toEqual(fresh)
})

test('reset leaves no trace either, and goes back to what the mock began with', async () => {
  const scenario: Scenario = {
    faults: { rules: [{ kind: 'status', status: 503, count: 1, path: '/customer' }] },
  }
  const mock = make({ scenario })
  const first = await everything(mock)
  expect(await everything(mock)).not.toEqual(first)
  expect((await ask(mock, '/__mock/reset', { method: 'POST', headers: {} })).status).toBe(204)
  expect(await everything(mock)).toEqual(first)
})

describe("a scenario of one's own", () => {
  const yaml = `
description: One customer with one user.
state:
  from: nothing
  records:
    graph-customers:
      /Customers:
        - id: 52dde42a-e42a-52dd-2ae4-dd522ae4dd52
          displayName: Contoso
    partner-center-users:
      /customers/52DDE42A-E42A-52DD-2AE4-DD522AE4DD52/users:
        - id: a45f1416-3300-4f65-9e8d-f123b84aaa71
          userPrincipalName: ada@contoso.example
faults:
  rules:
    - { kind: status, status: 503, count: 1 }
clock:
  mode: fixed
  time: 2030-01-01T00:00:00Z
`
  const check = async (mock: Mock) => {
    expect((await ask(mock, '/beta/Customers')).status).toBe(503)
    expect((await json(mock, '/beta/Customers')).value).toMatchObject([{ displayName: 'Contoso' }])
    const users = await json(mock, '/v1/customers/52dde42a-e42a-52dd-2ae4-dd522ae4dd52/users')
    expect(users.items).toMatchObject([{ userPrincipalName: 'ada@contoso.example' }])
    expect(mock.clock.state()).toEqual({ mode: 'fixed', time: '2030-01-01T00:00:00.000Z' })
  }

  test('from a file', async () => {
    const file = join(folder, 'contoso.yaml')
    writeFileSync(file, yaml)
    await check(make({ scenario: file }))
  })

  test('by the control route, in YAML and in JSON', async () => {
    const mock = make()
    expect((await put(mock, '/__mock/state', yaml)).status).toBe(204)
    await check(mock)
    expect((await put(mock, '/__mock/state', { state: { from: 'nothing' } })).status).toBe(204)
    expect((await json(mock, '/beta/Customers')).value).toEqual([])
  })

  test('adds to the usual records unless it begins with nothing', async () => {
    const id = '52dde42a-e42a-52dd-2ae4-dd522ae4dd53'
    const records = { 'graph-customers': { '/customers': [{ id, displayName: 'Added' }] } }
    const mock = make({ scenario: { state: { records } } })
    const { value } = await json(mock, '/beta/Customers')
    expect(value.length).toBeGreaterThan(1)
    expect(value.at(-1)).toMatchObject({ displayName: 'Added' })
  })

  test('tops a collection up', async () => {
    const mock = make({
      scenario: { state: { from: 'nothing', count: { 'graph-customers': { '/Customers': 12 } } } },
    })
    expect((await json(mock, '/beta/Customers')).value).toHaveLength(12)
  })
})

describe('what does not fit is refused as a whole', () => {
  const mock = make()
  const nothing = { state: { from: 'nothing' } }
  test.each<[unknown, string]>([
    ['', 'A body in JSON or YAML is missing.'],
    ['{"state":', 'The body is not valid JSON'],
    ['state: [', 'The body is not valid YAML'],
    ['just text', 'scenario: must be an object.'],
    [
      { scenario: 'nope' },
      'scenario: "nope" is not a built-in scenario; built in are empty, large or throttled.',
    ],
    [{ scenario: '/etc/passwd' }, 'is not a built-in scenario'],
    [{ scenario: 'empty', faults: {} }, 'faults is not known here; known are scenario.'],
    [
      { stat: {} },
      'scenario: stat is not known here; known are description, state, faults, clock, answers, tokens.',
    ],
    [{ ...nothing, faults: { latency: -1 } }, 'scenario: faults.latency must be a number from 0 to 300000.'],
    [{ ...nothing, clock: { mode: 'x' } }, 'scenario: clock.mode must be running or fixed.'],
    [{ state: { from: 'seeds' } }, 'scenario: state.from must be seed or nothing.'],
    [{ state: { count: { other: { '/a': 1 } } } }, 'state: state.count.other is not loaded; loaded are'],
    [
      { state: { count: { 'graph-customers': { '/Nope': 1 } } } },
      '"/Nope" leads to no collection of graph-customers',
    ],
    [
      { state: { records: { 'graph-customers': { '/Customers': [{ displayName: 'x' }] } } } },
      'state.records.graph-customers["/Customers"][0] needs its key in the property id',
    ],
    [{ collections: [] }, 'snapshot: needs the property format.'],
    [{ format: 2, collections: [] }, 'snapshot: format must be 1, the format this version knows.'],
    [
      { format: 1, collections: [{ api: 'other', resource: '/a', parents: [], records: [] }] },
      'collections[0].api is not loaded',
    ],
    [
      {
        format: 1,
        collections: [{ api: 'graph-customers', resource: '/Customers', parents: ['1'], records: [] }],
      },
      'collections[0].parents must have 0 keys for /Customers',
    ],
    [
      {
        format: 1,
        collections: [
          {
            api: 'graph-customers',
            resource: '/Customers',
            parents: [],
            records: [
              { key: 'a', value: {} },
              { key: 'a', value: [] },
            ],
          },
        ],
      },
      'collections[0].records[1].value must be an object; collections[0].records[1].key is the key of an earlier record too',
    ],
  ])('%j', async (body, message) => {
    const before = await everything(make())
    mock.reset()
    const answer = await put(mock, '/__mock/state', body)
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(((await answer.json()) as { detail: string }).detail).toContain(message)
    expect(await everything(mock)).toEqual(before)
  })
})

describe('a snapshot', () => {
  test('brings everything back, versions included', async () => {
    const mock = make()
    const [first] = (await json(mock, '/beta/Customers')).value
    const change = { method: 'PATCH', body: '{"displayName":"Changed"}' }
    const changed = await json(mock, `/beta/Customers/${first.id}`, change)
    const saved = JSON.parse(JSON.stringify(mock.snapshot()))
    mock.reset()
    expect(await json(mock, `/beta/Customers/${first.id}`)).not.toEqual(changed)
    mock.restore(saved)
    expect(mock.snapshot()).toEqual(saved)
    expect((await json(mock, `/beta/Customers/${first.id}`)).displayName).toBe('Changed')
  })

  test('that was written by hand is everything there is', async () => {
    const mock = make()
    const records = [{ key: 'c1', value: { id: 'c1', displayName: 'Only one' } }]
    mock.restore({
      format: 1,
      collections: [{ api: 'graph-customers', resource: '/Customers', parents: [], records }],
    })
    expect((await json(mock, '/beta/Customers')).value).toMatchObject([{ id: 'c1', displayName: 'Only one' }])
    const users = await json(mock, '/v1/customers/4bcb3a1b-34c9-4a5f-a3b3-a2f6b0c7f8d5/users')
    expect(users.totalCount).toBe(0)
  })
})

describe('before descriptions from elsewhere are there', () => {
  const description = readFileSync(new URL('../state/notes.yaml', import.meta.url))
  const server = createServer((_request, answer) => answer.end(description))
  let documents: string[]
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    documents = [`http://127.0.0.1:${(server.address() as AddressInfo).port}/notes.yaml`]
  })
  afterAll(() => server.close())

  const filled = (notes: number): Scenario => ({
    state: { from: 'nothing', count: { notes: { '/notes': notes } } },
  })
  const status = async (mock: Mock) => (await mock.fetch('http://127.0.0.1/notes')).status
  const noMatch = 'loaded are notes.'

  test('the scenario of the start waits', async () => {
    expect(await json(createMock({ documents, scenario: filled(4) }), '/notes')).toHaveLength(4)
    await expect(createMock({ documents, scenario: 'large' }).ready()).rejects.toThrow(noMatch)
  })

  test('so does one that is loaded', async () => {
    const mock = createMock({ documents })
    mock.load(filled(4))
    expect(await json(mock, '/notes')).toHaveLength(4)
    mock.load(filled(0))
    expect(await json(mock, '/notes')).toHaveLength(0)
    const strange = createMock({ documents })
    strange.load('large')
    await expect(strange.ready()).rejects.toThrow(noMatch)
  })

  test('and one that a session loads', async () => {
    const mock = createMock({ documents, scenario: filled(2) })
    const session = mock.session('checkout')
    session.load(filled(4))
    expect(await json(session, '/notes')).toHaveLength(4)
    expect(await json(mock.session('other'), '/notes')).toHaveLength(2)
    expect(await json(mock, '/notes')).toHaveLength(2)
    const strange = createMock({ documents })
    strange.session('checkout').load('large')
    await expect(strange.ready()).rejects.toThrow(noMatch)
  })

  const world = {
    ...filled(2),
    faults: { rules: [{ kind: 'status', status: 500 } as const] },
    clock: { mode: 'fixed', time: '2030-01-01T00:00:00Z' },
    answers: [{ operation: 'listNotes', status: 299 }],
  } satisfies Scenario
  const time = '2031-05-05T00:00:00.000Z'

  test.each([
    ['the mock', (mock: Mock) => mock],
    ['a session', (mock: Mock) => mock.session('checkout')],
  ])('faults, clock and own answers that are set stay set, for %s', async (_, of) => {
    for (const options of [{}, { scenario: world }, { answers: world.answers, faults: world.faults }]) {
      const mock = createMock({ documents, ...options })
      const { faults, clock, answers } = of(mock)
      faults.set({ rules: [{ kind: 'status', status: 503, count: 1 }] })
      clock.set({ mode: 'fixed', time })
      answers.set([{ operation: 'listNotes', status: 298 }])
      expect(answers.report()).toMatchObject([{ operation: 'listNotes', used: 0 }])
      expect([await status(of(mock)), await status(of(mock))]).toEqual([503, 298])
      expect(of(mock).clock.state().time).toBe(time)
      expect(answers.report()).toMatchObject([{ used: 1, warnings: [expect.stringContaining('298')] }])
    }
  })

  test('what comes last counts', async () => {
    const mock = createMock({ documents })
    mock.faults.set({ rules: [{ kind: 'status', status: 503 }] })
    mock.answers.set([{ operation: 'listNotes', status: 298 }])
    mock.clock.set({ mode: 'fixed', time })
    mock.load({ ...world, faults: {} })
    expect([await status(mock), mock.clock.state().time]).toEqual([299, '2030-01-01T00:00:00.000Z'])

    const other = createMock({ documents, scenario: world })
    other.faults.set({ rules: [{ kind: 'status', status: 503 }] })
    other.reset()
    expect([await status(other), other.clock.state().time]).toEqual([500, '2030-01-01T00:00:00.000Z'])
  })

  test('records that are restored wait, and what begins later has those of the start', async () => {
    const [ready, mock] = [createMock({ documents }), createMock({ documents, scenario: filled(2) })]
    await ready.ready()
    ready.load(filled(3))
    mock.restore(ready.snapshot())
    expect(await json(mock, '/notes')).toHaveLength(3)
    expect(await json(mock.session('later'), '/notes')).toHaveLength(2)
  })

  test('mistakes are reported at once if possible, else when the descriptions are loaded', async () => {
    const mock = createMock({ documents })
    expect(() => mock.answers.set([{ operation: 'listNotes' }])).toThrow('needs a status or a body')
    expect(() => mock.restore({ format: 1 } as never)).toThrow(SettingsError)
    mock.answers.set([{ operation: 'listNote', status: 298 }])
    await expect(mock.ready()).rejects.toThrow('did you mean listNotes?')
    await expect(status(mock)).rejects.toThrow('did you mean listNotes?')
  })
})

test('a snapshot may be larger than the body of any other request', async () => {
  const mock = make({ scenario: 'empty' })
  const note = 'x'.repeat(1024)
  const records = Array.from({ length: 6000 }, (_, index) => ({
    key: `c${index}`,
    value: { id: `c${index}`, note },
  }))
  const snapshot = {
    format: 1,
    collections: [{ api: 'graph-customers', resource: '/Customers', parents: [], records }],
  }
  expect(JSON.stringify(snapshot).length).toBeGreaterThan(5 * 1024 * 1024)
  expect((await put(mock, '/__mock/state', snapshot)).status).toBe(204)
  const { url } = await mock.listen()
  const over = await fetch(`${url}/__mock/state`, { method: 'PUT', body: JSON.stringify(snapshot) })
  expect(over.status).toBe(204)
  expect(mock.snapshot().collections.find(({ resource }) => resource === '/Customers')?.records).toHaveLength(
    6000,
  )
  await mock.close()
})

describe('with a state file', () => {
  test('a scenario fills a new file; later starts go on with the records, and with its faults', async () => {
    const state = join(folder, 'kept.db')
    const scenario: Scenario = { state: { from: 'nothing' }, faults: { latency: 1 } }
    const first = make({ state, scenario })
    await ask(first, '/beta/Customers', { method: 'POST', body: '{"displayName":"Kept"}' })
    await first.close()
    const second = make({ state, scenario })
    expect((await json(second, '/beta/Customers')).value).toMatchObject([{ displayName: 'Kept' }])
    expect(second.faults.report().latency).toBe(1)
    second.reset()
    expect((await json(second, '/beta/Customers')).value).toEqual([])
    await second.close()
    await second.close()
  })

  test('a mock that cannot be made lets go of the file', async () => {
    const state = join(folder, 'free.db')
    expect(() => make({ state, scenario: { state: { count: { nope: {} } } } })).toThrow('nope is not loaded')
    await make({ state }).close()
  })
})
