import { describe, expect, test } from 'vitest'
import { type FactKind, readPage } from '../src/index.ts'

/** What a page states, each fact as its words in one line. */
function stated(text: string, ...kinds: FactKind[]): string[] {
  return readPage('page.md', text)
    .facts.filter((fact) => kinds.includes(fact.kind))
    .map(({ page: _page, line: _line, quote: _quote, kind: _kind, ...rest }) => {
      const { body: _body, ...names } = rest as typeof rest & { body?: unknown }
      return Object.values(names).join(' ')
    })
}

const request = (address: string) => `# Do it\n## HTTP request\n\`\`\`http\n${address}\n\`\`\`\n`
const fence = (text: string, lang = 'http') => `\`\`\`${lang}\n${text}\n\`\`\`\n`

describe('query options', () => {
  test.each([
    ['This method does not support query parameters.', ['GET /a query $*']],
    ['This operation doesn’t support the OData query options.', ['GET /a query $*']],
    ['Not supported.', ['GET /a query $*']],
    ['`$search` is not supported.', ['GET /a query $search']],
    ['`$filter` is not supported on **scope**.', []],
  ])('%s', (sentence, want) => {
    const page = `${request('GET /a')}## Optional query parameters\n${sentence}`
    expect(stated(page, 'no-parameter')).toEqual(want)
  })

  test('a promise without a name is left open', () => {
    const page = `${request('GET /a')}## Optional query parameters\nThis method supports the OData query parameters.`
    expect(readPage('page.md', page).open.map(({ reason }) => reason)).toEqual(['names no query option'])
  })

  test('a promise is not open when the next sentence has the names', () => {
    const words = 'This method supports some of the OData query parameters.\n\n- You can use `$top`.'
    const { open, facts } = readPage('page.md', `${request('GET /a')}## Optional query parameters\n${words}`)
    expect(open).toEqual([])
    expect(facts.at(-1)).toMatchObject({ kind: 'parameter', name: '$top' })
  })

  test('text after a blank belongs to the value', () => {
    const page = `${request('GET /a')}## Example\n${fence('GET https://x.example/v1.0/a?$orderby=name desc')}`
    expect(stated(page, 'parameter')).toEqual(['GET /a query $orderby'])
  })

  test('a request of another operation shows how an option is used', () => {
    const sample = fence('GET https://x.example/v1.0/other?$orderby=name')
    const page = `${request('GET /a')}## Optional query parameters\nUse \`$orderby\`:\n${sample}`
    expect(stated(page, 'operation')).toEqual(['GET /a'])
    expect(readPage('page.md', page)).toMatchObject({ notUnderstood: [], passedOver: [{ line: 8 }] })
  })

  test('an example writes an option in other letters', () => {
    const page = `${request('GET /a?startDate={x}')}## Example\n${fence('GET https://x.example/v1.0/a?startdate=1')}`
    expect(stated(page, 'parameter')).toEqual(['GET /a query startDate', 'GET /a query startDate'])
  })

  test('a note in a list is not a parameter', () => {
    const page = `${request('GET /a')}## Query parameters\n- **Note**: use it rarely.`
    expect(stated(page, 'parameter')).toEqual([])
  })
})

describe('whether parameters are required', () => {
  test.each([
    ['## Query parameters\nProvide the following required query parameters.', 'GET /a query p true'],
    ['## Query parameters\nThe table lists optional parameters.', 'GET /a query p false'],
    ['## Optional query parameters', 'GET /a query p false'],
    ['## Optional request headers', 'GET /a header p false'],
  ])('%s', (words, want) => {
    const page = `${request('GET /a')}${words}\n\n|Name|Description|\n|---|---|\n|p|Words.|`
    expect(stated(page, 'parameter-required')).toEqual([want])
  })

  test('a row counts more than its heading', () => {
    const page = `${request('GET /a')}## Optional request headers\n|Name|Description|\n|---|---|\n|If-Match|The ETag. Required.|`
    expect(stated(page, 'parameter-required')).toEqual(['GET /a header If-Match true'])
  })

  test('a name that ends with the word is not required by it', () => {
    const page = `${request('PATCH /a')}## Request body\n|Property|Type|Description|\n|---|---|---|\n|isApprovalRequired|Boolean|Words.|`
    expect(stated(page, 'request-property-mark')).toEqual([])
  })

  test('a sentence about a header', () => {
    const page = `${request('POST /a')}## Example\nNote that session-id header is required.`
    expect(stated(page, 'parameter-required')).toEqual(['POST /a header session-id true'])
  })

  test('headers without a name are left open', () => {
    const page = `${request('POST /a')}## Request headers\n- A request ID is required.`
    expect(readPage('page.md', page).open.map(({ reason }) => reason)).toEqual([
      'a parameter or header without its name',
    ])
  })
})

