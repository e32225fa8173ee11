import { describe, expect, test } from 'vitest'
import { type FactKind, type Reading, readPage } from '../src/index.ts'

const SERVER = 'https://api.example.com/v1'

/** A page as Partner Center's articles are built: a table for the address, for the parameters and for the body. */
function article(parts: {
  address?: string
  parameters?: string[]
  body?: string[]
  request?: string[]
  answer?: string
  response?: string[]
}): string {
  const {
    address = '{customer-id}/orders',
    parameters = [],
    body = ['None.'],
    answer = '',
    request = [
      'POST https://api.example.com/v1/customers/4c721420-72ad-4708-a0a7-371a2f7b0969/orders HTTP/1.1',
    ],
    response = ['HTTP/1.1 201 Created', 'Content-Type: application/json', '', '{ "id": "o-1" }'],
  } = parts
  return [
    '# Create an order',
    '## REST request',
    '### Request syntax',
    '| Method | Request URI |',
    '|--------|-------------|',
    `| **POST** | [*{baseURL}*](urls.md)/v1/customers/${address} HTTP/1.1 |`,
    '### URI parameter',
    ...parameters,
    '',
    '### Request body',
    ...body,
    '',
    '### Request example',
    '```http',
    ...request,
    '```',
    '## REST response',
    answer,
    '### Response example',
    '```http',
    ...response,
    '```',
  ].join('\n')
}

function facts(reading: Reading, ...kinds: FactKind[]): object[] {
  return reading.facts
    .filter((fact) => kinds.includes(fact.kind))
    .map(({ page: _page, line: _line, quote: _quote, kind: _kind, ...rest }) => {
      const { operation: _operation, ...fact } = rest as Record<string, unknown>
      return fact
    })
}

const read = (text: string) => readPage('article.md', text)

describe('the address', () => {
  test('comes from the table, its server from the example', () => {
    const [operation] = read(article({})).facts
    expect(operation).toMatchObject({
      kind: 'operation',
      operation: 'POST /customers/{customer-id}/orders',
      server: SERVER,
      line: 6,
    })
  })

  test('is one operation: the ids of the example are not a path', () => {
    const { facts: all, notUnderstood } = read(article({}))
    const names = all.flatMap((fact) => (fact.kind === 'operation' ? [fact.operation] : []))
    expect(new Set(names)).toEqual(new Set(['POST /customers/{customer-id}/orders']))
    expect(notUnderstood).toEqual([])
  })

  test('takes its server from the header Host where the example has a path alone', () => {
    const request = [
      'POST /v1/customers/4c721420-72ad-4708-a0a7-371a2f7b0969/orders',
      'Host: api.example.com',
    ]
    expect(read(article({ request })).facts[0]).toMatchObject({ server: SERVER })
  })

  test('keeps the version where no example tells the host', () => {
    const request = ['POST /v1/customers/4c721420-72ad-4708-a0a7-371a2f7b0969/orders']
    expect(read(article({ request })).facts[0]).toMatchObject({ server: '/v1' })
  })

  test('another method in the example is an operation of its own', () => {
    const request = ['PUT https://api.example.com/v1/customers/7/orders HTTP/1.1']
    expect(facts(read(article({ request })), 'operation')).toContainEqual({ server: SERVER })
    expect(read(article({ request })).facts).toContainEqual(
      expect.objectContaining({ kind: 'operation', operation: 'PUT /customers/{customer-id}/orders' }),
    )
  })

  test('addresses below "Resource URL" are templates for the examples', () => {
    const page = [
      '# Events',
      '## See an event',
      '### Resource URL',
      '`https://api.example.com/hooks/v1/events/{eventId}`',
      '### Request example',
      '```http',
      'GET /hooks/v1/events/04af2aea-d413-42db-824e-f328001484d1',
      '```',
    ].join('\n')
    expect(read(page).facts[0]).toMatchObject({ operation: 'GET /hooks/v1/events/{eventId}' })
  })

  test('an address below a heading that ends the examples before it is a template, too', () => {
    const page = [
      '# Events',
      '## APIs',
      '### List events',
      '#### Resource URL',
      '`https://api.example.com/hooks/v1/events`',
      '### Request example',
      '```http',
      'GET /hooks/v1/events',
      '```',
      '### Response example',
      '```http',
      'HTTP/1.1 200',
      '```',
      '### See an event',
      '#### Resource URL',
      '`https://api.example.com/hooks/v1/events/{eventId}`',
      '### Request example',
      '```http',
      'GET /hooks/v1/events/04af2aea-d413-42db-824e-f328001484d1',
      'Authorization: Bearer <token>',
      '```',
    ].join('\n')
    const operations = read(page).facts.flatMap((fact) => (fact.kind === 'operation' ? [fact.operation] : []))
    expect([...new Set(operations)]).toEqual(['GET /hooks/v1/events', 'GET /hooks/v1/events/{eventId}'])
  })

  test('a row that names the placeholder of a query parameter is about that parameter', () => {
    const parameters = [
      '| Name | Type | Required | Description |',
      '|---|---|---|---|',
      '| billing-cycle | string | No | The cycle. |',
    ]
    const page = article({ address: '{customer-id}/orders?billingType={billing-cycle}', parameters })
    expect(facts(read(page), 'parameter', 'parameter-required').slice(1, 4)).toEqual([
      { in: 'query', name: 'billingType' },
      { in: 'query', name: 'billingType', type: 'string' },
      { in: 'query', name: 'billingType', required: false },
    ])
  })

  test('several requests of one block have the answers of the next, in order', () => {
    const page = [
      '# Two calls',
      '### Request syntax',
      '| Method | Request URI |',
      '|---|---|',
      '| GET | {baseURL}/v1/a |',
      '| POST | {baseURL}/v1/b |',
      '### Request example',
      '```http',
      'GET https://api.example.com/v1/a HTTP/1.1',
      'X-Locale: en-US',
      '',
      'POST https://api.example.com/v1/b HTTP/1.1',
      'X-Locale: en-US',
      '```',
      '### Response example',
      '```http',
      'HTTP/1.1 200 OK',
      'MS-CV: 1',
      '',
      'HTTP/1.1 201 Created',
      '```',
    ].join('\n')
    const statuses = read(page).facts.filter(({ kind }) => kind === 'status')
    expect(statuses).toMatchObject([
      { operation: 'GET /a', status: 200 },
      { operation: 'POST /b', status: 201 },
    ])
  })
})

