import { describe, expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'
import { askingMock } from '../ask.ts'

type Part = Record<string, unknown>

const text = { type: 'string' }
const object = (properties: Part, more: Part = {}) => ({ type: 'object', properties, ...more })
const list = (items: Part) => ({ type: 'array', items })
const json = (schema: Part, example?: unknown) => ({
  content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
})
const answer = (schema: Part, example?: unknown) => ({ description: '', ...json(schema, example) })
const path = (name: string, schema: Part = text) => ({ name, in: 'path', required: true, schema })

function asking(paths: Part) {
  const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths }
  const mock = createMock({ documents: [document] })
  return { ask: askingMock(mock), why: () => mock.explain().resources.map(({ why }) => why) }
}

/** A collection of things with one schema everywhere. */
function things({
  record,
  parameter = path('id'),
  body = record,
}: {
  record: Part
  parameter?: Part
  body?: Part
}) {
  return {
    '/things': {
      get: { responses: { 200: answer(list(record)) } },
      post: { requestBody: json(body), responses: { 201: answer(record) } },
    },
    [`/things/{${parameter.name}}`]: {
      parameters: [parameter],
      get: { responses: { 200: answer(record) } },
      delete: { responses: { 204: { description: '' } } },
    },
  }
}

describe('a new key', () => {
  const parameters = {
    'a pattern of the parameter': {
      schema: { type: 'string', pattern: '^TH[0-9a-f]{32}$', minLength: 34 },
      form: /^TH[0-9a-f]{32}$/,
    },
    'a length of the parameter': { schema: { type: 'string', maxLength: 10 }, form: /^.{1,10}$/ },
  }
  test.each(Object.entries(parameters))('has %s', async (_, { schema, form }) => {
    const { ask } = asking(
      things({ record: object({ id: text, name: text }), parameter: path('id', schema) }),
    )
    const { body } = await ask('POST /things', { name: 'x' })
    expect(body.id).toMatch(form)
    expect((await ask(`GET /things/${body.id}`)).body).toEqual(body)
  })

  test('has the pattern of its property', async () => {
    const { ask } = asking(
      things({ record: object({ id: { type: 'string', pattern: '^[A-Z]{4}$' }, name: text }) }),
    )
    expect((await ask('POST /things', { name: 'x' })).body.id).toMatch(/^[A-Z]{4}$/)
  })

  test('is not made like an example that no path can hold', async () => {
    const id = { type: 'string', example: 'private/123' }
    const { ask } = asking(things({ record: object({ id, name: text }) }))
    const { body } = await ask('POST /things', { name: 'x' })
    expect(body.id).not.toContain('/')
    expect((await ask(`GET /things/${body.id}`)).status).toBe(200)
  })

  test('keeps the digits of an address hexadecimal', async () => {
    const id = { type: 'string', example: '2001:0db8:4f0a' }
    const { ask } = asking(things({ record: object({ id, name: text }) }))
    expect((await ask('POST /things', { name: 'x' })).body.id).toMatch(/^[\da-f:]+$/)
  })
})

describe('the property of the key', () => {
  test('is found in examples when no schema describes it', async () => {
    const bare = { type: 'object' }
    const { ask, why } = asking({
      '/things': {
        get: { responses: { 200: answer(list(bare), [{ id: '7', name: 'one' }]) } },
        post: { requestBody: json(bare), responses: { 201: answer(bare) } },
      },
      '/things/{thingId}': { parameters: [path('thingId')], get: { responses: { 200: answer(bare) } } },
    })
    const { body, location } = await ask('POST /things', { name: 'x' })
    expect(body).toEqual({ id: expect.any(String), name: 'x' })
    expect(location).toBe(`/things/${body.id}`)
    expect((await ask('GET /things')).body).toEqual([{ id: '7', name: 'one' }, body])
    expect(why()).toEqual([expect.stringContaining('{thingId} is the property id, which only examples show')])
  })

  test('has the name of the parameter when nothing names a property', async () => {
    const bare = { type: 'object' }
    const { ask } = asking(things({ record: bare, parameter: path('thingId') }))
    const { body } = await ask('POST /things', { name: 'x' })
    expect(body).toEqual({ thingId: expect.any(String), name: 'x' })
    expect((await ask(`GET /things/${body.thingId}`)).body).toEqual(body)
  })

  test('is not a name where the parameter is an id', async () => {
    const { ask, why } = asking(things({ record: object({ name: text }), parameter: path('thingId') }))
    expect((await ask('POST /things', { name: 'x' })).status).toBe(201)
    expect((await ask('POST /things', { name: 'x' })).status).toBe(201)
    expect(why()).toEqual([expect.stringContaining('records do not show it')])
  })
})

