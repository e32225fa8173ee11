import { describe, expect, test } from 'vitest'
import type { TryItData } from '../src/try-it/data.ts'
import { mockBaseUrl } from '../src/try-it/destination.ts'
import { FormProblem, formRequest } from '../src/try-it/form-request.ts'

const data: TryItData = {
  target: {
    operationId: 'listShips',
    method: 'GET',
    path: '/ships/{id}',
    server: 'https://graph.microsoft.com/beta',
  },
  parameters: [
    { name: 'id', in: 'path', type: 'string' },
    { name: '$select', in: 'query', type: 'array', explode: false },
    { name: '$top', in: 'query', type: 'number' },
    { name: '$count', in: 'query', type: 'boolean' },
    { name: 'filter', in: 'query', type: 'json' },
    { name: 'Prefer', in: 'header', type: 'string' },
  ],
  mediaType: 'application/json',
}

function form(values: Record<string, string>): FormData {
  const filled = new FormData()
  for (const [name, value] of Object.entries(values)) filled.set(name, value)
  return filled
}

const base = 'http://127.0.0.1:4010/beta'

describe('a request from the form', () => {
  test.each([
    [
      'empty fields are left out',
      { 'path:id': 'a', 'query:$top': ' ' },
      { url: `${base}/ships/a`, headers: [], input: { id: 'a' } },
    ],
    ['an id is one segment', { 'path:id': '../b?c' }, { url: `${base}/ships/..%2Fb%3Fc` }],
    [
      'types of the description',
      { 'path:id': 'a', 'query:$top': '3', 'query:$count': 'true', 'query:$select': 'id, name' },
      {
        url: `${base}/ships/a?$select=id,name&$top=3&$count=true`,
        input: { $top: 3, $count: true, $select: ['id', 'name'] },
      },
    ],
    [
      'a number that is none is sent as typed',
      { 'path:id': 'a', 'query:$top': 'many' },
      { url: `${base}/ships/a?$top=many` },
    ],
    [
      'JSON in the query',
      { 'path:id': 'a', 'query:filter': '{ "a": 1 }' },
      { url: `${base}/ships/a?filter=%7B%22a%22:1%7D` },
    ],
    [
      'a header',
      { 'path:id': 'a', 'header:Prefer': 'code=500' },
      { headers: [{ name: 'Prefer', value: 'code=500' }] },
    ],
    [
      'a body',
      { 'path:id': 'a', body: '{"x":1}' },
      { body: { mediaType: 'application/json', value: { x: 1 } } },
    ],
    [
      'the client of the API, pointed elsewhere',
      { 'path:id': 'a' },
      { client: { factory: 'createGraphClient' }, baseUrl: base },
    ],
  ])('%s', (_, values, want) => {
    expect(formRequest(data, form(values), base)).toMatchObject(want)
  })

  test.each([
    ['body', { body: '{' }, 'The body is not JSON'],
    ['filter', { 'query:filter': '{' }, 'The filter is not JSON'],
  ])('a broken %s is a problem that the reader is told', (_, values, message) => {
    expect(() => formRequest(data, form(values), base)).toThrow(FormProblem)
    expect(() => formRequest(data, form(values), base)).toThrow(message)
  })

  test('the API itself needs no baseUrl', () => {
    expect(formRequest(data, form({ 'path:id': 'a' }), data.target.server)).not.toHaveProperty('baseUrl')
  })

  test('the mock keeps the path of the API', () => {
    expect(mockBaseUrl('http://127.0.0.1:4010', 'https://api.partnercenter.microsoft.com/v1')).toBe(
      'http://127.0.0.1:4010/v1',
    )
  })
})
