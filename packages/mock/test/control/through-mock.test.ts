import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ownMock } from '../own-mock.ts'

const mock = ownMock()
const { url, port } = await mock.listen()
afterAll(() => mock.close())
afterEach(() => mock.reset())

const description = parse(readFileSync(new URL('../../control/openapi.yaml', import.meta.url), 'utf8'))
const ajv = new Ajv2020({ strict: false })
formats.default(ajv)
ajv.addSchema(description, 'control')

/** Every answer of a control route is checked with the description. */
async function control(method: string, path: string, body?: unknown): Promise<Response> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
  const answer = await fetch(`${url}${path}`, init)
  const described = description.paths[path]?.[method.toLowerCase()]?.responses[answer.status]
  if (!described) return answer
  const { content } = described.$ref
    ? description.components.responses[described.$ref.split('/').at(-1)]
    : described
  if (content) {
    const mediaType = answer.headers.get('content-type') ?? ''
    const validate = ajv.compile({ $ref: `control${content[mediaType].schema.$ref}` })
    expect(validate(await answer.clone().json()) ? [] : validate.errors).toEqual([])
  }
  return answer
}

describe('answers are as described', () => {
  test.each<[string, string, number, unknown?]>([
    ['GET', '/__mock/state', 200],
    ['PUT', '/__mock/state', 204, { scenario: 'empty' }],
    ['PUT', '/__mock/state', 400, { scenario: 'nope' }],
    ['GET', '/__mock/faults', 200],
    ['PUT', '/__mock/faults', 200, { rules: [{ kind: 'reset', count: 1 }], latency: 1 }],
    ['PUT', '/__mock/faults', 400, { rules: [{ kind: 'status', status: 99 }], latency: -1 }],
    ['GET', '/__mock/answers', 200],
    ['PUT', '/__mock/answers', 200, [{ operation: 'listCustomers', body: { value: [{ id: 5 }] } }]],
    ['PUT', '/__mock/answers', 400, [{ operation: 'listCustomer', status: 200 }]],
    ['GET', '/__mock/clock', 200],
    ['PUT', '/__mock/clock', 200, { mode: 'fixed', advance: 'P1D' }],
    ['PUT', '/__mock/clock', 400, { advance: 'tomorrow' }],
    ['GET', '/__mock/requests', 200],
    ['GET', '/__mock/sessions', 200],
    ['DELETE', '/__mock/session', 400],
    ['POST', '/__mock/reset', 204],
  ])('%s %s %i', async (method, path, status, body) => {
    await fetch(`${url}/beta/Customers?$top=1`, { headers: { Authorization: 'Bearer any' } })
    expect((await control(method, path, body)).status).toBe(status)
  })

  test.each([
    ['POST', '/__mock/state', 405, 'GET, PUT'],
    ['DELETE', '/__mock/reset', 405, 'POST'],
    ['OPTIONS', '/__mock/faults', 204, 'GET, PUT'],
    ['GET', '/__mock/nothing', 404, null],
    ['GET', '/__mock/panel/nothing.js', 404, null],
    ['GET', '/__mock/panel/../server/mock.js', 404, null],
    ['POST', '/__mock/', 404, null],
    ['GET', '/__mock/constructor', 404, null],
  ])('%s %s %i', async (method, path, status, allow) => {
    const answer = await control(method, path)
    expect([answer.status, answer.headers.get('allow')]).toEqual([status, allow])
  })

  test('every mistake is named by its place', async () => {
    const answer = await control('PUT', '/__mock/faults', {
      rules: [{ kind: 'status', status: 99 }],
      latency: -1,
    })
    expect(await answer.json()).toMatchObject({
      errors: [
        { at: 'rules[0].status', message: 'must be a whole number from 400 to 599' },
        { at: 'latency', message: 'must be a number from 0 to 300000' },
      ],
    })
  })
})

