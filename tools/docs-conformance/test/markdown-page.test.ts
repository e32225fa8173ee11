import { describe, expect, test } from 'vitest'
import { type FactKind, readPage } from '../src/index.ts'
import { lines } from './lines.ts'

/** The facts of some kinds without their place, as a reader of the test wants to see them. */
function facts(text: string, ...kinds: FactKind[]): object[] {
  return readPage('api/page.md', text)
    .facts.filter((fact) => kinds.length === 0 || kinds.includes(fact.kind))
    .map(({ page: _page, line: _line, quote: _quote, ...statement }) => statement)
}

function puzzles(text: string): string[] {
  return readPage('api/page.md', text).notUnderstood.map(({ line, reason }) => `${line}: ${reason}`)
}

const request = (...addresses: string[]) => ['## HTTP request', '```http', ...addresses, '```', ''].join('\n')

describe('HTTP request', () => {
  test.each([
    [
      'several requests in one block',
      'GET /me/events\nGET /groups/{id}/events',
      ['GET /me/events', 'GET /groups/{id}/events'],
    ],
    ['several blocks', 'GET /a\n```\nText between.\n```http\nGET /b', ['GET /a', 'GET /b']],
    ['alternative names', 'GET /users/{id | userPrincipalName}', ['GET /users/{id|userPrincipalName}']],
    ['angle brackets', 'GET /users/<user-id>', ['GET /users/{user-id}']],
    ['a function call', "GET /reports/usage(period='{period}')", ["GET /reports/usage(period='{period}')"]],
    ['an absolute address', 'GET https://graph.microsoft.com/v1.0/sites/{id}', ['GET /sites/{id}']],
    ['a query string', 'GET /users?$top={n}', ['GET /users']],
    ['a query string on the next line', 'GET /users\n  ?$top={n}\n  &$skip={m}', ['GET /users']],
    [
      '$ref and $value',
      'DELETE /a/{id}/b/$ref\nGET /a/{id}/$value',
      ['DELETE /a/{id}/b/$ref', 'GET /a/{id}/$value'],
    ],
    ['the protocol at the end', 'GET /users HTTP/1.1', ['GET /users']],
    ['letter case is kept', 'GET /Customers/{CustomersId}', ['GET /Customers/{CustomersId}']],
  ])('%s', (_variation, addresses, want) => {
    expect(
      facts(request(addresses), 'operation').map((fact) => (fact as { operation: string }).operation),
    ).toEqual(want)
    expect(puzzles(request(addresses))).toEqual([])
  })

  test('the server and the query options of the address are facts of their own', () => {
    expect(facts(request('GET https://graph.microsoft.com/v1.0/users?$top={n}&%24select=id'))).toEqual([
      { kind: 'operation', operation: 'GET /users', server: 'https://graph.microsoft.com/v1.0' },
      { kind: 'parameter', operation: 'GET /users', in: 'query', name: '$top' },
      { kind: 'parameter', operation: 'GET /users', in: 'query', name: '$select' },
    ])
  })

  test('the heading may be missing', () => {
    const page = lines`
      # Get a thing
      <!-- { "blockType": "ignored" } -->
      \`\`\`http
      GET /things/{id}
      \`\`\`
    `
    expect(facts(page, 'operation')).toEqual([{ kind: 'operation', operation: 'GET /things/{id}' }])
  })

  test('the heading may be deeper, and the block too', () => {
    const page = lines`
      ## Create a thing
      ### HTTP request
      > \`\`\`http
      > POST /things
      > \`\`\`
    `
    expect(facts(page, 'operation')).toEqual([{ kind: 'operation', operation: 'POST /things' }])
  })

  test('without a block the examples tell the operation', () => {
    const page = lines`
      ## Example
      \`\`\`http
      GET https://graph.microsoft.com/beta/things
      \`\`\`
    `
    expect(facts(page, 'operation')).toContainEqual({
      kind: 'operation',
      operation: 'GET /things',
      server: 'https://graph.microsoft.com/beta',
    })
  })

  test('a line that is not a request is reported', () => {
    expect(puzzles(request('GET /a', '** Entity URI for b not found'))).toEqual([
      '4: a line of the HTTP request that is not a request line',
    ])
  })
})