test('limits of a parameter', () => {
  const rows = [
    '|size|int|No|How many. The default is 100. The max is 500.|',
    '|kind|string|No|Available options are: `daily` (default) and `hourly`.|',
  ]
  const page = `${request('GET /a?size={size}&kind={kind}')}## URI parameters\n|Name|Type|Required|Description|\n|---|---|---|---|\n${rows.join('\n')}`
  expect(stated(page, 'parameter-limit')).toEqual([
    'GET /a query size maximum 500',
    'GET /a query size default 100',
    'GET /a query kind default daily',
  ])
})

describe('operations', () => {
  const report = `${request('GET /reports/getUse')}## Function parameters\n|Parameter|Type|Description|\n|---|---|---|\n|period|String|How long.|\n## Example\n${fence("GET https://x.example/beta/reports/getUse(period='D7')")}`

  test('the arguments of a function may be only in the example', () => {
    expect(new Set(stated(report, 'parameter'))).toEqual(
      new Set([
        "GET /reports/getUse(period='{period}') path period",
        "GET /reports/getUse(period='{period}') path period String",
      ]),
    )
  })

  test('a GUID in an address stands for any other', () => {
    const page = request('POST /classes/acdefc6b-2dc6-4e71-b1e9-6d9810ab1793/setUp')
    expect(stated(page, 'operation', 'parameter')).toEqual([
      'POST /classes/{id}/setUp',
      'POST /classes/{id}/setUp path id',
    ])
  })

  test('a longer address is an operation of its own', () => {
    const page = `${request('GET /teams/{id}/swaps')}## Example\n${fence('GET https://x.example/beta/teams/{id}/swaps/{swapId}')}`
    expect(stated(page, 'operation')).toEqual([
      'GET /teams/{id}/swaps',
      'GET /teams/{id}/swaps/{swapId} https://x.example/beta',
    ])
  })

  test('a request on the page of a type is a sample', () => {
    const page = `# folder resource type\nGet one by its name.\n${fence('GET /me/folders/inbox')}## Properties\n|Property|Type|Description|\n|---|---|---|\n|id|String|Its id.|`
    expect(stated(page, 'operation')).toEqual([])
    expect(stated(page, 'resource')).toEqual(['folder'])
    expect(readPage('page.md', page).notUnderstood).toEqual([])
  })

  test('a title that begins like another heading is a title', () => {
    const page =
      '# permission resource type\nNamespace: sample.space\n## Properties\n|Property|Type|Description|\n|---|---|---|\n|id|String|Its id.|'
    expect(stated(page, 'resource')).toEqual(['sample.space.permission'])
  })
})

describe('bodies', () => {
  const table = '|Property|Type|Description|\n|---|---|---|\n'

  test('rows about each item of a collection are of the items', () => {
    const rows = [
      '|tags|[tag](tag.md) collection|An array of tags.|',
      '|id|String|For each tag in the **tags** collection, say which. Required.|',
    ]
    const page = `${request('POST /a')}## Request body\nProvide a JSON body of each [tag](tag.md) object in the **tags** collection.\n\n${table}${rows.join('\n')}`
    expect(stated(page, 'request-body')).toEqual([])
    expect(stated(page, 'request-property')).toEqual([
      'POST /a tags Collection(tag)',
      'POST /a tag id String',
    ])
  })

  test.each([
    ['This API does not require any request body.', 'no-request-body', 'POST /a'],
    ['The request body is a binary blob with the bytes.', 'request-body', 'POST /a Binary'],
    ['Provide an empty json `{}` as request body.', 'request-body', 'POST /a Object'],
  ] as const)('%s', (sentence, kind, want) => {
    expect(stated(`${request('POST /a')}## Request body\n${sentence}`, kind)).toEqual([want])
  })

  test('parameters of the address below the heading on the body', () => {
    const page = `${request('GET /a')}## Request body\nIn the request URL, provide the following query parameters.\nThe table shows them.\n\n${table}|by|String|What.|`
    expect(stated(page, 'parameter')).toEqual(['GET /a query by String'])
    expect(stated(page, 'request-property')).toEqual([])
  })

  test('a form', () => {
    const message =
      'POST https://x.example/token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=refresh_token&scope=openid'
    const page = `# Get a token\n## Example\n### Request\n${fence(message)}`
    expect(stated(page, 'example-property')).toEqual([
      'POST /token request /grant_type String',
      'POST /token request /scope String',
    ])
  })

  test('a body that is neither JSON nor a form is passed over with a reason', () => {
    const message = 'HTTP/1.1 200 OK\nContent-Type: application/pdf\n\n%PDF 1.7'
    const page = `${request('GET /a')}## Example\n${fence('GET https://x.example/a')}${fence(message)}`
    expect(readPage('page.md', page).passedOver.map(({ reason }) => reason)).toEqual([
      'an example body that is neither JSON nor a form',
    ])
  })

  test('a text that is cut off in its last value', () => {
    const page = `${request('GET /a')}## Example\n${fence('GET https://x.example/a')}${fence('HTTP/1.1 200 OK\n\n{ "a": 1, "b": "cut')}`
    expect(stated(page, 'example-property')).toEqual([
      'GET /a response 200 /a Integer',
      'GET /a response 200 /b String',
    ])
  })
})

