import { describe, expect, test } from 'vitest'
import { createMock, type MockOptions } from '../../src/index.ts'
import { askingMock } from '../ask.ts'

type Part = Record<string, unknown>

const text = { type: 'string' }
const json = (schema: Part, more: Part = {}) => ({ content: { 'application/json': { schema, ...more } } })

function asking(operation: Part, options: MockOptions = {}) {
  const document = {
    openapi: '3.0.3',
    info: { title: 'T', version: '1' },
    paths: { '/a': { post: operation } },
  }
  return askingMock(createMock({ documents: [document], ...options }))
}

describe('sl-violations', () => {
  const deprecated = (place: string) => ({ name: `Old-${place}`, in: place, deprecated: true, schema: text })
  const operation = {
    parameters: [deprecated('query'), deprecated('header')],
    requestBody: json({
      type: 'object',
      properties: { size: { type: 'integer' }, ünit: { type: 'integer' } },
    }),
    responses: { 200: { description: '' } },
  }
  const told = (header: string | null) => JSON.parse(header ?? 'null')

  test('says what was wrong with a request that is refused', async () => {
    const { status, headers } = await asking(operation)('POST /a', { size: 'x', ünit: 'y' })
    expect(status).toBe(400)
    expect(told(headers.get('sl-violations'))).toEqual([
      {
        location: ['request', 'body', 'size'],
        severity: 'Error',
        code: 'type',
        message: 'Request body property size must be integer',
      },
      {
        location: ['request', 'body', 'ünit'],
        severity: 'Error',
        code: 'type',
        message: 'Request body property ünit must be integer',
      },
    ])
  })

  test('names deprecated parameters that were sent', async () => {
    const { status, headers } = await asking(operation)('POST /a?Old-query=1', {}, { 'old-header': '1' })
    expect(status).toBe(200)
    expect(told(headers.get('sl-violations'))).toEqual([
      {
        location: ['request', 'query', 'Old-query'],
        severity: 'Warning',
        code: 'deprecated',
        message: 'Query param Old-query is deprecated',
      },
      {
        location: ['request', 'header', 'Old-header'],
        severity: 'Warning',
        code: 'deprecated',
        message: 'Header param Old-header is deprecated',
      },
    ])
  })

  test('is not there when there is nothing to tell, and never long', async () => {
    const ask = asking(operation)
    expect((await ask('POST /a', {})).headers.get('sl-violations')).toBeNull()
    const many = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`p${index}`, { type: 'integer' }]),
    )
    const wide = asking({ ...operation, requestBody: json({ type: 'object', properties: many }) })
    const { headers } = await wide(
      'POST /a',
      Object.fromEntries(Object.keys(many).map((name) => [name, 'x'])),
    )
    expect(headers.get('sl-violations')?.length).toBeLessThan(4001)
    expect(told(headers.get('sl-violations')).length).toBeGreaterThan(10)
  })
})

test('a schema that is too large for Prism is made up all the same', async () => {
  const long = { type: 'array', minItems: 3000, items: text }
  const { status, body } = await asking({ responses: { 200: { description: '', ...json(long) } } })('POST /a')
  expect([status, body.length]).toEqual([200, 3000])
})

test('an example that the asked answer does not have is 404', async () => {
  const shown = {
    description: '',
    ...json({ type: 'object' }, { examples: { cat: { value: { name: 'Tom' } } } }),
  }
  const ask = asking({ responses: { 201: { description: '' }, 422: shown } })
  expect((await ask('POST /a?__code=422&__example=cat')).body).toEqual({ name: 'Tom' })
  expect((await ask('POST /a?__code=422&__example=dog')).status).toBe(404)
})

test('XML without a name has the root of Prism', async () => {
  const xml = {
    'application/xml': { schema: { type: 'object', properties: { a: text } }, example: { a: 'x' } },
  }
  const { text: body } = await asking({ responses: { 200: { description: '', content: xml } } })('POST /a')
  expect(body).toMatch(/<xml [^>]*><a>x<\/a><\/xml>$/)
})