describe('permissions', () => {
  const table = (...rows: string[]) =>
    [request('GET /a'), '## Permissions', '|Permission type|Permissions|', '|---|---|', ...rows].join('\n')

  test.each([
    ['a list', '|Application|A.Read.All, B.Read.All|', 'application', ['A.Read.All', 'B.Read.All']],
    ['none', '|Delegated (personal Microsoft account)|Not supported.|', 'personal', []],
    [
      'a lower-case scope',
      '|Delegated (work or school account)|user_impersonation|',
      'delegated',
      ['user_impersonation'],
    ],
  ])('%s', (_variation, row, account, permissions) => {
    expect(facts(table(row), 'permission')).toEqual([
      { kind: 'permission', operation: 'GET /a', account, permissions },
    ])
  })

  test('the table of Intune is under "Prerequisites"', () => {
    const page = table('|Application|A.ReadWrite.All, A.Read.All|').replace(
      '## Permissions',
      '## Prerequisites',
    )
    expect(facts(page, 'permission')).toHaveLength(1)
  })

  test('a template that was not filled in is left open, not a fact', () => {
    const page = table('|Application|**TODO: Provide applicable permissions.**|')
    expect(facts(page, 'permission')).toEqual([])
    expect(readPage('api/page.md', page).open).toEqual([
      {
        page: 'api/page.md',
        line: 9,
        quote: '|Application|**TODO: Provide applicable permissions.**|',
        reason: 'an unfilled template',
      },
    ])
  })

  test('an included table is left open', () => {
    const page = `${request('GET /a')}\n## Permissions\n[!INCLUDE [permissions-table](../includes/permissions/a.md)]`
    expect(readPage('api/page.md', page)).toMatchObject({
      notUnderstood: [],
      open: [{ line: 7, reason: 'the included text is not on the page' }],
    })
  })

  test('prose and unknown rows are reported', () => {
    expect(puzzles(`${request('GET /a')}\n## Permissions\n* Reading: A.Read or B.Read`)).toEqual([
      '6: permissions that are not a table',
    ])
    expect(puzzles(table('|Device|A.Read.All|'))).toEqual(['9: a row of the permission table'])
  })
})