describe('answers', () => {
  test('a status in a table of headers', () => {
    const row = '|if-match|If the ETag does not match, `412 Precondition Failed` is returned.|'
    const page = `${request('DELETE /a')}## Request headers\n|Name|Description|\n|---|---|\n${row}`
    expect(stated(page, 'status')).toEqual(['DELETE /a 412'])
  })

  test('headers that are not supported', () => {
    const rows =
      '|Error code|Description|\n|---|---|\n|HttpStatusCode.BadRequest|Two headers are not supported:<br/>If-Modified-Since<br/>If-Range|'
    const page = `${request('POST /a')}## Response\n${rows}`
    expect(stated(page, 'no-parameter')).toEqual([
      'POST /a header If-Modified-Since',
      'POST /a header If-Range',
    ])
  })

  test.each([
    'The state is in an _@odata.nextLink_ response header.',
    'If unsuccessful, a `4xx` error is returned.',
    'With the `Prefer` header with `return=minimal` preference it has no body.',
  ])('passed over with a reason: %s', (sentence) => {
    const { passedOver } = readPage('page.md', `${request('GET /a')}## Example\n${sentence}`)
    expect(passedOver).toHaveLength(1)
  })

  test('an answer whose comment has its flag as text', () => {
    const comment = '<!-- { "blockType": "response", "@odata.type": "x.plan", "isCollection": "true" } -->'
    const page = `${request('GET /a')}## Example\n${fence('GET https://x.example/a')}${comment}\n${fence('HTTP/1.1 200 OK\n\n{ "value": [] }')}`
    expect(stated(page, 'response-body')).toEqual(['GET /a 200 Collection(x.plan)'])
  })

  test('a body below the sentence that names its status', () => {
    const page = `${request('GET /a')}## Response\nIf it is off, the method returns \`403 Forbidden\` and the following error:\n${fence('{ "error": { "code": "off" } }', '')}`
    expect(stated(page, 'example')).toEqual(['GET /a response 403'])
  })

  test('a sentence in the examples tells the type', () => {
    const page = `${request('GET /a')}## Example\n### Response\nIf successful, this method returns a \`200 OK\` response code and a [plan](../resources/plan.md) object.`
    expect(stated(page, 'response-body')).toEqual(['GET /a 200 plan'])
  })

  test('a type without a status belongs to all statuses of success, in words and in examples', () => {
    const page = `${request('POST /a')}## Response\nIf successful, this method returns a [plan](../resources/plan.md) resource.\n\nThe status is \`201 Created\` for a new one or \`200 OK\` for a known one.`
    expect(stated(page, 'response-body')).toEqual(['POST /a 201 plan', 'POST /a 200 plan'])
  })

  test('a line of the request above the body of the answer', () => {
    const head = 'PATCH https://x.example/v1/a HTTP/1.1\nX-Id: 7\nLocation: /b\n\n{ "n": 1 }'
    const page = [
      '# Change it',
      '## REST request',
      '### Request syntax',
      '| Method | Request URI |',
      '|---|---|',
      '| **PATCH** | {baseURL}/v1/a |',
      '### Request example',
      fence('PATCH https://x.example/v1/a HTTP/1.1\n\n{ "n": 1 }'),
      '## REST response',
      'It sends status 202 and a location header.',
      '### Response example',
      'A request with an HTTP status 202:',
      fence(head),
    ].join('\n')
    expect(stated(page, 'example')).toEqual(['PATCH /a request', 'PATCH /a response 202'])
    expect(stated(page, 'response-header')).toEqual(['PATCH /a Location', 'PATCH /a 202 Location'])
  })
})

