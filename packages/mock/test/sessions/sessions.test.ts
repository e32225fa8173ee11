import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createLog, type LogLine, type Mock } from '../../src/index.ts'
import { mostSessions } from '../../src/server/sessions.ts'
import { askingMock, description } from '../ask.ts'
import { ownMock } from '../own-mock.ts'

const mock = ownMock()
let url = ''
beforeAll(async () => {
  url = (await mock.listen()).url
})
afterAll(() => mock.close())

/** Asks the server; the body is that of the answer. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
async function ask(line: string, body?: unknown, headers: Record<string, string> = {}): Promise<any> {
  const [method = 'GET', path = ''] = line.split(' ')
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: 'Bearer any', 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  }
}

const names = async (prefix = '', headers = {}) =>
  (await ask(`GET ${prefix}/beta/Customers`, undefined, headers)).body.value.map(
    ({ displayName }: { displayName: string }) => displayName,
  )

describe('worlds that do not meet', () => {
  test('records: by header, by prefix, and without a session', async () => {
    const before = await names()
    await ask('POST /beta/Customers', { displayName: 'Only in one' }, { 'Mock-Session': 'one' })
    await ask('POST /__session/two/beta/Customers', { displayName: 'Only in two' })
    expect(await names('/__session/one')).toEqual([...before, 'Only in one'])
    expect(await names('', { 'Mock-Session': 'two' })).toEqual([...before, 'Only in two'])
    expect(await names()).toEqual(before)
  })

  test('faults, clock and requests', async () => {
    await ask('PUT /__session/broken/__mock/faults', { rules: [{ kind: 'status', status: 503 }] })
    await ask('PUT /__session/broken/__mock/clock', { mode: 'fixed', time: '2030-01-01T00:00:00Z' })
    expect((await ask('GET /__session/broken/beta/Customers')).status).toBe(503)
    expect((await ask('GET /__session/whole/beta/Customers')).status).toBe(200)
    expect((await ask('GET /__session/whole/__mock/clock')).body.mode).toBe('running')
    const { body } = await ask('GET /__mock/requests', undefined, { 'Mock-Session': 'broken' })
    expect(body.requests.map(({ url, status }: { url: string; status: number }) => [url, status])).toEqual([
      ['/beta/Customers', 503],
    ])
  })

  test('a reset is of one session', async () => {
    await ask('POST /__session/kept/beta/Customers', { displayName: 'Kept' })
    await ask('POST /__session/left/beta/Customers', { displayName: 'Left' })
    expect((await ask('POST /__session/left/__mock/reset')).status).toBe(204)
    mock.reset()
    expect(await names('/__session/kept')).toContain('Kept')
    expect(await names('/__session/left')).not.toContain('Left')
  })

  test('the same requests get the same ids, whatever other sessions asked for', async () => {
    const create = async (session: string) =>
      (await ask(`POST /__session/${session}/beta/Customers`, { displayName: 'New' })).body.id
    const [first, second] = [await create('ids-1'), await create('ids-1')]
    expect([await create('ids-2'), await create('ids-2')]).toEqual([first, second])
  })

  test('a repeated MS-RequestId is answered anew in another session', async () => {
    const path = '/v1/customers/4bcb3a1b-34c9-4a5f-a3b3-a2f6b0c7f8d5/users'
    const user = { userPrincipalName: 'ada@contoso.example', displayName: 'Ada', usageLocation: 'NL' }
    const headers = { 'MS-RequestId': 'a3b3a2f6-0000-4000-8000-000000000001' }
    const first = await ask(`POST /__session/r1${path}`, user, headers)
    const other = await ask(`POST /__session/r2${path}`, user, headers)
    expect([first.status, other.status]).toEqual([201, 201])
    const { body } = await ask('GET /__session/r2/__mock/requests')
    expect(body.requests[0].why.join()).not.toContain('replayed')
  })

  test('answers in process, with the face of the mock', async () => {
    const session = mock.session('in-process')
    const create = askingMock(session)
    await create('POST /beta/Customers', { displayName: 'In process' })
    expect(await names('/__session/in-process')).toContain('In process')
    expect(session.requests()).toHaveLength(2)
    session.clock.set({ mode: 'fixed' })
    session.faults.set({ errorRate: 100 })
    expect(session.session('whole').clock.state().mode).toBe('running')
    session.load('empty')
    expect([
      session.clock.state().mode,
      session.faults.report(),
      await names('/__session/in-process'),
    ]).toEqual(['running', { rules: [] }, []])
    session.restore(mock.snapshot())
    expect(await names('/__session/in-process')).toEqual(await names())
    expect(session.explain()).toEqual(mock.explain())
    expect(session.apis()).toEqual(mock.apis())
  })

  test('a port of its own', async () => {
    const { url: own, close } = await mock.session('ported').listen()
    const headers = { authorization: 'Bearer any', 'content-type': 'application/json' }
    const body = JSON.stringify({ displayName: 'Through the port' })
    await fetch(`${own}/beta/Customers`, { method: 'POST', headers, body })
    await close()
    expect(await names('/__session/ported')).toContain('Through the port')
    expect(await names()).not.toContain('Through the port')
  })
})

describe('links in answers', () => {
  test('keep the prefix: next page and Location', async () => {
    const { body } = await ask('GET /__session/links/beta/Customers?$top=1')
    expect(body['@odata.nextLink']).toMatch(`${url}/__session/links/beta/Customers?`)
    expect(body['@odata.context']).toMatch(`${url}/__session/links/beta/$metadata`)
    const next = await ask(`GET ${body['@odata.nextLink'].slice(url.length)}`)
    expect(next.body.value).toHaveLength(1)
    const library = ownMock({ documents: [description('library.yaml')] })
    const created = await library.fetch('http://mock.test/__session/s/v2/books', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer any', 'x-api-key': 'any' },
      body: JSON.stringify({ title: 'A book', isbn: '9780000000001', language: 'en' }),
    })
    const location = created.headers.get('location') ?? ''
    expect([created.status, location]).toEqual([201, expect.stringMatching('^http://mock.test/__session/s/')])
    expect(
      (await library.fetch(location, { headers: { authorization: 'Bearer any', 'x-api-key': 'any' } }))
        .status,
    ).toBe(200)
    await library.close()
  })

  test('behind a proxy with a prefix of its own', async () => {
    const proxied = ownMock({ trustProxy: true })
    const answer = await proxied.fetch('http://mock.test/__session/s/beta/Customers?$top=1', {
      headers: {
        authorization: 'Bearer any',
        'X-Forwarded-Host': 'team.example',
        'X-Forwarded-Proto': 'https',
        'X-Forwarded-Prefix': '/mock',
      },
    })
    expect(((await answer.json()) as Record<string, string>)['@odata.nextLink']).toMatch(
      'https://team.example/mock/__session/s/beta/Customers',
    )
    await proxied.close()
  })

  test('with the header they stay as they are: the client sends it again', async () => {
    const { body } = await ask('GET /beta/Customers?$top=1', undefined, { 'Mock-Session': 'links' })
    expect(body['@odata.nextLink']).toMatch(`${url}/beta/Customers?`)
  })

  test('parts of a batch stay in the session', async () => {
    const requests = [
      {
        id: '1',
        method: 'POST',
        url: '/Customers',
        body: { displayName: 'In a batch' },
        headers: { 'content-type': 'application/json' },
      },
    ]
    expect((await ask('POST /__session/batched/beta/$batch', { requests })).body.responses[0].status).toBe(
      201,
    )
    expect(await names('/__session/batched')).toContain('In a batch')
    expect(await names()).not.toContain('In a batch')
  })
})

describe('names', () => {
  /** `fetch` would resolve dot segments. */
  const raw = (path: string, headers: Record<string, string> = {}) =>
    new Promise<number>((resolve, reject) => {
      request(`${url}/`, { path, headers: { authorization: 'Bearer any', ...headers } }, (incoming) => {
        incoming.resume()
        resolve(incoming.statusCode ?? 0)
      })
        .on('error', reject)
        .end()
    })

  test.each<[string, Record<string, string>, number]>([
    ['/__session/worker-1/beta/Customers', {}, 200],
    ['/__session/a.b_c~d-9/beta/Customers', { 'Mock-Session': 'a.b_c~d-9' }, 200],
    ['/__session/a/beta/Customers', { 'Mock-Session': 'b' }, 400],
    ['/beta/Customers', { 'Mock-Session': '' }, 400],
    ['/beta/Customers', { 'Mock-Session': 'a b' }, 400],
    ['/__session/a%20b/beta/Customers', {}, 400],
    ['/__session//beta/Customers', {}, 400],
    ['/__session/', {}, 400],
    ['/__session/../beta/Customers', {}, 400],
    [`/__session/${'n'.repeat(101)}/beta/Customers`, {}, 400],
    ['/__session/only-name', {}, 404],
    ['/__session/a/__session/b/beta/Customers', {}, 404],
    ['/__session/a/__mock/nothing', {}, 404],
    ['/__session/a%20b/__mock/state', {}, 400],
  ])('%s %j: %i', async (path, headers, status) => {
    expect(await raw(path, headers)).toBe(status)
  })

  test.each(['', 'a b', 'a/b', '..', 'n'.repeat(101)])('mock.session(%j) throws', (name) => {
    expect(() => mock.session(name)).toThrow('a session is named by up to 100 letters, digits and . _ ~ -')
  })

  test('a request that names two says which', async () => {
    const { body, headers } = await ask('GET /__session/a/beta/Customers', undefined, {
      'Mock-Session': 'b',
      Origin: 'http://localhost:5173',
    })
    expect(body.detail).toBe('The request names 2 sessions: "b", "a".')
    expect(headers.get('access-control-allow-origin')).toBe('http://localhost:5173')
  })
})