describe('parameters', () => {
  const section = (title: string, ...rows: string[]) =>
    [request('GET /a/{id}'), `## ${title}`, ...rows].join('\n')

  test.each([
    ['Header|Value', ['|Header|Value|', '|---|---|', '|If-Match|etag|']],
    ['Name|Type|Description', ['|Name|Type|Description|', '|---|---|---|', '|If-Match|string|Text.|']],
    ['a name with a value', ['|Name|Description|', '|---|---|', '|If-Match: etag|Text.|']],
    ['an emphasised name', ['|Name|Description|', '|---|---|', '|*if-match*|Text.|']],
  ])('request headers: %s', (_variation, rows) => {
    const [header] = facts(section('Request headers', ...rows), 'parameter').slice(1) as { name: string }[]
    expect(header?.name.toLowerCase()).toBe('if-match')
  })

  test('Required and Optional are facts; Content-Type states a media type', () => {
    const rows = [
      '|Name|Description|',
      '|---|---|',
      '|A|Text. Required.|',
      '|B|Optional.|',
      '|Content-Type|application/json. Required.|',
    ]
    const page = section('Request headers', ...rows).replace('GET', 'PATCH')
    expect(facts(page, 'parameter-required', 'request-media-type')).toEqual([
      { kind: 'parameter-required', operation: 'PATCH /a/{id}', in: 'header', name: 'A', required: true },
      { kind: 'parameter-required', operation: 'PATCH /a/{id}', in: 'header', name: 'B', required: false },
      { kind: 'request-media-type', operation: 'PATCH /a/{id}', mediaType: 'application/json' },
      {
        kind: 'parameter-required',
        operation: 'PATCH /a/{id}',
        in: 'header',
        name: 'Content-Type',
        required: true,
      },
    ])
  })

  test('query options as a table, inline, and denied', () => {
    const table = section(
      'Query parameters',
      '|Parameter|Type|Description|',
      '|---|---|---|',
      '|$top|Int32|Text.|',
    )
    expect(facts(table, 'parameter').at(-1)).toMatchObject({ in: 'query', name: '$top', type: 'Int32' })
    const inline = section(
      'Optional query parameters',
      'Supports `$filter` and $select. It does not support `$expand`.',
    )
    expect(facts(inline, 'parameter', 'no-parameter').slice(1)).toEqual([
      { kind: 'parameter', operation: 'GET /a/{id}', in: 'query', name: '$filter' },
      { kind: 'parameter', operation: 'GET /a/{id}', in: 'query', name: '$select' },
      { kind: 'no-parameter', operation: 'GET /a/{id}', in: 'query', name: '$expand' },
    ])
  })

  test('a sentence that names no option leaves them open', () => {
    const text = 'This method supports some of the OData query parameters to help customize the response.'
    expect(readPage('api/page.md', section('Optional query parameters', text)).open).toMatchObject([
      { line: 7, reason: 'names no query option' },
    ])
  })

  test('path and function parameters belong to the addresses that have them', () => {
    const page = [
      request('GET /a/{id}', "GET /b/range(address='{address}')"),
      '## Function parameters',
      '|Parameter|Type|',
      '|---|---|',
      '|address|String|',
    ].join('\n')
    expect(facts(page, 'parameter').filter((fact) => 'type' in fact)).toEqual([
      {
        kind: 'parameter',
        operation: "GET /b/range(address='{address}')",
        in: 'path',
        name: 'address',
        type: 'String',
      },
    ])
  })
})

describe('request body', () => {
  const body = (...text: string[]) => [request('POST /a'), '## Request body', ...text].join('\n')
  const rows = (...cells: string[]) => body('|Property|Type|Description|', '|---|---|---|', ...cells)

  test.each([
    ['String', 'String'],
    ['[userProfile](../resources/userprofile.md)', 'userProfile'],
    ['Collection(String)', 'Collection(String)'],
    ['[plan](../resources/plan.md) collection', 'Collection(plan)'],
    ['collection of [plan](../resources/plan.md)', 'Collection(plan)'],
    ['Edm.Int64', 'Int64'],
    ['alertStatus enum', 'alertStatus'],
    ['microsoft.graph.plan', 'microsoft.graph.plan'],
  ])('the type %s', (cell, type) => {
    expect(facts(rows(`|x|${cell}|Text.|`), 'request-property')).toEqual([
      { kind: 'request-property', operation: 'POST /a', name: 'x', type },
    ])
  })

  test('marks and values in the description', () => {
    const row = '|x|String|Text. Possible values are: `a`, `b`. Read-only. Nullable.|'
    expect(facts(rows(row), 'request-property-mark', 'request-enum-value')).toEqual([
      { kind: 'request-property-mark', operation: 'POST /a', name: 'x', mark: 'readOnly' },
      { kind: 'request-property-mark', operation: 'POST /a', name: 'x', mark: 'nullable' },
      { kind: 'request-enum-value', operation: 'POST /a', name: 'x', value: 'a' },
      { kind: 'request-enum-value', operation: 'POST /a', name: 'x', value: 'b' },
    ])
  })

  test('"Required." after an unfilled description', () => {
    expect(facts(rows('|x|String|**TODO: Add Description** Required.|'), 'request-property-mark')).toEqual([
      { kind: 'request-property-mark', operation: 'POST /a', name: 'x', mark: 'required' },
    ])
  })

  test('a Required column, and a column of required parameters', () => {
    const column = body('|Property|Type|Required|', '|---|---|---|', '|x|String|Yes|', '|y|String|No|')
    const title = body('|Required parameter|Type|Description|', '|---|---|---|', '|x|String|Text.|')
    const want = { kind: 'request-property-mark', operation: 'POST /a', name: 'x', mark: 'required' }
    const optional = { ...want, name: 'y', mark: 'optional' }
    expect(facts(column, 'request-property-mark')).toEqual([want, optional])
    expect(facts(title, 'request-property-mark')).toEqual([want])
  })

  test('the sentence of the generator about all properties', () => {
    const text =
      'The following table shows the properties that are required when you create the [a](../resources/a.md).'
    expect(facts(body(text), 'request-property-mark')).toEqual([
      { kind: 'request-property-mark', operation: 'POST /a', name: '*', mark: 'required' },
    ])
  })

  test('no body', () => {
    expect(facts(body('Do not supply a request body for this method.'), 'no-request-body')).toHaveLength(1)
    expect(facts(body("Don't supply a request body for this method."), 'no-request-body')).toHaveLength(1)
  })

  test.each([
    ['a type that is none', rows('|x|see the text|Text.|'), '9: a type that is not a type name'],
    ['a name that is none', rows('|x y|String|Text.|'), '9: a name that is not an identifier'],
    [
      'values that are not a list',
      rows('|x|String|Possible values are: the first - it is best.|'),
      '9: values that are not a list of names',
    ],
    [
      'a table without names',
      body('|Colour|Taste|', '|---|---|', '|red|sweet|'),
      '7: a table of the request body without a name column',
    ],
  ])('%s is reported', (_variation, page, want) => {
    expect(puzzles(page)).toEqual([want])
  })
})