describe('types', () => {
  const properties = '| Property | Type | Description |\n|---|---|---|\n'

  test('notices and base types on a page of several types', () => {
    const page = `# Plan resources\n## Plan\nThe plan. It inherits from the [Item](item.md) class.\n\n${properties}| id | string | Its id. |\n\n## OldPlan\n> [!IMPORTANT]\n> Deprecated in SDK v1.9\n\n${properties}| id | string | Its id. |`
    expect(stated(page, 'base-type')).toEqual(['Plan Item'])
    expect(stated(page, 'deprecated')).toEqual(['OldPlan'])
  })

  test.each([
    ['IEnumerable<Order>', 'Collection(Order)'],
    ['IEnumerable', 'Collection(Any)'],
    ['Dictionary<string, string>', 'Dictionary(string)'],
  ])('%s', (words, type) => {
    const page = `# Plan resources\n## Plan\n${properties}| all | ${words} | All. |`
    expect(stated(page, 'property')).toEqual([`Plan all ${type}`])
  })

  test('a heading that is the name of a property is about its values', () => {
    const page = `# columnKind resource type\n## Properties\n${properties}| places | string | How many. |\n## Places\n| Value | Description |\n|---|---|\n| **none** | Default. No place. |\n| **one** | One place. |`
    expect(stated(page, 'enum-value')).toEqual(['columnKind places none', 'columnKind places one'])
    expect(stated(page, 'property-limit')).toEqual(['columnKind places default none'])
  })

  test('properties of a text that one of the values holds are not properties of the type', () => {
    const page = `# rule resource type\n## Properties\n${properties}| definition | String | JSON. |\n### Properties of a rule definition\n${properties}| Version | Integer | 1. |`
    expect(stated(page, 'property')).toEqual(['rule definition String'])
    expect(readPage('page.md', page).passedOver.map(({ line }) => line)).toEqual([9])
  })

  test('an open type in words, and the key', () => {
    const page = `# hints resource type\nThis type is an open type.\n## Properties\n${properties}| id | String | Key, not nullable. |`
    expect(stated(page, 'open-type')).toEqual(['hints true'])
    expect(stated(page, 'key')).toEqual(['hints id'])
  })

  test('a default in a sentence below the table', () => {
    const words = 'The default value of the `isHidden` property is `false`.'
    const page = `# folder resource type\n## Properties\n${properties}| isHidden | Boolean | Whether. |\n\n${words}`
    expect(stated(page, 'property-limit')).toEqual(['folder default isHidden false'])
  })

  test('keys that are data make an open type', () => {
    const page = `# hints resource type\n## Properties\n<!-- { "blockType": "resource", "@odata.type": "hints" } -->\n${fence('{ "ca2a1df2-e36b-4987-9f6b-0ea462f4eb47": "String" }', 'json')}`
    expect(stated(page, 'open-type')).toEqual(['hints true'])
    expect(stated(page, 'property')).toEqual([])
  })

  test('a key that stands for a text is the key of an entry', () => {
    const page = `# ids resource type\n## JSON representation\n<!-- { "blockType": "resource", "@odata.type": "ids" } -->\n${fence('{ "String-value": true }', 'json')}`
    expect(stated(page, 'property', 'open-type')).toEqual(['ids true'])
  })

  test('the title has a capital letter that the name has not', () => {
    const page = `# Plan resource type\nNamespace: x.y\n## JSON representation\n<!-- { "blockType": "resource", "@odata.type": "x.y.plan" } -->\n${fence('{ "id": "String" }', 'json')}`
    expect(new Set(stated(page, 'resource'))).toEqual(new Set(['x.y.plan']))
  })

  test('a row that lacks its first cell is reported', () => {
    const page =
      '# plan resource type\n## Methods\n| Method | Return type | Description |\n|---|---|---|\n| [Get](get.md) | [plan](plan.md) | Gets it. |\n[plan](plan.md)|Makes one.|\n| [Delete](delete.md) | None | Deletes it. |'
    expect(readPage('page.md', page).notUnderstood).toMatchObject([
      { line: 6, reason: 'a row that lacks its first cell' },
    ])
    expect(stated(page, 'method')).toEqual(['plan get.md plan', 'plan delete.md None'])
  })
})

describe('what was looked at is counted', () => {
  test.each([
    [
      'rows, sentences and included texts',
      `${request('GET /a')}## Optional query parameters\nIt supports \`$top\`.\n\n[!INCLUDE [more](more.md)]\n## Request headers\n|Name|Type|\n|---|---|\n|X|String|\n|a b|String|`,
      { places: 5, taken: 3, open: 1, notUnderstood: 1, passedOver: 0 },
    ],
    [
      'each status of a sentence, and a sample',
      `${request('GET /a')}## Response\nReturns \`200 OK\` or \`404 Not Found\`.\n## Example\n${fence('x', 'csharp')}`,
      { places: 4, taken: 3, open: 0, notUnderstood: 0, passedOver: 1 },
    ],
    [
      'the rows of a flattened table',
      'GET https://x.example/v1/a\nURI Parameters\nName|In|Required|Type\n---|---|---|---\ntop|query||integer',
      { places: 2, taken: 2, open: 0, notUnderstood: 0, passedOver: 0 },
    ],
  ])('%s', (_, page, want) => {
    const { lookedAt } = readPage('page.md', page)
    expect(lookedAt).toEqual(want)
    const { places, taken, open, notUnderstood, passedOver } = lookedAt
    expect(taken + open + notUnderstood + passedOver).toBe(places)
  })
})
