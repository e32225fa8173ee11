import { describe, expect, test } from 'vitest'
import { explanationTable } from '../../src/description/resources/explain.ts'
import { createMock } from '../../src/index.ts'

type Part = Record<string, unknown>

const text = { type: 'string' }

function mocked(
  schema: Part,
  { body = { type: 'object' }, count = 1 }: { body?: Part; count?: number } = {},
) {
  const content = { 'application/json': { schema } }
  const responses = { 200: { description: '', content } }
  const sent = { requestBody: { content: { 'application/json': { schema: body } } } }
  const paths = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `/a${index}`,
      { post: { operationId: `op${index}`, ...sent, responses } },
    ]),
  )
  const told: string[] = []
  const document = { openapi: '3.0.3', info: { title: 'T', version: '1' }, paths }
  const mock = createMock({ documents: [document], report: (line) => told.push(line) })
  const post = async (value: unknown, path = '/a0') => {
    const init = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(value),
    }
    const response = await mock.fetch(`http://mock.test${path}`, init)
    return { status: response.status, body: await response.json() }
  }
  return { mock, told, post }
}

/** One part of `allOf` forbids what the other describes and requires. */
const contradictory = {
  allOf: [
    { type: 'object', properties: { page: { type: 'integer' } }, additionalProperties: false },
    { type: 'object', required: ['data'], properties: { data: text } },
  ],
}

describe('what cannot be had as described', () => {
  test('is answered as near as can be, and told once at its first use', async () => {
    const { mock, told, post } = mocked(contradictory)
    expect(await post({})).toEqual({
      status: 200,
      body: expect.objectContaining({ data: expect.any(String) }),
    })
    await post({})
    expect(told).toEqual([
      expect.stringMatching(/op0: one part of allOf describes "data", and another forbids it\.$/),
    ])
    await mock.close()
  })

  test('is reported by a thorough explanation', () => {
    const { mock } = mocked(contradictory)
    expect(mock.explain().doubts).toEqual([])
    const { doubts } = mock.explain({ thorough: true })
    expect(doubts).toEqual([
      expect.objectContaining({ operation: 'op0', doubt: expect.stringContaining('"data"') }),
    ])
    expect(explanationTable(mock.explain({ thorough: true }))).toContain('Cannot be had as described')
  })

  test('no value at all: the nearest is answered', async () => {
    const never = {
      type: 'object',
      required: ['a'],
      properties: { a: { type: 'integer', minimum: 5, maximum: 3 } },
    }
    const { told, post } = mocked(never)
    expect((await post({})).status).toBe(200)
    expect(told).toEqual([
      expect.stringContaining('no value was found that the schema of the answer accepts'),
    ])
  })

  test('is reported for at most 20 operations', async () => {
    const { told, post } = mocked(contradictory, { count: 25 })
    for (let index = 0; index < 25; index++) await post({}, `/a${index}`)
    expect(told).toHaveLength(21)
    expect(told.at(-1)).toContain('--explain names all')
  })
})

describe('a keyword that ajv refuses', () => {
  const body = {
    type: 'object',
    properties: { size: { type: 'integer', minimum: 'one' }, name: { type: 'file' }, word: text },
  }

  test('is left out, and the others still count', async () => {
    const { told, post } = mocked({ type: 'object' }, { body })
    expect((await post({ size: 3, name: 4, word: 'x' })).status).toBe(200)
    expect((await post({ size: 'x' })).status).toBe(400)
    expect((await post({ word: 7 })).status).toBe(400)
    expect(told.join('\n')).toMatch(/\/properties\/size\/minimum of a schema must be number; it is ignored/)
    expect(told.join('\n')).toMatch(/\/properties\/name\/type of a schema must be/)
  })
})

test('of several variants one is completed, not all of them', async () => {
  const variant = (name: string) => ({
    type: 'object',
    required: ['ref'],
    properties: { ref: { type: 'object', required: [name], properties: { [name]: text } } },
  })
  const thing = {
    type: 'object',
    required: ['thing', 'id'],
    properties: { id: text, thing: { oneOf: [variant('job'), variant('script')] } },
  }
  const content = { 'application/json': { schema: thing } }
  const document = {
    openapi: '3.0.3',
    info: { title: 'T', version: '1' },
    paths: {
      '/things': {
        post: {
          requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
          responses: { 201: { description: '', content } },
        },
      },
      '/things/{id}': {
        get: {
          parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
          responses: { 200: { description: '', content } },
        },
      },
    },
  }
  const init = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"thing":{"ref":{}}}',
  }
  const response = await createMock({ documents: [document] }).fetch('http://mock.test/things', init)
  expect(Object.keys((await response.json()).thing.ref)).toHaveLength(1)
})

test('a list is no longer than its schema allows', async () => {
  const thing = { type: 'object', properties: { id: text } }
  const content = { 'application/json': { schema: { type: 'array', maxItems: 2, items: thing } } }
  const document = {
    openapi: '3.0.3',
    info: { title: 'T', version: '1' },
    paths: {
      '/things': { get: { responses: { 200: { description: '', content } } } },
      '/things/{id}': {
        get: {
          parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
          responses: { 200: { description: '', content: { 'application/json': { schema: thing } } } },
        },
      },
    },
  }
  const response = await createMock({ documents: [document], count: 5 }).fetch('http://mock.test/things')
  expect(await response.json()).toHaveLength(2)
})