test.each(['', 'none'])('a filter whose default is %o filters nothing', async (word) => {
  const paths = things({ record: object({ id: text, name: text }) })
  const parameters = [{ name: 'name', in: 'query', schema: { type: 'string', default: word } }]
  const { ask } = asking({ ...paths, '/things': { ...paths['/things'], parameters } })
  const { body } = await ask('POST /things', { name: 'x' })
  expect((await ask('GET /things')).body).toContainEqual(body)
})

test('below a path parameter whose values are listed there are first records', async () => {
  const paths = Object.entries(things({ record: object({ id: text }) }))
  const version = path('version', { type: 'string', enum: ['v1', 'v2'] })
  const below = paths.map(([name, item]) => [
    `/{version}${name}`,
    { ...item, parameters: [version, ...(((item as Part).parameters as Part[]) ?? [])] },
  ])
  const { ask } = asking(Object.fromEntries(below))
  expect((await ask('GET /v2/things')).body).not.toEqual([])
})

describe('wrappers', () => {
  const record = object({ id: text, name: text })
  const wrapped = object({ thing: record }, { required: ['thing'], additionalProperties: false })

  test('may differ from operation to operation', async () => {
    const { ask } = asking({
      '/things': { post: { requestBody: json(record), responses: { 201: answer(record) } } },
      '/things/{id}': {
        parameters: [path('id')],
        get: { responses: { 200: answer(wrapped) } },
        patch: { requestBody: json(record), responses: { 200: answer(record) } },
      },
    })
    const made = (await ask('POST /things', { name: 'x' })).body
    expect(made).toEqual({ id: expect.any(String), name: 'x' })
    expect((await ask(`GET /things/${made.id}`)).body).toEqual({ thing: made })
    expect((await ask(`PATCH /things/${made.id}`, { name: 'y' })).body).toEqual({ ...made, name: 'y' })
  })

  test('may be a list that holds the one record', async () => {
    const Thing = record
    const Things = object({ things: list({ $ref: '#/components/schemas/Thing' }) })
    const whole = { $ref: '#/components/schemas/Things' }
    const mock = createMock({
      documents: [
        {
          openapi: '3.1.0',
          info: { title: 'T', version: '1' },
          components: { schemas: { Thing, Things } },
          paths: {
            '/things': {
              get: { responses: { 200: answer(whole) } },
              post: {
                requestBody: json(list({ $ref: '#/components/schemas/Thing' })),
                responses: { 200: answer(whole) },
              },
            },
            '/things/{thingId}': {
              parameters: [path('thingId')],
              get: { responses: { 200: answer(whole) } },
              post: {
                requestBody: json(list({ $ref: '#/components/schemas/Thing' })),
                responses: { 200: answer(whole) },
              },
            },
          },
        },
      ],
    })
    const ask = askingMock(mock)
    const { body } = await ask('POST /things', [{ name: 'x' }])
    expect(body).toEqual({ things: [{ id: expect.any(String), name: 'x' }] })
    const [{ id }] = body.things
    expect((await ask(`GET /things/${id}`)).body).toEqual(body)
    expect((await ask(`POST /things/${id}`, [{ name: 'y' }])).body).toEqual({ things: [{ id, name: 'y' }] })
    expect((await ask('GET /things')).body.things).toContainEqual({ id, name: 'y' })
  })
})

describe('several records in one POST', () => {
  const record = object({ id: text, name: text })
  const many = things({ record, body: { oneOf: [record, list(record)] } })
  const paths = {
    ...many,
    '/things': {
      ...many['/things'],
      post: { requestBody: json({}), responses: { 201: answer(list(record)) } },
    },
  }

  test('are all created', async () => {
    const { ask } = asking(paths)
    const { status, body } = await ask('POST /things', [{ name: 'x' }, { id: 'own', name: 'y' }])
    expect([status, body]).toEqual([
      201,
      [
        { id: expect.any(String), name: 'x' },
        { id: 'own', name: 'y' },
      ],
    ])
    expect((await ask('GET /things')).body).toEqual(expect.arrayContaining(body))
    expect((await ask('GET /things/own')).body).toEqual(body[1])
  })

  test.each([
    { sent: [{ name: 'x' }, { id: 'taken' }] },
    { sent: [{ id: 'new' }, { id: 'new' }] },
    { sent: [{ id: 'new' }, { id: 'a/b' }], status: 400 },
  ])('none of $sent', async ({ sent, status = 409 }) => {
    const { ask } = asking(paths)
    await ask('POST /things', { id: 'taken' })
    const before = (await ask('GET /things')).body
    expect((await ask('POST /things', sent)).status).toBe(status)
    expect((await ask('GET /things')).body).toEqual(before)
  })

  test('may be in a property', async () => {
    const answered = object({ things: list(record) })
    const { ask } = asking({
      ...many,
      '/things': {
        get: { responses: { 200: answer(answered) } },
        post: { requestBody: json(answered), responses: { 200: answer(answered) } },
      },
    })
    const { body } = await ask('POST /things', { things: [{ name: 'x' }, { name: 'y' }] })
    expect(body.things.map(({ name }: { name: string }) => name)).toEqual(['x', 'y'])
    expect((await ask('GET /things')).body.things).toEqual(expect.arrayContaining(body.things))
  })
})

