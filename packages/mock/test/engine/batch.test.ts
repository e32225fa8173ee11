import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Mock } from '../../src/index.ts'
import { ownMock } from '../own-mock.ts'

let mock: Mock

beforeEach(() => {
  mock = ownMock()
})

afterEach(() => mock.close())

const send = async (body: unknown, path = '/beta/$batch', headers = {}) => {
  const answer = await mock.fetch(`http://127.0.0.1${path}`, {
    method: 'POST',
    headers: { Authorization: 'Bearer any', 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: answer.status, body: await answer.json() }
}

const json = { 'Content-Type': 'application/json' }

describe('POST /$batch of an API that follows OData', () => {
  test('each part is answered like a request of its own', async () => {
    const { status, body } = await send({
      requests: [
        { id: 'a', method: 'GET', url: '/Customers?$top=1&$select=displayName' },
        {
          id: 'b',
          method: 'POST',
          url: 'Customers',
          headers: json,
          body: { displayName: 'Kestrel Outdoor' },
        },
        { id: 'c', method: 'GET', url: '/Customers/00000000-0000-4000-8000-000000000000' },
      ],
    })
    expect(status).toBe(200)
    const [list, created, missing] = body.responses
    expect(list).toMatchObject({
      id: 'a',
      status: 200,
      body: { value: [{ displayName: expect.any(String) }] },
    })
    expect(created).toMatchObject({ id: 'b', status: 201, body: { displayName: 'Kestrel Outdoor' } })
    expect(created.headers.Location).toContain(`/beta/Customers/${created.body.id}`)
    expect(missing).toMatchObject({ id: 'c', status: 404, body: { error: { code: expect.any(String) } } })
    expect(mock.requests().map(({ method, status }) => `${method} ${status}`)).toEqual([
      'GET 200',
      'POST 201',
      'GET 404',
      'POST 200',
    ])
  })

  test('an answer without a body, and a part that depends on a failed one', async () => {
    const list = await send({ requests: [{ id: '1', method: 'GET', url: '/Customers?$top=1' }] })
    const url = `/Customers/${list.body.responses[0].body.value[0].id}`
    const { body } = await send({
      requests: [
        { id: '1', method: 'DELETE', url },
        { id: '2', method: 'GET', url },
        { id: '3', method: 'GET', url: '/Customers', dependsOn: ['2'] },
        { id: '4', method: 'GET', url: '/Customers', dependsOn: ['1'] },
      ],
    })
    expect(body.responses.map(({ status }: { status: number }) => status)).toEqual([204, 404, 424, 200])
    expect(body.responses[0]).not.toHaveProperty('body')
  })

  test('faults meet single parts', async () => {
    mock.faults.set({ rules: [{ kind: 'status', status: 429, retryAfter: 7, count: 1 }] })
    const part = { method: 'GET', url: '/Customers' }
    const { body } = await send({
      requests: [
        { ...part, id: '1' },
        { ...part, id: '2' },
      ],
    })
    expect(body.responses.map(({ status }: { status: number }) => status)).toEqual([429, 200])
    expect(body.responses[0].headers['Retry-After']).toBe('7')
  })

  const part = { id: '1', method: 'GET', url: '/Customers' }
  test.for([
    { name: 'no JSON', body: 'x', want: 'a list called requests' },
    { name: 'no list', body: { requests: {} }, want: 'a list called requests' },
    {
      name: 'a part without a method',
      body: { requests: [part, { id: '2', url: '/x' }] },
      want: '/requests/1 has no id',
    },
    { name: 'the same id twice', body: { requests: [part, part] }, want: 'the same id' },
    {
      name: 'more than 20',
      body: { requests: Array.from({ length: 21 }, (_, index) => ({ ...part, id: `${index}` })) },
      want: 'up to 20 requests, not 21',
    },
  ])('400: $name', async ({ body, want }) => {
    const answer = await send(body)
    expect(answer.status).toBe(400)
    expect(answer.body.error.message).toContain(want)
  })

  test('not at Partner Center', async () => {
    expect((await send({ requests: [] }, '/v1/$batch')).status).toBe(404)
  })
})
