import { describe, expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'

const text = { type: 'string' }
const record = { type: 'object', properties: { id: text, name: text } }
const answer = (schema: unknown, mediaType = 'application/json') => ({
  responses: { 200: { description: '', content: { [mediaType]: { schema } } } },
})
const id = { name: 'id', in: 'path', required: true, schema: text }

/** What a mock of these paths answers to one request after another: status and body of the last. */
async function asked(paths: Record<string, unknown>, ...requests: [line: string, init?: RequestInit][]) {
  const mock = createMock({ documents: [{ openapi: '3.0.3', info: { title: 'T', version: '1' }, paths }] })
  let last = new Response()
  for (const [line, init] of requests) {
    const [method = '', path = ''] = line.split(' ')
    last = await mock.fetch(`http://mock.test${path}`, { ...init, method })
  }
  const body = await last.text()
  return {
    status: last.status,
    type: last.headers.get('content-type'),
    body: body === '' ? undefined : JSON.parse(body),
  }
}

const json = (body: unknown): RequestInit => ({
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

describe('a key of `content` that is not a media type', () => {
  const content = { description: 'A slip of indentation', 'application/json': { example: { a: 1 } } }
  const odd = (key: string) => ({ [key]: { schema: record }, 'application/json': { schema: record } })
  const responses = { 200: { description: '', content } }

  test('is ignored in answers', async () => {
    expect(await asked({ '/a': { get: { responses } } }, ['GET /a'])).toMatchObject({
      status: 200,
      body: { a: 1 },
    })
    const only = { 200: { description: '', content: { json: { example: 1 } } } }
    expect(await asked({ '/a': { get: { responses: only } } }, ['GET /a'])).toMatchObject({ status: 200 })
  })

  test.each(['', '*', 'json', 'application/json;', 'application/json; charset'])(
    '%o in requests',
    async (key) => {
      const paths = { '/a': { post: { requestBody: { content: odd(key) }, responses } } }
      expect(await asked(paths, ['POST /a', json({ name: 'x' })])).toMatchObject({
        status: 200,
        body: { a: 1 },
      })
      expect((await asked(paths, ['POST /a', json({ name: 4 })])).status).toBe(400)
    },
  )

  test('is named once', async () => {
    const told: string[] = []
    const document = {
      openapi: '3.0.3',
      info: { title: 'T', version: '1' },
      paths: { '/a': { get: { responses } } },
    }
    const mock = createMock({ documents: [document], report: (line) => told.push(line) })
    await new Promise(setImmediate)
    await mock.close()
    expect(told).toEqual([expect.stringContaining('not media types and are ignored: "description".')])
  })
})

test('an example of XML that is written as text is sent as it is', async () => {
  const content = { 'application/xml': { schema: record, example: '<thing><id>1</id></thing>' } }
  const paths = { '/a': { get: { responses: { 200: { description: '', content } } } } }
  const document = { openapi: '3.0.3', info: { title: 'T', version: '1' }, paths }
  const answer = await createMock({ documents: [document] }).fetch('http://mock.test/a')
  expect(await answer.text()).toBe('<thing><id>1</id></thing>')
})

test('the media type that is asked for comes before its relatives', async () => {
  const content = { 'application/json': { example: 1 }, 'application/vnd.api+json': { example: 2 } }
  const paths = { '/a': { get: { responses: { 200: { description: '', content } } } } }
  const accept = { headers: { accept: 'application/vnd.api+json' } }
  expect(await asked(paths, ['GET /a', accept])).toMatchObject({ type: 'application/vnd.api+json', body: 2 })
})

describe('Accept by suffix (RFC 6839)', () => {
  test.each([
    { accept: 'application/vnd.shop.v3+json', offered: 'application/json', status: 200 },
    { accept: 'application/json', offered: 'application/vnd.shop+json', status: 200 },
    { accept: 'application/vnd.shop.v3+xml', offered: 'application/json', status: 406 },
    { accept: 'application/vnd.shop.v3+json;q=0', offered: 'application/json', status: 406 },
  ])('$accept where $offered is offered: $status', async ({ accept, offered, status }) => {
    const paths = { '/things': { get: answer({ type: 'array', items: record }, offered) } }
    expect((await asked(paths, ['GET /things', { headers: { accept } }])).status).toBe(status)
  })
})

test.each(['Accept', 'Content-Type', 'Authorization'])(
  'a header parameter called %s is ignored, as OpenAPI says',
  async (name) => {
    const parameter = { name, in: 'header', required: true, schema: { type: 'string', enum: ['none/such'] } }
    const paths = {
      '/things': { get: { parameters: [parameter], ...answer({ type: 'array', items: record }) } },
    }
    expect((await asked(paths, ['GET /things', { headers: { [name]: '*/*' } }])).status).toBe(200)
  },
)

describe('the example of a description', () => {
  const example = { id: 'first', name: 'One' }
  const content = { 'application/json': { schema: record, example } }
  const paths = {
    '/things': { post: { requestBody: { content }, responses: { 201: { description: '', content } } } },
    '/things/{id}': { parameters: [id], get: { responses: { 200: { description: '', content } } } },
  }

  test('can be created although the first records show it', async () => {
    expect(await asked(paths, ['POST /things', json(example)])).toMatchObject({ status: 201, body: example })
  })

  test('is refused when it was created before', async () => {
    const create: [string, RequestInit] = ['POST /things', json(example)]
    expect((await asked(paths, create, create)).status).toBe(409)
  })

  test('another record under the same key is refused', async () => {
    expect((await asked(paths, ['POST /things', json({ ...example, name: 'Two' })])).status).toBe(409)
  })
})

describe('forms', () => {
  const properties = {
    id: text,
    metadata: { type: 'object', additionalProperties: text },
    expand: { type: 'array', items: text },
    items: {
      type: 'array',
      items: { type: 'object', properties: { price: { type: 'integer' }, name: text } },
    },
  }
  const schema = { type: 'object', properties }
  const paths = {
    '/things': {
      post: {
        requestBody: { content: { 'application/x-www-form-urlencoded': { schema } } },
        ...answer(schema),
      },
    },
    '/things/{id}': { parameters: [id], get: answer(schema) },
  }
  test.each([
    { form: 'metadata[order]=7&metadata[a.b]=x', want: { metadata: { order: '7', 'a.b': 'x' } } },
    { form: 'expand[]=data&expand[]=total', want: { expand: ['data', 'total'] } },
    { form: 'expand[0]=data&expand[1]=total', want: { expand: ['data', 'total'] } },
    { form: 'items[0][price]=3&items[0][name]=a', want: { items: [{ price: 3, name: 'a' }] } },
    {
      form: 'items[][price]=3&items[][name]=a&items[][price]=4',
      want: { items: [{ price: 3, name: 'a' }, { price: 4 }] },
    },
    { form: 'items[0].price=3', want: { items: [{ price: 3 }] } },
  ])('$form', async ({ form, want }) => {
    const sent = { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: form }
    const { status, body } = await asked(paths, ['POST /things', sent])
    expect(status).toBe(200)
    expect(body).toMatchObject(want)
  })

  test.each(['metadata[__proto__]=x', 'a[b=1', '[a]=1', `a${'[b]'.repeat(40)}=1`, 'expand[1001]=x'])(
    '%s is refused',
    async (form) => {
      const sent = { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: form }
      expect((await asked(paths, ['POST /things', sent])).status).toBe(400)
    },
  )
})

describe('a readOnly property that a part of the schema requires is not asked for', () => {
  const readOnly = { type: 'string', readOnly: true }
  const named = { type: 'object', required: ['name'], properties: { name: text } }
  const schemas = {
    'required in oneOf': { properties: { id: readOnly }, oneOf: [{ ...named, required: ['id', 'name'] }] },
    'required beside oneOf': {
      required: ['id'],
      oneOf: [{ ...named, properties: { id: readOnly, name: text } }],
    },
    'required in allOf': { properties: { id: readOnly }, allOf: [named, { required: ['id'] }] },
    'the other branch of oneOf': {
      ...named,
      properties: { id: readOnly, name: text },
      oneOf: [{ required: ['id'] }, { required: ['name'] }],
    },
    'inside another': {
      ...named,
      properties: { name: text, part: { properties: { id: readOnly }, anyOf: [{ required: ['id'] }] } },
    },
  }

  test.each(Object.entries(schemas))('%s', async (_, schema) => {
    const post = {
      requestBody: { content: { 'application/json': { schema } } },
      responses: { 204: { description: '' } },
    }
    const paths = { '/a': { post } }
    expect((await asked(paths, ['POST /a', json({ name: 'x', part: {} })])).status).toBe(204)
    expect((await asked(paths, ['POST /a', json({ part: {} })])).status).toBe(400)
  })
})

test('an answer is completed also where its schema lists a value twice', async () => {
  const state = { type: 'string', enum: ['open', 'closed', 'open'] }
  const thing = {
    type: 'object',
    required: ['id', 'name', 'state', 'id'],
    properties: { id: text, name: text, state },
  }
  const body = { 'application/json': { schema: { type: 'object', properties: { name: text } } } }
  const paths = {
    '/things': { post: { requestBody: { content: body }, ...answer(thing) } },
    '/things/{id}': { get: { parameters: [id], ...answer(thing) } },
  }
  const made = await asked(paths, ['POST /things', json({ name: 'x' })])
  expect(made.body).toEqual({
    id: expect.any(String),
    name: 'x',
    state: expect.stringMatching(/^(open|closed)$/),
  })
})
