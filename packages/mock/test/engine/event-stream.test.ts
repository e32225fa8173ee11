import { describe, expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'

type Part = Record<string, unknown>

async function asked(
  content: Part,
  { method = 'GET', path = '/a', ...init }: RequestInit & { path?: string } = {},
) {
  const responses = { 200: { description: '', content } }
  const request = { type: 'object', properties: { stream: { type: 'boolean' } } }
  const mock = createMock({
    documents: [
      {
        openapi: '3.2.0',
        info: { title: 'T', version: '1' },
        paths: {
          '/a': {
            get: { parameters: [{ name: 'stream', in: 'query', schema: { type: 'boolean' } }], responses },
            post: { requestBody: { content: { 'application/json': { schema: request } } }, responses },
          },
        },
      },
    ],
  })
  const headers = { 'Content-Type': 'application/json', ...(init.headers as Record<string, string>) }
  const response = await mock.fetch(`http://mock.test${path}`, { ...init, method, headers })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

const word = { type: 'object', required: ['word'], properties: { word: { type: 'string' } } }

describe('an event stream', () => {
  const examples: readonly { readonly example: unknown; readonly text: string }[] = [
    { example: 'data: one\n\ndata: [DONE]\n\n', text: 'data: one\n\ndata: [DONE]\n\n' },
    { example: ': hello\nevent: a\ndata: one', text: ': hello\nevent: a\ndata: one\n\n' },
    { example: 'one\ntwo', text: 'data: one\ndata: two\n\n' },
    { example: [{ word: 'one' }, { word: 'two' }], text: 'data: {"word":"one"}\n\ndata: {"word":"two"}\n\n' },
    { example: { word: 'one' }, text: 'data: {"word":"one"}\n\n' },
    {
      example: [{ event: 'a', id: '7', data: '{"word":"one"}' }],
      text: 'event: a\nid: 7\ndata: {"word":"one"}\n\n',
    },
  ]
  test.each(examples)('has the events of the example $example', async ({ example, text }) => {
    const answered = await asked({ 'text/event-stream': { schema: word, example } })
    expect(answered).toEqual({ status: 200, type: 'text/event-stream', text })
  })

  test.each([
    { name: 'schema', described: { schema: word } },
    { name: 'schema of a list', described: { schema: { type: 'array', items: word } } },
    { name: 'itemSchema', described: { itemSchema: word } },
  ])('is made up for its $name', async ({ described }) => {
    const { text } = await asked({ 'text/event-stream': described })
    const events = text.trimEnd().split('\n\n')
    expect(events).toHaveLength(3)
    for (const event of events)
      expect(JSON.parse(event.replace(/^data: /, ''))).toEqual({ word: expect.any(String) })
  })

  test('has one event of each form', async () => {
    const form = (kind: string) => ({
      type: 'object',
      required: ['kind'],
      properties: { kind: { type: 'string', enum: [kind] } },
    })
    const { text } = await asked({ 'text/event-stream': { schema: { oneOf: [form('begin'), form('end')] } } })
    expect(text).toBe('data: {"kind":"begin"}\n\ndata: {"kind":"end"}\n\n')
  })
})

describe('beside JSON, events are sent', () => {
  const both = {
    'application/json': { example: { all: 1 } },
    'text/event-stream': { example: 'data: one\n\n' },
  }
  const json = (body: Part) => ({ method: 'POST', body: JSON.stringify(body) })
  test.each([
    { request: {}, type: 'application/json' },
    { request: { headers: { accept: 'text/event-stream' } }, type: 'text/event-stream' },
    { request: json({ stream: true }), type: 'text/event-stream' },
    {
      request: { ...json({ stream: true }), headers: { accept: 'application/json' } },
      type: 'text/event-stream',
    },
    { request: json({ stream: false }), type: 'application/json' },
    { request: json({}), type: 'application/json' },
    { request: { path: '/a?stream=true' }, type: 'text/event-stream' },
  ])('or not: $request gives $type', async ({ request, type }) => {
    expect(await asked(both, request)).toMatchObject({ status: 200, type })
  })
})
