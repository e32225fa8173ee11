import { describe, expect, test } from 'vitest'
import { createMock } from '../../../src/index.ts'

const plant = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string' },
    height: { type: 'integer' },
    secret: { type: 'string', writeOnly: true },
    state: { type: 'string', enum: ['active', 'inactive'] },
    softDeletionTime: { type: ['string', 'null'], format: 'date-time', readOnly: true },
    links: { type: 'object', readOnly: true, properties: { self: { type: 'object' } } },
  },
}

const json = (schema: object) => ({ description: 'OK', content: { 'application/json': { schema } } })

/** An API unrelated to Microsoft, and the conventions that it selects. */
function gardenOf(mock: object, envelope: string, options: readonly string[] = []) {
  const list = {
    type: 'object',
    required: [envelope],
    properties: { [envelope]: { type: 'array', items: plant } },
  }
  const name = { name: 'name', in: 'path', required: true, schema: { type: 'string' } }
  const body = { required: true, content: { 'application/json': { schema: plant } } }
  return {
    openapi: '3.1.0',
    info: { title: 'Garden', version: '1' },
    servers: [{ url: 'https://garden.example/api' }],
    'x-mock': mock,
    paths: {
      '/beds/{bed}/plants': {
        parameters: [{ ...name, name: 'bed' }],
        get: {
          operationId: 'listPlants',
          parameters: options.map((option) => ({ name: option, in: 'query', schema: { type: 'string' } })),
          responses: { 200: json(list) },
        },
        post: { operationId: 'addPlant', requestBody: body, responses: { 201: json(plant) } },
      },
      '/beds/{bed}/plants/{name}': {
        parameters: [{ ...name, name: 'bed' }, name],
        get: { operationId: 'getPlant', responses: { 200: json(plant) } },
        delete: { operationId: 'removePlant', responses: { 204: { description: 'Gone' } } },
      },
    },
  }
}

const BED = '/api/beds/9c1f2f3e-0000-4000-8000-000000000000/plants'

async function planted(conventions: string[], envelope: string, more: object = {}, options?: string[]) {
  const mock = createMock({ documents: [gardenOf({ conventions, ...more }, envelope, options)] })
  const call = async (path: string, method = 'GET', body?: object) => {
    const sent = body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }
    const answer = await mock.fetch(`http://mock.test${path}`, { method, ...sent })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
  }
  for (const { name } of (await call(BED)).body[envelope]) await call(`${BED}/${name}`, 'DELETE')
  for (const height of [30, 10, 20]) {
    const { status } = await call(BED, 'POST', { name: `p${height}`, height, secret: 's3cret' })
    expect(status).toBe(201)
  }
  return call
}

describe('each API has the conventions that it selects', () => {
  test.each([
    ['$search', '$compute'],
    ['search', 'compute'],
  ])('odata: %s and %s are executed where the description declares them', async (search, compute) => {
    const call = await planted(['odata'], 'plants', {}, [search, compute])
    const names = async (query: string) => {
      const { body } = await call(`${BED}?${query}`)
      return body.plants.map(({ name }: { name: string }) => name)
    }
    expect(await names(`${search}=P30%20OR%20p10`)).toEqual(['p30', 'p10'])
    expect(await names(`${search}=p&$filter=height%20lt%2030`)).toEqual(['p10', 'p20'])
    const { body } = await call(
      `${BED}?${compute}=height%20mul%202%20as%20twice&$filter=twice%20gt%2040&$select=twice`,
    )
    expect(body.plants).toEqual([expect.objectContaining({ twice: 60 })])
    expect((await call(`${BED}?${compute}=height%20as%20name`)).status).toBe(400)
  })

  test('odata alone: options and control information, errors in the shape of RFC 9457', async () => {
    const call = await planted(['odata'], 'plants')
    const { body } = await call(`${BED}?$filter=height%20gt%2010&$orderby=height&$top=1&$count=true`)
    expect(body.plants).toEqual([expect.objectContaining({ name: 'p20', height: 20 })])
    expect([body['@odata.count'], body['@odata.nextLink']]).toEqual([
      2,
      expect.stringContaining('$skiptoken='),
    ])
    expect((await call(`${BED}?$filter=secret%20eq%20's3cret'`)).status).toBe(400)
    const refused = await call(`${BED}?$search=x`)
    expect(refused.body).toMatchObject({
      status: 400,
      title: 'Bad Request',
      detail: expect.stringContaining('$search'),
    })
  })

  test("Partner Center's collections: pages and soft delete on other records", async () => {
    const call = await planted(['partner-center-collections', 'partner-center-errors'], 'items')
    const { body } = await call(`${BED}?size=2&SortField=height`)
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(['p10', 'p20'])
    expect(body.items[0].links.self.uri).toBe(`${BED.slice('/api'.length)}/p10`)
    expect((await call(`${BED}/p10`, 'DELETE')).status).toBe(204)
    expect((await call(`${BED}/p10`)).body.state).toBe('inactive')
    expect((await call(BED)).body.totalCount).toBe(2)
  })

  test('settings name customers that do not exist', async () => {
    const unknown = '11111111-0000-4000-8000-000000000000'
    const settings = { 'partner-center-errors': { unknownCustomers: [unknown] } }
    const call = await planted(['partner-center-collections', 'partner-center-errors'], 'items', settings)
    const { status, body } = await call(`/api/beds/${unknown}/plants`)
    expect([status, body.code, body.data]).toEqual([404, '60003', [unknown]])
  })

  test.each([
    ['odata', 'plants', '@odata.nextLink'],
    ['partner-center-collections', 'items', 'continuationToken'],
  ])('settings give %s a page size', async (convention, envelope, next) => {
    const call = await planted([convention], envelope, { [convention]: { pageSize: 2 } })
    const { body } = await call(BED)
    expect([body[envelope].length, typeof body[next]]).toEqual([2, 'string'])
  })

  test.each([0, 1.5, 'two'])('a page size of %j is a mistake in the settings', (pageSize) => {
    const documents = [gardenOf({ conventions: ['odata'], odata: { pageSize } }, 'plants')]
    expect(() => createMock({ documents })).toThrow('odata.pageSize must be a whole number of at least 1')
  })

  test('without conventions nothing of this happens', async () => {
    const call = await planted([], 'plants')
    const { body } = await call(BED)
    expect(Object.keys(body)).toEqual(['plants'])
    await call(`${BED}/p10`, 'DELETE')
    expect((await call(`${BED}/p10`)).status).toBe(404)
  })
})
