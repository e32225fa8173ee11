import { describe, expect, test } from 'vitest'
import { createGraphClient, unwrap } from '../src/index.ts'
import { CustomersId, createService, empty, failure, json } from './service.ts'

const init = { params: { path: { CustomersId } } }

const client = (reply: Response) => createGraphClient({ token: 'token', fetch: createService(reply).fetch })

describe('unwrap', () => {
  test('gives the data', async () => {
    const graph = client(json({ id: '1' }))
    expect(await unwrap(graph.GET('/Customers/{CustomersId}', init))).toEqual({ id: '1' })
    expect(await unwrap(await graph.GET('/Customers/{CustomersId}', init))).toEqual({ id: '1' })
    expect(await unwrap(client(empty(204)).DELETE('/Customers/{CustomersId}', init))).toBeUndefined()
  })

  test('throws the error', async () => {
    const call = unwrap(client(empty(404)).GET('/Customers/{CustomersId}', init))
    expect(await failure(call)).toMatchObject({ name: 'ApiError', status: 404 })
  })
})

describe('withResponse', () => {
  test('has the answer beside the data', async () => {
    const reply = json({ id: '1' }, 201, { Location: '/Customers/1' })
    const { data, response } = await client(reply).createCustomer.withResponse({ body: {} })
    expect(data).toEqual({ id: '1' })
    expect(response.status).toBe(201)
    expect(response.headers.get('Location')).toBe('/Customers/1')
  })

  test('throws like the operation', async () => {
    const error = await failure(client(empty(404)).getCustomer.withResponse({ CustomersId }))
    expect(error).toMatchObject({ name: 'ApiError', status: 404, response: { status: 404 } })
  })
})
