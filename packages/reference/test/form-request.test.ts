import { describe, expect, test } from 'vitest'
import type { TryItData } from '../src/try-it/data.ts'
import { givenBaseUrl, mockBaseUrl } from '../src/try-it/destination.ts'
import { FormProblem, formRequest } from '../src/try-it/form-request.ts'
import { requestHeaders } from '../src/try-it/send.ts'

const data: TryItData = {
  api: 'customers',
  documents: [],
  records: [],
  target: {
    operationId: 'listShips',
    method: 'GET',
    path: '/ships/{id}',
    server: 'https://graph.microsoft.com/beta',
    client: {
      module: '@clientele/client',
      factory: 'createGraphClient',
      variable: 'graph',
      tokenVariable: 'GRAPH_TOKEN',
    },
    proof: { security: { type: 'bearer' }, variable: 'GRAPH_TOKEN' },
  },
  parameters: [
    { name: 'id', in: 'path', type: 'string' },
    { name: '$select', in: 'query', type: 'array', explode: false },
    { name: '$top', in: 'query', type: 'number' },
    { name: '$count', in: 'query', type: 'boolean' },
    { name: 'filter', in: 'query', type: 'json' },
    { name: 'Prefer', in: 'header', type: 'string' },
  ],
  body: { mediaType: 'application/json', examples: [], fields: [] },
  errors: {},
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
    ['a broken body', { 'path:id': 'a', body: '{' }, 'The body is not JSON'],
    ['a broken filter', { 'path:id': 'a', 'query:filter': '{' }, 'The filter is not JSON'],
    ['an id of blanks', { 'path:id': '  ' }, 'Give id a value'],
    ['no id', {}, 'Give id a value'],
    // A browser and curl would call another address than the one that is shown.
    ['an id of one dot', { 'path:id': '.' }, 'id cannot be "."'],
    ['an id of two dots', { 'path:id': '..' }, 'id cannot be ".."'],
  ])('%s is a problem that the reader is told', (_, values, message) => {
    expect(() => formRequest(data, form(values), base)).toThrow(FormProblem)
    expect(() => formRequest(data, form(values), base)).toThrow(message)
  })

  test('the API itself needs no baseUrl', () => {
    expect(formRequest(data, form({ 'path:id': 'a' }), data.target.server)).not.toHaveProperty('baseUrl')
  })

  test.each([
    ['', 'Give the address of a mock or of the API first.'],
    ['127.0.0.1:4010/beta', 'starts with http:// or https://'],
    ['localhost:4010/beta', 'starts with http:// or https://'],
    ['data:text/plain,hi', 'starts with http:// or https://'],
    ['http://me:secret@127.0.0.1:4010/beta', 'Leave user name and password out'],
    ['http://127.0.0.1:4010/beta?$top=1', 'ends before "?" and "#"'],
    ['http://127.0.0.1:4010/beta#top', 'ends before "?" and "#"'],
  ])('the address "%s" is a problem that the reader is told', (address, message) => {
    expect(() => givenBaseUrl(address)).toThrow(FormProblem)
    expect(() => givenBaseUrl(address)).toThrow(message)
  })

  test('an address may have blanks around it and a slash at its end', () => {
    expect(formRequest(data, form({ 'path:id': 'a' }), givenBaseUrl(` ${base}/ `)).url).toBe(
      `${base}/ships/a`,
    )
  })

  test('a token may be pasted as the header has it', () => {
    const request = formRequest(data, form({ 'path:id': 'a' }), base)
    for (const pasted of ['mine', ' mine\n', 'Bearer mine', 'bearer  mine'])
      expect(requestHeaders(request, pasted).get('Authorization')).toBe('Bearer mine')
    expect(requestHeaders(request, ' ').get('Authorization')).toBeNull()
  })

  test.each([
    [{ type: 'basic' }, { authorization: `Basic ${btoa('ann:key')}` }],
    [{ type: 'apiKey', in: 'header', name: 'X-Key' }, { 'x-key': 'ann:key' }],
    [{ type: 'none' }, {}],
  ] as const)('%o takes the token as %o', (security, want) => {
    const request = formRequest(data, form({ 'path:id': 'a' }), base)
    const { accept, ...sent } = Object.fromEntries(
      requestHeaders({ ...request, proof: { security, variable: 'TOKEN' } }, 'ann:key'),
    )
    expect(sent).toEqual(want)
  })

  test('a token that no header can carry is a problem of the token, and stays unsaid', () => {
    const request = formRequest(data, form({ 'path:id': 'a' }), base)
    expect(() => requestHeaders(request, 'my…token')).toThrow(FormProblem)
    expect(() => requestHeaders(request, 'my…token')).toThrow(/^Authorization has (?!.*my…token)/)
  })

  test('the mock keeps the path of the API', () => {
    expect(mockBaseUrl('http://127.0.0.1:4010', 'https://api.partnercenter.microsoft.com/v1')).toBe(
      'http://127.0.0.1:4010/v1',
    )
  })
})