test('a page of another origin may send the header', async () => {
  const answer = await fetch(`${url}/beta/Customers`, {
    method: 'OPTIONS',
    headers: {
      Origin: 'http://localhost:5173',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'authorization, mock-session',
    },
  })
  expect([answer.status, answer.headers.get('access-control-allow-headers')]).toEqual([
    204,
    'authorization, mock-session',
  ])
})

describe('the end of a session', () => {
  afterEach(() => vi.useRealTimers())

  test('its name begins a new one', async () => {
    await ask('POST /__session/over/beta/Customers', { displayName: 'Over' })
    expect((await ask('DELETE /__session/over/__mock/session')).status).toBe(204)
    expect((await ask('DELETE /__mock/session', undefined, { 'Mock-Session': 'over' })).status).toBe(204)
    expect(await names('/__session/over')).not.toContain('Over')
    await mock.session('over').close()
    expect(mock.session('over').requests()).toEqual([])
  })

  test('without a name there is none to end', async () => {
    const { status, body } = await ask('DELETE /__mock/session')
    expect([status, body.detail]).toEqual([400, expect.stringContaining('Say which session ends')])
  })

  test(`one more than ${mostSessions} ends the one that was unused for longest`, async () => {
    const many = ownMock()
    const created = (name: string) =>
      askingMock(many.session(name))('POST /beta/Customers', { displayName: 'New' })
    await created('first')
    await created('second')
    for (let index = 2; index < mostSessions; index++) many.session(`session-${index}`).requests()
    many.session('first').requests()
    many.session('one-more').requests()
    expect([many.session('first').requests().length, many.session('second').requests().length]).toEqual([
      1, 0,
    ])
    await many.close()
  })

  test('after a day without use it is over', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-20T08:00:00Z') })
    const long = ownMock()
    await askingMock(long.session('colleague'))('GET /beta/Customers')
    vi.setSystemTime('2026-11-21T08:00:00Z')
    expect(long.session('colleague').requests()).toHaveLength(1)
    vi.setSystemTime('2026-11-22T08:00:01Z')
    const listed = await long.fetch('http://mock.test/__mock/sessions')
    expect(await listed.json()).toEqual({ sessions: [] })
    expect(long.session('colleague').requests()).toHaveLength(0)
    await long.close()
  })

  test('the list names those that there are', async () => {
    const listed = ownMock()
    listed.session('a').requests()
    listed.session('b').requests()
    listed.session('a').requests()
    const answer = await listed.fetch('http://mock.test/__mock/sessions')
    expect(await answer.json()).toMatchObject({ sessions: [{ name: 'b' }, { name: 'a' }] })
    await listed.close()
  })
})