test('a reset to a scenario that no longer fits says so, and the server goes on', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'clientele-scenario-')), 'scenario.yaml')
  writeFileSync(file, 'description: Fine.')
  const changed = ownMock({ scenario: file })
  const { url: address } = await changed.listen()
  writeFileSync(file, 'state: { from: nowhere }')
  const answer = await fetch(`${address}/__mock/reset`, { method: 'POST' })
  expect(answer.status).toBe(409)
  expect(await answer.json()).toMatchObject({ errors: [{ at: 'state.from' }] })
  expect((await fetch(`${address}/__mock/clock`)).status).toBe(200)
  await changed.close()
  rmSync(dirname(file), { recursive: true })
})

describe('pages of other origins', () => {
  /** `fetch` does not let a test say these headers. */
  const raw = (headers: Record<string, string>, method = 'GET', path = '/__mock/state') =>
    new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
      const outgoing = request({ port, path, method, headers }, (incoming) => {
        incoming.resume()
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers })
      })
      outgoing.on('error', reject).end()
    })

  test.each<[Record<string, string>, number]>([
    [{ Host: `127.0.0.1:${port}` }, 200],
    [{ Host: `localhost:${port}`, Origin: `http://localhost:${port}` }, 200],
    [{ Host: 'evil.example' }, 403],
    [{ Host: `127.0.0.1:${port}`, Origin: 'http://localhost:5173' }, 403],
    [{ Host: `127.0.0.1:${port}`, Origin: 'null' }, 403],
    [{ Host: `127.0.0.1:${port}`, 'Sec-Fetch-Site': 'same-site' }, 403],
  ])('%j: %i, without any CORS header', async (headers, status) => {
    const answer = await raw(headers)
    expect(answer.status).toBe(status)
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  test('get no preflight, and change nothing', async () => {
    const headers = { Origin: 'http://localhost:5173', 'Access-Control-Request-Method': 'PUT' }
    expect(await raw(headers, 'OPTIONS')).toMatchObject({ status: 403 })
    mock.clock.set({ mode: 'fixed' })
    expect((await raw({ Origin: 'http://localhost:5173' }, 'POST', '/__mock/reset')).status).toBe(403)
    expect(mock.clock.state().mode).toBe('fixed')
  })
})

describe('requests', () => {
  test('say how each was answered and why, without secrets', async () => {
    mock.faults.set({ rules: [{ kind: 'status', status: 503, count: 1, method: 'POST' }] })
    const path = '/v1/customers/4bcb3a1b-34c9-4a5f-a3b3-a2f6b0c7f8d5/users?access_token=abc&size=5'
    const body = {
      userPrincipalName: 'ada@contoso.example',
      passwordProfile: { password: 'geheim', forceChangePassword: true },
    }
    const headers = {
      Authorization: 'Bearer s3cret',
      'Content-Type': 'application/json',
      Cookie: 'sid=s3cret',
    }
    await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    await fetch(`${url}/nowhere`)
    const text = await (await control('GET', '/__mock/requests')).text()
    expect(text).not.toMatch(/s3cret|geheim|abc/)
    const { requests } = JSON.parse(text)
    expect(requests).toMatchObject([
      {
        number: 1,
        method: 'POST',
        status: 503,
        headers: { authorization: '(left out)', cookie: '(left out)' },
        body: { userPrincipalName: 'ada@contoso.example', passwordProfile: { password: '(left out)' } },
        why: expect.arrayContaining(['fault: status 503, 1 of 1']),
      },
      { number: 2, method: 'GET', url: '/nowhere', status: 404 },
    ])
  })

  test('are the last 200, in their order', async () => {
    for (let number = 0; number < 205; number++) await mock.fetch(`http://mock.test/nowhere/${number}`)
    const urls = mock.requests().map((record) => record.url)
    expect([urls.length, urls[0], urls.at(-1)]).toEqual([200, '/nowhere/5', '/nowhere/204'])
    expect(mock.requests()[0]?.number).toBe(6)
  })
})
