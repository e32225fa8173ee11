import { describe, expect, test } from 'vitest'
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