describe('response', () => {
  const response = (text: string) => [request('GET /a'), '## Response', text].join('\n')

  test.each([
    [
      'a status and a type',
      'returns a `200 OK` response code and an [a](../resources/a.md) object',
      [200, 'a'],
    ],
    [
      'a collection',
      'returns a `200 OK` response code and a collection of [a](../resources/a.md) objects',
      [200, 'Collection(a)'],
    ],
    ['a plain status', 'returns a 202 Accepted response code.', [202, undefined]],
    ['no body', 'returns a `204 No Content` response code.', [204, undefined]],
  ])('%s', (_variation, sentence, [status, type]) => {
    const read = facts(response(`If successful, this method ${sentence}.`), 'status', 'response-body')
    expect(read[0]).toMatchObject({ kind: 'status', status })
    expect(read[1]).toEqual(type ? { kind: 'response-body', operation: 'GET /a', status, type } : undefined)
  })

  test('several statuses, each with its own type', () => {
    const text =
      'Returns `204 No Content`.\n\nWith the header it returns `200 OK` and the updated [a](../resources/a.md).'
    expect(facts(response(text), 'status', 'no-response-body', 'response-body')).toEqual([
      { kind: 'status', operation: 'GET /a', status: 204 },
      { kind: 'no-response-body', operation: 'GET /a', status: 204 },
      { kind: 'status', operation: 'GET /a', status: 200 },
      { kind: 'response-body', operation: 'GET /a', status: 200, type: 'a' },
    ])
  })

  test('a table of statuses', () => {
    const page = response('|Status|Description|\n|---|---|\n|201 Created|Text.|\n|other|Text.|')
    expect(facts(page, 'status')).toEqual([{ kind: 'status', operation: 'GET /a', status: 201 }])
    expect(puzzles(page)).toEqual(['10: a row of the response table without a status'])
  })

  test('response headers', () => {
    const page = `${request('GET /a')}\n## Response headers\n|Header|Value|\n|---|---|\n|Location|URL|`
    expect(facts(page, 'response-header')).toEqual([
      { kind: 'response-header', operation: 'GET /a', name: 'Location' },
    ])
  })

  test('a section without a status is left open', () => {
    const [open] = readPage('api/page.md', response('It works.')).open
    expect(open).toMatchObject({ line: 6, reason: 'the status of the answer is not on the page' })
  })
})