describe('readOnly', () => {
  const readOnly = { type: 'string', readOnly: true }

  test('an id inside an object names another record, and stays', async () => {
    const owner = object(
      { id: readOnly, type: readOnly, score: { type: 'integer', readOnly: true } },
      { required: ['id'] },
    )
    const { ask } = asking(things({ record: object({ id: readOnly, owner }) }))
    const { body } = await ask('POST /things', { id: 'mine', owner: { id: 'o1', type: 'user', score: 3 } })
    expect(body.id).not.toBe('mine')
    expect(body.owner).toEqual({ id: 'o1', type: 'user' })
  })

  test('an id and a type alone name a record that is added', async () => {
    const { ask } = asking(things({ record: object({ id: readOnly, type: text }) }))
    expect((await ask('POST /things', { id: 'o1', type: 'user' })).body).toEqual({ id: 'o1', type: 'user' })
    expect((await ask('POST /things', { id: 'o2' })).body.id).not.toBe('o2')
  })

  test('is what no part of the schema describes anew', async () => {
    const base = object({ id: readOnly, type: readOnly })
    const record = {
      allOf: [base, object({ type: { type: 'string', enum: ['a', 'b'] } }, { required: ['type'] })],
    }
    const { ask } = asking(things({ record }))
    const { body } = await ask('POST /things', { type: 'b' })
    expect((await ask(`GET /things/${body.id}`)).body).toMatchObject({ type: 'b' })
  })

  test('may tell variants apart', async () => {
    const variant = (word: string, required: string[]) =>
      object(
        { kind: { type: 'string', enum: [word], readOnly: true }, to: text, code: text },
        { required: ['kind', ...required] },
      )
    const body = { oneOf: [variant('mail', ['to']), variant('phone', ['to'])] }
    const { ask } = asking(things({ record: object({ id: text, to: text }), body }))
    expect((await ask('POST /things', { kind: 'phone', to: '+31' })).status).toBe(201)
    expect((await ask('POST /things', { kind: 'phone' })).status).toBe(400)
  })
})

test.each(['deleted', 'is_deleted', 'success'])('an answer to DELETE confirms: %s', async (name) => {
  const paths = things({ record: object({ id: text, name: text }) })
  const confirmation = object({ id: text, [name]: { type: 'boolean' } }, { required: ['id', name] })
  const { ask } = asking({
    ...paths,
    '/things/{id}': { ...paths['/things/{id}'], delete: { responses: { 200: answer(confirmation) } } },
  })
  const { id } = (await ask('POST /things', { name: 'x' })).body
  expect((await ask(`DELETE /things/${id}`)).body).toEqual({ id, [name]: true })
  expect((await ask(`GET /things/${id}`)).status).toBe(404)
})

test('an object that may be null is completed, not replaced', async () => {
  const owner = {
    nullable: true,
    allOf: [
      object(
        { name: text, rank: { type: 'integer' }, size: { type: 'integer' } },
        { required: ['rank', 'size'] },
      ),
    ],
  }
  const record = object({ id: text, owner })
  const document = {
    openapi: '3.0.3',
    info: { title: 'T', version: '1' },
    paths: things({ record, body: { type: 'object' } }),
  }
  const { body } = await askingMock(createMock({ documents: [document] }))('POST /things', {
    owner: { name: 'Ann' },
  })
  expect(body.owner).toEqual({ name: 'Ann', rank: expect.any(Number), size: expect.any(Number) })
})

test('an answer is completed although something in its schema is nullable without a type', async () => {
  const owner = { nullable: true, allOf: [object({ name: text })] }
  const record = object(
    { id: text, owner, state: { type: 'string', enum: ['open'] } },
    { required: ['id', 'owner', 'state'] },
  )
  const document = {
    openapi: '3.0.3',
    info: { title: 'T', version: '1' },
    paths: things({ record, body: { type: 'object' } }),
  }
  const ask = askingMock(createMock({ documents: [document] }))
  expect((await ask('POST /things', { owner: null })).body).toEqual({
    id: expect.any(String),
    owner: null,
    state: 'open',
  })
  expect((await ask('POST /things', {})).body).toMatchObject({ owner: expect.anything(), state: 'open' })
})