describe('what is kept and told', () => {
  test('the state file holds only the main session, and others begin from the scenario', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'clientele-sessions-')), 'state.db')
    const options = { state: file, scenario: { state: { from: 'nothing' as const } } }
    const first = ownMock(options)
    await askingMock(first)('POST /beta/Customers', { displayName: 'Main' })
    await askingMock(first.session('s'))('POST /beta/Customers', { displayName: 'Session' })
    await first.close()
    const second = ownMock(options)
    const listed = async (of: Mock) =>
      (await askingMock(of)('GET /beta/Customers')).body.value.map(
        ({ displayName }: { displayName: string }) => displayName,
      )
    expect([await listed(second), await listed(second.session('s'))]).toEqual([['Main'], []])
    await second.close()
    rmSync(dirname(file), { recursive: true })
  })

  test('a line of the log names the session', async () => {
    const lines: LogLine[] = []
    const logged = ownMock({ log: (line) => lines.push(line) })
    await askingMock(logged)('GET /beta/Customers')
    await askingMock(logged.session('checkout'))('GET /beta/Customers')
    expect(lines.map(({ session }) => session)).toEqual([undefined, 'checkout'])
    const written = vi.fn()
    createLog('pretty', { write: written })(lines[1] as LogLine)
    await vi.waitFor(() => expect(written).toHaveBeenCalled())
    expect(written.mock.calls[0]?.[0]).toMatch(/^GET {4}\/beta\/Customers in checkout 200 /)
    await logged.close()
  })
})