describe('examples', () => {
  const example = (...text: string[]) => [request('GET /a/{id}'), '## Examples', ...text].join('\n')
  const message = (...text: string[]) => ['``` http', ...text, '```']
  const answer = (...json: string[]) =>
    message('HTTP/1.1 200 OK', 'Content-Type: application/json', '', ...json)
  const call = message('GET https://graph.microsoft.com/beta/a/42')

  test('placeholder words are types, values are weak types', () => {
    const json = [
      '{ "s": "String", "t": "String (timestamp)", "n": 1.5, "i": 3, "b": true, "z": null, "v": "text",',
    ]
    const more = [
      '  "o": { "@odata.type": "#microsoft.graph.x" }, "l": [ "Guid" ], "e": "@odata.type: microsoft.graph.y" }',
    ]
    const read = facts(example(...call, ...answer(...json, ...more)), 'example-property') as {
      pointer: string
      type: string
    }[]
    expect(Object.fromEntries(read.map(({ pointer, type }) => [pointer, type]))).toEqual({
      '/s': 'String',
      '/t': 'DateTimeOffset',
      '/n': 'Number',
      '/i': 'Integer',
      '/b': 'Boolean',
      '/z': 'Null',
      '/v': 'String',
      '/o': 'microsoft.graph.x',
      '/l': 'Collection(Guid)',
      '/e': 'microsoft.graph.y',
    })
  })

  test('the entity inside "value" is taken out, and the wrapper stated', () => {
    const read = facts(
      example(...call, ...answer('{ "value": { "id": "1" } }')),
      'value-wrapper',
      'example-property',
    )
    expect(read).toEqual([
      { kind: 'value-wrapper', operation: 'GET /a/{id}', status: 200 },
      {
        kind: 'example-property',
        operation: 'GET /a/{id}',
        direction: 'response',
        status: 200,
        pointer: '/id',
        type: 'String',
      },
    ])
  })

  test('a collection is not a wrapper', () => {
    const page = example(...call, ...answer('{ "value": [ { "id": "1" }, { "id": "2", "x": 1 } ] }'))
    expect(facts(page, 'value-wrapper')).toEqual([])
    expect(facts(page, 'example-property').map((fact) => (fact as { pointer: string }).pointer)).toEqual([
      '/value',
      '/value/*/id',
      '/value/*/x',
    ])
  })

  test('headers of the messages; those of the transfer are not facts', () => {
    const sent = message(
      'GET /a/{id}',
      'Authorization: Bearer {token}',
      'Prefer: x=1',
      'Content-length: 3',
      '',
    )
    const got = message('HTTP/1.1 201 Created', 'Location: /a/1', 'Date: x')
    expect(facts(example(...sent, ...got), 'parameter', 'response-header').slice(2)).toEqual([
      { kind: 'parameter', operation: 'GET /a/{id}', in: 'header', name: 'Authorization' },
      { kind: 'parameter', operation: 'GET /a/{id}', in: 'header', name: 'Prefer' },
      { kind: 'response-header', operation: 'GET /a/{id}', status: 201, name: 'Location' },
    ])
  })

  test('the comment gives name, type and collection', () => {
    const commented = [
      '<!-- { "blockType": "request", "name": ["get_a", "other"] } -->',
      ...call,
      '<!-- { "blockType": "response", "@odata.type": "microsoft.graph.a", "isCollection": true, } -->',
      ...answer('{ "value": [] }'),
    ]
    expect(facts(example(...commented), 'example', 'response-body')).toMatchObject([
      { kind: 'example', direction: 'request', name: 'get_a' },
      { kind: 'response-body', type: 'Collection(microsoft.graph.a)' },
      { kind: 'example', direction: 'response', body: { value: [] } },
    ])
  })

  test('tabs: only HTTP is read, text above the closing line is not a heading', () => {
    const page = example(
      '# [HTTP](#tab/http)',
      ...call,
      '# [C#](#tab/csharp)',
      '``` csharp',
      'client.Get();',
      '```',
      'Text above the line.',
      '---',
      ...answer('{ "x": "String" }'),
    )
    expect(facts(page, 'example')).toHaveLength(2)
    expect(puzzles(page)).toEqual([])
  })

  test('an address that an earlier answer gave is not an operation', () => {
    const opaque = [
      '<!-- { "blockType": "request", "opaqueUrl": true } -->',
      ...message('PUT https://up.example/42'),
    ]
    const page = example(...call, ...answer('{}'), ...opaque, ...answer('{ "x": 1 }'))
    expect(facts(page, 'operation').map((fact) => (fact as { operation: string }).operation)).not.toContain(
      'PUT /42',
    )
    expect(facts(page, 'example-property')).toEqual([])
    expect(puzzles(page)).toEqual([])
  })

  test.each([
    ['a body that is not JSON', [...call, ...answer('{ "a": ')], '14: an example body that is not JSON'],
    [
      'a request of another page',
      message('POST /other'),
      '7: an example request of no operation of this page',
    ],
    [
      'a comment that is not JSON',
      ['<!-- { "blockType": -->', ...call],
      '7: the API Doctor comment is not JSON',
    ],
    [
      'a comment before no block',
      ['<!-- { "blockType": "response" } -->', 'Text.'],
      '7: a "response" comment without a code block after it',
    ],
    [
      'a block of neither kind',
      ['```', 'hello', '```'],
      '7: a code block of the examples that is neither a request nor a response',
    ],
  ])('%s is reported', (_variation, text, want) => {
    expect(puzzles(example(...text))).toEqual([want])
  })
})