describe('a nullable enum of OpenAPI 3.0 that does not list null', () => {
  const state = { type: 'string', nullable: true, enum: ['open'] }
  const cases = {
    'is left out of an example': { required: [], want: {} },
    'is completed where it is required': { required: ['state'], want: { state: 'open' } },
  }
  test.each(Object.entries(cases))('%s', async (_, { required, want }) => {
    const record = object({ id: text, state }, { required })
    const paths = {
      '/things': { get: { responses: { 200: answer(list(record), [{ id: 'a', state: null }]) } } },
      '/things/{id}': { parameters: [path('id')], get: { responses: { 200: answer(record) } } },
    }
    const document = { openapi: '3.0.3', info: { title: 'T', version: '1' }, paths }
    const ask = askingMock(createMock({ documents: [document] }))
    expect((await ask('GET /things')).body).toEqual([{ id: 'a', ...want }])
    expect((await ask('GET /things/a')).body).toEqual({ id: 'a', ...want })
  })
})

describe('what a creation leaves open', () => {
  const record = object(
    {
      id: text,
      state: { type: 'string', example: 'open' },
      size: { type: 'integer', default: 5 },
      closed_at: { type: ['string', 'null'], format: 'date-time', example: '2011-04-22T13:33:48Z' },
      wrong: { type: 'integer', example: 'seven' },
    },
    { required: ['id', 'state', 'closed_at', 'wrong'] },
  )
  const body = object({ size: { type: 'integer', default: 7 }, state: text })

  test('has its default or its example', async () => {
    const { ask } = asking(things({ record, body }))
    expect((await ask('POST /things', {})).body).toEqual({
      id: expect.any(String),
      state: 'open',
      size: 7,
      closed_at: null,
      wrong: expect.any(Number),
    })
    expect((await ask('POST /things', { size: 1, state: 'shut' })).body).toMatchObject({
      size: 1,
      state: 'shut',
    })
  })
})

describe('a list of a record', () => {
  const tag = object({ id: { type: 'integer' }, name: text }, { required: ['id', 'name'] })
  const Thing = object({ id: text, tags: list(tag), words: list(text) })
  const thing = { $ref: '#/components/schemas/Thing' }
  const change = (name: string, items: Part) => {
    const operation = {
      requestBody: json(object({ [name]: list(items) })),
      responses: { 200: answer(thing) },
    }
    return { parameters: [path('id')], post: operation, delete: operation }
  }
  const paths = {
    ...things({ record: thing }),
    '/things/{id}/tags': change('tags', text),
    '/things/{id}/words': change('words', text),
  }
  const document = {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    components: { schemas: { Thing } },
    paths,
  }

  test('is added to by POST, and taken out of by DELETE', async () => {
    const mock = createMock({ documents: [document] })
    const ask = askingMock(mock)
    const made = await ask('POST /things', { tags: [], words: ['a'] })
    expect(made.text).toContain('"words"')
    const { id } = made.body
    expect((await ask(`POST /things/${id}/words`, { words: ['b', 'a'] })).body).toEqual({
      id,
      tags: [],
      words: ['a', 'b'],
    })
    expect((await ask(`DELETE /things/${id}/words`, { words: ['a'] })).body).toEqual({
      id,
      tags: [],
      words: ['b'],
    })
    const tagged = (await ask(`POST /things/${id}/tags`, { tags: ['red', 'blue', 'red'] })).body
    expect(tagged.tags).toMatchObject([{ name: 'red' }, { name: 'blue' }])
    expect((await ask(`GET /things/${id}`)).body).toEqual(tagged)
    expect((await ask(`DELETE /things/${id}/tags`, { tags: ['red'] })).body.tags).toEqual([tagged.tags[1]])
    expect((await ask('POST /things/none/tags', { tags: ['red'] })).status).toBe(404)
    expect(mock.explain().resources[0]?.operations).toContain('add:tags remove:tags add:words remove:words')
  })

  test('of its own below the record takes names for records', async () => {
    const labels = list(object({ name: text, color: text }, { required: ['name', 'color'] }))
    const { ask } = asking({
      ...things({ record: object({ id: text }) }),
      '/things/{id}/labels': {
        parameters: [path('id')],
        get: { responses: { 200: answer(labels) } },
        post: { requestBody: json(object({ labels: list(text) })), responses: { 200: answer(labels) } },
      },
    })
    const { id } = (await ask('POST /things', {})).body
    const { body } = await ask(`POST /things/${id}/labels`, { labels: ['bug', 'slow'] })
    expect(body).toMatchObject([{ name: 'bug' }, { name: 'slow' }])
    expect((await ask(`GET /things/${id}/labels`)).body).toEqual(expect.arrayContaining(body))
  })
})