describe('the start', () => {
  test('is the scenario of the mock, not what became of it', async () => {
    const started = ownMock({
      scenario: { clock: { mode: 'fixed', time: '2030-01-01T00:00:00Z' }, state: { from: 'nothing' } },
    })
    await askingMock(started)('POST /beta/Customers', { displayName: 'Later' })
    started.clock.set({ mode: 'running' })
    const session = started.session('s')
    expect(session.clock.state()).toEqual({ mode: 'fixed', time: '2030-01-01T00:00:00.000Z' })
    expect((await askingMock(session)('GET /beta/Customers')).body.value).toEqual([])
    await started.close()
  })

  test('faults of the options, each session with its own budget', async () => {
    const throttled = ownMock({ faults: { throttle: { requests: 1, seconds: 1000 } } })
    const statuses = async (name: string) => {
      const get = askingMock(throttled.session(name))
      return [(await get('GET /beta/Customers')).status, (await get('GET /beta/Customers')).status]
    }
    expect([await statuses('a'), await statuses('b')]).toEqual([
      [200, 429],
      [200, 429],
    ])
    await throttled.close()
  })
})

test('ten thousand records of a scenario are made once for all sessions, and changed in one only', async () => {
  const large = ownMock({ scenario: 'large' })
  const [one, other] = [large.session('one'), large.session('other')]
  const { body } = await askingMock(one)('GET /beta/Customers?$top=1&$count=true')
  const { id } = body.value[0]
  expect((await askingMock(one)(`DELETE /beta/Customers/${id}`)).status).toBe(204)
  expect((await askingMock(one)(`GET /beta/Customers/${id}`)).status).toBe(404)
  expect((await askingMock(other)(`GET /beta/Customers/${id}`)).status).toBe(200)
  one.reset()
  expect((await askingMock(one)(`GET /beta/Customers/${id}`)).status).toBe(200)
  await large.close()
})