describe('URI parameters', () => {
  const table = (...rows: string[]) => ['|Name|Type|Required|Description|', '|---|---|---|---|', ...rows]

  test.each([
    ['a placeholder of the path', '|**customer-id**|**guid**|Y|The customer.|', 'path', 'customer-id', true],
    ['one in other letters', '|CustomerId|string|Yes|The customer.|', 'path', 'customer-id', true],
    ['a name of the query string', '|size|int|N|How many.|', 'query', 'size', false],
    [
      'one that the address does not have',
      '|seekOperation|string|No|Next page.|',
      'query',
      'seekOperation',
      false,
    ],
  ])('%s', (_form, row, location, name, required) => {
    const reading = read(article({ address: '{customer-id}/orders?size={size}', parameters: table(row) }))
    expect(facts(reading, 'parameter-required')).toEqual([{ in: location, name, required }])
  })

  test('a bold line stands for the heading', () => {
    const page = article({ parameters: table('|customer-id|guid|Yes|The customer.|') })
    const reading = read(page.replace('### URI parameter', '\n**URI parameter**\n'))
    expect(facts(reading, 'parameter-required')).toHaveLength(1)
  })
})

describe('the body', () => {
  const order = [
    '#### Order',
    '|Property|Type|Required|Description|',
    '|---|---|---|---|',
    '|id|string|No|The order.|',
    '|lineItems|array of [LineItem](order.md#lineitem) resources|Yes|The offers.|',
    '',
    '#### LineItem',
    '|Name|Type|Required|Description|',
    '|---|---|---|---|',
    '|offerId|string|Y|The offer.|',
  ]

  test('a table below another heading is of the type that the heading names', () => {
    const reading = read(article({ body: order }))
    expect(facts(reading, 'request-body')).toEqual([{ type: 'Order' }])
    expect(facts(reading, 'request-property')).toEqual([
      { name: 'id', type: 'string' },
      { name: 'lineItems', type: 'Collection(LineItem)' },
      { of: 'LineItem', name: 'offerId', type: 'string' },
    ])
    expect(facts(reading, 'request-property-mark')).toEqual([
      { name: 'id', mark: 'optional' },
      { name: 'lineItems', mark: 'required' },
      { of: 'LineItem', name: 'offerId', mark: 'required' },
    ])
  })

  test('a sentence before the table names the type as well', () => {
    const body = order.map((text) =>
      text.replace(/^#### (\w+)$/, 'This table describes the [$1](order.md) properties.'),
    )
    expect(facts(read(article({ body })), 'request-property')).toContainEqual({
      of: 'LineItem',
      name: 'offerId',
      type: 'string',
    })
  })

  test('headings as high as that of the body go on with it', () => {
    const body = order.map((text) => text.replace(/^#### /, '## '))
    expect(facts(read(article({ body })), 'request-property')).toContainEqual({
      of: 'LineItem',
      name: 'offerId',
      type: 'string',
    })
  })

  test.each([
    ['A full **Order** resource is required in the request body.', 'Order'],
    ['Supply a JSON representation for the planOrder object.', 'planOrder'],
    ['The request body must contain an [Order](order.md) resource.', 'Order'],
  ])('%s', (sentence, type) => {
    expect(facts(read(article({ body: [sentence] })), 'request-body')).toEqual([{ type }])
  })

  test('a table of the values of a property', () => {
    const values = [
      'The following values are allowed for **id**.',
      '',
      '|Id value|Description|',
      '|---|---|',
      '|a|First.|',
    ]
    expect(
      facts(read(article({ body: [...order.slice(0, 5), '', ...values] })), 'request-enum-value'),
    ).toEqual([{ name: 'id', value: 'a' }])
  })

  test('an array in a sentence', () => {
    const body = ['The request body must contain an array of [Device](devices.md#device) objects.']
    expect(facts(read(article({ body })), 'request-body')).toEqual([{ type: 'Collection(Device)' }])
  })

  test('items that are names are properties', () => {
    const body = ['The following properties are required.', '', '- **name**', '- **size**: how large it is']
    expect(facts(read(article({ body })), 'request-property-mark')).toEqual([
      { name: 'name', mark: 'required' },
      { name: 'size', mark: 'required' },
    ])
  })
})

describe('the answer', () => {
  test('a sentence without a status speaks of that of the example', () => {
    const answer =
      'If successful, the method returns an [Order](order-resources.md) resource in the response body.'
    expect(facts(read(article({ answer })), 'response-body')).toEqual([{ status: 201, type: 'Order' }])
  })

  test('the type may be set in bold', () => {
    const answer = 'If successful, this method returns a **Country** object in the response body.'
    expect(facts(read(article({ answer })), 'response-body')).toEqual([{ status: 201, type: 'Country' }])
  })

  test('a header in a sentence', () => {
    const answer = 'If successful, the response contains a **Location** header.'
    expect(facts(read(article({ answer })), 'response-header')).toEqual([{ name: 'Location' }])
  })

  test('a sentence about no body speaks of the statuses of the example', () => {
    const answer = 'It does not return anything in the response body.'
    const response = ['HTTP/1.1 202 Accepted']
    expect(facts(read(article({ answer, response })), 'no-response-body')).toEqual([{ status: 202 }])
  })

  test('JSON without a status line is the answer of success, whichever that is', () => {
    const reading = read(article({ response: ['{ "id": "o-1" }'] }))
    expect(reading.notUnderstood).toEqual([])
    expect(facts(reading, 'example-property')).toEqual([
      { direction: 'response', pointer: '/id', type: 'String' },
    ])
  })

  test('a table of error codes', () => {
    const answer = [
      '| HTTP Status Code | Error code | Description |',
      '|---|---|---|',
      '| 404 | 400013 | No product. |',
    ]
    const reading = read(article({ answer: answer.join('\n') }))
    expect(facts(reading, 'error-code')).toEqual([{ status: 404, code: '400013' }])
    expect(facts(reading, 'status')).toContainEqual({ status: 404 })
  })

  test('a byte order mark and a missing comma do not hide the members', () => {
    const response = ['HTTP/1.1 200 OK', '', '\uFEFF{', '  "id": "1"', '  "name": "a"', '}']
    const reading = read(article({ response }))
    expect(reading.notUnderstood).toEqual([])
    expect(reading.facts).toContainEqual(
      expect.objectContaining({ kind: 'example-property', pointer: '/name' }),
    )
  })

  test('keys that are data are the entries of a map', () => {
    const response = [
      'HTTP/1.1 200 OK',
      '',
      '{ "hints": { "4c721420-72ad-4708-a0a7-371a2f7b0969": { "order": 1 } } }',
    ]
    const members = read(article({ response })).facts.flatMap((fact) =>
      fact.kind === 'example-property' ? [[fact.pointer, fact.type]] : [],
    )
    expect(members).toEqual([
      ['/hints', 'Dictionary(Object)'],
      ['/hints/*/order', 'Integer'],
    ])
  })
})

describe('pages of several types', () => {
  const page = [
    '# Order resources',
    '## Order',
    '|Property|Type|Description|',
    '|---|---|---|',
    '|id|string|Read-only. The order.|',
    '|billing|string|Supported values are the member names found in [BillingCycle](#billingcycle).|',
    '|status|string|The status: "open", "done", or "failed".|',
    '|context|Dictionary<string, string>|More.|',
    '## BillingCycle',
    '|Value|Position|Description|',
    '|---|---|---|',
    '|monthly|1|Each month.|',
  ].join('\n')

  test('each heading names its type', () => {
    const reading = read(page)
    expect(reading.notUnderstood).toEqual([])
    expect(facts(reading, 'property')).toEqual([
      { resource: 'Order', name: 'id', type: 'string' },
      { resource: 'Order', name: 'billing', type: 'BillingCycle' },
      { resource: 'Order', name: 'status', type: 'string' },
      { resource: 'Order', name: 'context', type: 'Dictionary(string)' },
    ])
    expect(facts(reading, 'property-mark')).toEqual([{ resource: 'Order', name: 'id', mark: 'readOnly' }])
    expect(facts(reading, 'enum-value')).toEqual([
      { resource: 'Order', name: 'status', value: 'open' },
      { resource: 'Order', name: 'status', value: 'done' },
      { resource: 'Order', name: 'status', value: 'failed' },
      { resource: 'BillingCycle', value: 'monthly', number: 1 },
    ])
  })
})