describe('resource pages', () => {
  const resource = (...text: string[]) =>
    ['# plan resource type', 'Namespace: microsoft.graph', '', ...text].join('\n')

  test('the properties, with the heads that pages use', () => {
    for (const head of [
      '|Property|Type|Description|',
      '|Property name|Type|Description|',
      '|Name|Type|Details|',
    ]) {
      const page = resource('## Properties', head, '|---|---|---|', '|id|String|Text. Read-only.|')
      expect(facts(page, 'property', 'property-mark')).toEqual([
        { kind: 'property', resource: 'microsoft.graph.plan', name: 'id', type: 'String' },
        { kind: 'property-mark', resource: 'microsoft.graph.plan', name: 'id', mark: 'readOnly' },
      ])
    }
  })

  test('no properties and no relationships', () => {
    expect(
      readPage('resources/plan.md', resource('## Properties', 'None', '## Relationships', 'None.')),
    ).toMatchObject({
      facts: [{ kind: 'resource' }],
      notUnderstood: [],
    })
  })

  test('the methods name the pages of the operations', () => {
    const rows = [
      '|[Get plan](../api/plan-get.md)|[plan](plan.md)|',
      '|[List](../api/plan-list.md)|[plan](plan.md) collection|',
      '|[Delete](../api/plan-delete.md)|None|',
    ]
    const page = resource('## Methods', '|Method|Return type|', '|---|---|', ...rows)
    expect(readPage('resources/plan.md', page).facts.slice(1)).toMatchObject([
      { kind: 'method', target: 'api/plan-get.md', returns: 'plan' },
      { kind: 'method', target: 'api/plan-list.md', returns: 'Collection(plan)' },
      { kind: 'method', target: 'api/plan-delete.md', returns: 'None' },
    ])
  })

  test('the base type, from the sentence and from the comment', () => {
    const json = [
      '## JSON representation',
      '<!-- { "blockType": "resource", "@odata.type": "microsoft.graph.plan", "baseType": "microsoft.graph.entity", "nullableProperties": ["x"] } -->',
      '```json',
      '{ "x": "a | b (default)" }',
      '```',
    ]
    const page = resource('Inherits from [entity](entity.md).', ...json)
    expect(facts(page, 'base-type', 'property-mark', 'enum-value')).toEqual([
      { kind: 'base-type', resource: 'microsoft.graph.plan', base: 'entity' },
      { kind: 'base-type', resource: 'microsoft.graph.plan', base: 'microsoft.graph.entity' },
      { kind: 'property-mark', resource: 'microsoft.graph.plan', name: 'x', mark: 'nullable' },
      { kind: 'enum-value', resource: 'microsoft.graph.plan', name: 'x', value: 'a' },
      { kind: 'enum-value', resource: 'microsoft.graph.plan', name: 'x', value: 'b' },
    ])
  })

  test('an enum of its own page', () => {
    const page = lines`
      # planKind enum type
      Namespace: microsoft.graph
      ## Members
      |Member|Value|Description|
      |:---|:---|:---|
      |free|0|Text.|
      |paid|1|Text.|
    `
    expect(facts(page, 'enum-value')).toEqual([
      { kind: 'enum-value', resource: 'microsoft.graph.planKind', value: 'free', number: 0 },
      { kind: 'enum-value', resource: 'microsoft.graph.planKind', value: 'paid', number: 1 },
    ])
  })

  test('an enum inside the properties of a resource', () => {
    const page = resource(
      '## Properties',
      '### planKind values',
      '|Value|Description|',
      '|---|---|',
      '|free|Text.|',
    )
    expect(facts(page, 'enum-value')).toEqual([{ kind: 'enum-value', resource: 'planKind', value: 'free' }])
  })

  test('a title that names no type: the JSON names it, else it is reported', () => {
    const json = [
      '## JSON representation',
      '<!-- { "@odata.type": "microsoft.graph.plan" } -->',
      '```json',
      '{ "x": "Int32" }',
      '```',
    ]
    expect(facts(['# Plans', ...json].join('\n'), 'property')).toEqual([
      { kind: 'property', resource: 'microsoft.graph.plan', name: 'x', type: 'Int32' },
    ])
    expect(puzzles('# Plans\n## Properties\n|Property|Type|\n|---|---|\n|a|String|')).toEqual([
      '2: the section "Properties" of a page whose title names no type',
    ])
  })
})

