import { describe, expect, test } from 'vitest'
import type { StoreSnapshot } from '../../src/index.ts'
import { refuseForeign } from '../../src/server/control.ts'
import { ownMock } from '../own-mock.ts'

const refused = (headers: Record<string, string>, listening = '127.0.0.1') => {
  const request = { method: 'GET', path: '/', search: '', origin: '', headers, body: undefined }
  return refuseForeign(request, listening)?.detail
}

describe('answered', () => {
  test.each<[Record<string, string>, string?]>([
    [{}],
    [{ host: '127.0.0.1:4010' }],
    [{ host: 'localhost:4010' }],
    [{ host: 'LOCALHOST' }],
    [{ host: 'mock.localhost:4010' }],
    [{ host: '[::1]:4010' }],
    [{ host: 'localhost:4010', origin: 'http://localhost:4010', 'sec-fetch-site': 'same-origin' }],
    [{ host: 'localhost:4010', 'sec-fetch-site': 'none' }],
    [{ host: '10.0.0.5:4010' }, '0.0.0.0'],
    [{ host: 'mock:4010' }, '0.0.0.0'],
    [{ host: '[fd00::1]:4010' }, '::'],
    [{ host: 'mock.example.com:4010' }, 'mock.example.com'],
  ])('%j when listening on %s', (headers, listening) => {
    expect(refused(headers, listening)).toBeUndefined()
  })
})

describe('refused', () => {
  test.each<[Record<string, string>, string, string?]>([
    [{ host: 'evil.example' }, 'Host "evil.example"'],
    [{ host: 'localhost.evil.example:4010' }, 'Host'],
    [{ host: '127.0.0.1.evil.example' }, 'Host'],
    [{ host: '10.0.0.5:4010' }, 'Host'],
    [{ host: 'mock:4010' }, 'Host'],
    [{ host: 'evil.example' }, 'Host', '0.0.0.0'],
    [{ host: '' }, 'Host'],
    [
      { host: 'localhost:4010', origin: 'http://localhost:5173' },
      'of another origin, such as "http://localhost:5173"',
    ],
    [{ host: 'localhost:4010', origin: 'http://127.0.0.1:4010' }, 'of another origin'],
    [{ host: 'localhost:4010', origin: 'null' }, 'of another origin'],
    [{ origin: 'http://localhost:5173' }, 'of another origin'],
    [{ host: 'localhost:4010', 'sec-fetch-site': 'cross-site' }, 'Sec-Fetch-Site: "cross-site"'],
    [{ host: 'localhost:4010', 'sec-fetch-site': 'same-site' }, 'Sec-Fetch-Site'],
  ])('%j', (headers, message, listening) => {
    expect(refused(headers, listening)).toContain(message)
  })
})

describe('bodies for the control routes', () => {
  test.each<[string, string, number, Record<string, string>, boolean, number]>([
    ['PUT of a foreign page', 'PUT /__mock/state', 403, { origin: 'https://evil.example' }, true, 1],
    ['PUT to a foreign Host', 'PUT /__mock/state', 403, { host: 'evil.example' }, true, 1],
    ['PUT where nothing is', 'PUT /__mock/nothing', 404, {}, true, 1],
    ['POST, which takes no body', 'POST /__mock/reset', 204, {}, true, 1],
    ['PUT of the mock itself', 'PUT /__mock/state', 413, {}, true, 65],
    ['PUT with the routes turned off', 'PUT /__mock/state', 404, {}, false, 5],
  ])('%s: %s is answered %i after so many MiB', async (_, line, status, headers, control, read) => {
    const mock = ownMock({ control })
    const [method = '', path = ''] = line.split(' ')
    let pulled = 0
    const endless = new ReadableStream(
      {
        pull(controller) {
          pulled++
          controller.enqueue(new Uint8Array(1024 * 1024))
        },
      },
      { highWaterMark: 0 },
    )
    const init = { method, headers, body: endless, duplex: 'half' } as RequestInit
    const response = await mock.fetch(`http://mock.test${path}`, init)
    expect([response.status, pulled]).toEqual([status, read])
  })
})

describe('control bodies that only cost time or stack', () => {
  const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
  const record = (value: string) =>
    `{"format":1,"collections":[{"api":"graph-customers","resource":"/Customers","parents":[],"records":[{"key":"x","value":${value}}]}]}`
  const anchors = Array.from({ length: 300_000 }, (_, index) => `a${index}: &x${index} 1`).join('\n')
  test.each([
    ['a snapshot of 64 levels in a record', '/__mock/state', record(nested(64)), 204, ''],
    ['a snapshot of 100,000 levels', '/__mock/state', record(nested(100_000)), 400, 'deeper than 100 levels'],
    ['answers of 100,000 levels', '/__mock/answers', `[${nested(100_000)}]`, 400, 'deeper than 100 levels'],
    ['YAML of 100,000 levels', '/__mock/state', '- '.repeat(100_000), 400, 'maxDepth'],
    ['YAML of 5 MB', '/__mock/state', anchors, 413, 'Send a larger one as JSON'],
    ['YAML with 100,000 unknown names', '/__mock/state', anchors.slice(0, 2_000_000), 400, 'and 80 more'],
    ['a million records for a collection', '/__mock/state', countOf(1_000_000), 400, 'from 0 to 100000'],
  ])('%s', async (_, path, body, status, message) => {
    const mock = ownMock()
    const put = (text: string) => mock.fetch(`http://127.0.0.1${path}`, { method: 'PUT', body: text })
    const answer = await put(body)
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(message)])
    expect((await mock.fetch('http://127.0.0.1/__mock/state')).status).toBe(200)
  })

  test('a snapshot of 100,000 levels that a program restores', () => {
    const snapshot = JSON.parse(record(nested(100_000))) as StoreSnapshot
    expect(() => ownMock().restore(snapshot)).toThrow('must not nest deeper than 100 levels')
  })

  function countOf(records: number): string {
    return JSON.stringify({ state: { count: { 'graph-customers': { '/Customers': records } } } })
  }
})