describe('what the grammar does not have is reported, never dropped', () => {
  test.each([
    [
      'a table in the text',
      '# A\n|x|y|\n|---|---|\n|1|2|\n```http\nGET /a\n```',
      '2: a table in the section "A"',
    ],
    [
      'a code block in an unknown section',
      '# A\n```http\nGET /a\n```\n## Rate card\n```json\n{ "x": 1 }\n```',
      '6: a code block of the examples that is neither a request nor a response',
    ],
    [
      'a status that no operation has',
      '# A resource type\n## Response\nReturns a `200 OK` response code.',
      '3: the status 200 in a sentence',
    ],
    ['an HTML table', '# A\n<table><tr><td>x</td></tr></table>', '2: an HTML table'],
    [
      'a list of properties',
      '# A resource type\n## Properties\n* id - String',
      '3: a list in the section "Properties", where a table is read',
    ],
    [
      'a table without its line of dashes',
      '# A\n```http\nGET /a\n```\n## Request headers\n|Name|Description|\n|Authorization|Required.|',
      '6: rows of a table that is none',
    ],
    [
      'an operation without its request line',
      '# A\n## HTTP request\nSee the overview.\n## Request headers\n|Name|Description|\n|---|---|\n|If-Match|etag|',
      '2: the section "HTTP request" of a page without a request line',
    ],
    [
      'an empty request block',
      '# A\n## HTTP request\n```http\n```',
      '2: the section "HTTP request" of a page without a request line',
    ],
    [
      'an answer to no request',
      '# A\n## Response\nReturns a `200 OK` response code.',
      '2: the section "Response" of a page without a request line',
    ],
    [
      'text in another encoding',
      '\uFFFD\uFFFD#\0 \0A\0',
      '1: the page as a whole: nothing of it is in a known grammar',
    ],
    [
      'front matter that never ends',
      '---\ntitle: "A',
      '1: the page as a whole: nothing of it is in a known grammar',
    ],
  ])('%s', (_variation, page, want) => {
    expect(puzzles(page)).toEqual([want])
  })

  test('boilerplate, remarks and page footers are understood', () => {
    const page = lines`
      # A
      [!INCLUDE [beta-disclaimer](../../includes/beta-disclaimer.md)]
      <!-- markdownlint-disable MD024 -->
      ## See also
      - [Other](other.md)
      <!-- { "type": "#page.annotation", "suppressions": [] } -->
    `
    expect(readPage('api/page.md', page)).toMatchObject({ facts: [], open: [], notUnderstood: [] })
  })
})
