import { describe, expect, test } from 'vitest'
import { type FactKind, readPage } from '../src/index.ts'
import { lines } from './lines.ts'

/** What a page states, each fact as its words in one line. */
function stated(text: string, ...kinds: FactKind[]): string[] {
  return readPage('page.md', text)
    .facts.filter((fact) => kinds.includes(fact.kind))
    .map(({ page: _page, line: _line, quote: _quote, kind: _kind, ...rest }) => Object.values(rest).join(' '))
}

const request = (address: string) => `# Do it\n## HTTP request\n\`\`\`http\n${address}\n\`\`\`\n`
const table = (titles: string, ...rows: string[]) =>
  [titles, `|${'---|'.repeat(titles.split('|').length - 2)}`, ...rows].join('\n')

describe('functions', () => {
  test.each([
    ["GET /range(address='A1:B2')", "GET /range(address='{address}')", ['address']],
    [
      'GET /resized(rows={n}, columns={n})',
      'GET /resized(rows={rows},columns={columns})',
      ['rows', 'columns'],
    ],
    ['GET /delta()', 'GET /delta()', []],
  ])('%s', (address, operation, names) => {
    expect(stated(request(address), 'operation')).toEqual([operation])
    expect(stated(request(address), 'parameter')).toEqual(names.map((name) => `${operation} path ${name}`))
  })

  test('a table of arguments below "Request body" is about the path', () => {
    const rows = table('|Parameter|Type|Description|', '|rows|Int32|How many.|')
    const page = `${request('GET /resized(rows={n})')}## Request body\n${rows}`
    expect(stated(page, 'request-property')).toEqual([])
    expect(stated(page, 'parameter')).toContain('GET /resized(rows={rows}) path rows Int32')
  })
})

describe('headers', () => {
  test.each([
    ['|Header|Value|', '|If-Match|The last ETag. Required.|', 'PATCH /a header If-Match true'],
    ['|Header|Value|', '|Authorization|Bearer {token} Required.|', 'PATCH /a header Authorization true'],
    ['|Name|Description|', '|Prefer|Text. Optional.|', 'PATCH /a header Prefer false'],
  ])('%s %s', (titles, row, want) => {
    const page = `${request('PATCH /a')}## Request headers\n${table(titles, row)}`
    expect(stated(page, 'parameter-required')).toEqual([want])
  })

  test('a media type without words is left open', () => {
    const page = `${request('PATCH /a')}## Request headers\n${table('|Name|Description|', '|Content-Type|The kind of data. Required.|')}`
    expect(readPage('page.md', page).open.map(({ reason }) => reason)).toEqual([
      'the media type is not on the page',
    ])
  })
})

describe('permissions', () => {
  test('accounts in columns', () => {
    const rows = [
      '|Calendar|Delegated (work or school account)|Application|',
      '|:---|:---|:---|',
      '|user|A.Read|B.Read.All|',
    ]
    const page = `${request('GET /a')}## Permissions\n${rows.join('\n')}`
    expect(stated(page, 'permission')).toEqual(['GET /a delegated A.Read', 'GET /a application B.Read.All'])
  })

  test('a row for users is not about the addresses of groups', () => {
    const rows = [
      '|Calendar|Delegated (work or school account)|',
      '|:---|:---|',
      '|user calendar|A.Read|',
      '|group calendar|B.Read.All|',
    ]
    const page = `${request('GET /users/{id}/calendar\nGET /groups/{id}/calendar')}## Permissions\n${rows.join('\n')}`
    expect(stated(page, 'permission')).toEqual([
      'GET /users/{id}/calendar delegated A.Read',
      'GET /groups/{id}/calendar delegated B.Read.All',
    ])
  })

  test('rows below an account go on with it', () => {
    const rows = [
      '|Permission type|Permissions|',
      '|---|---|',
      '|Delegated (work or school account)||',
      '|Apps|A.Read|',
    ]
    const page = `${request('GET /a')}## Prerequisites\n${rows.join('\n')}`
    expect(stated(page, 'permission')).toEqual(['GET /a delegated A.Read'])
  })

  test('a line of dashes with a cell too many does not hide the table', () => {
    const rows = [
      '|Permission type|Permissions|',
      '|:-------------------|:-----|:--------|',
      '|Application|A.Read.All|',
    ]
    const page = `${request('GET /a')}## Permissions\n${rows.join('\n')}`
    expect(stated(page, 'permission')).toEqual(['GET /a application A.Read.All'])
  })
})

describe('statuses', () => {
  test.each([
    ['Returns 400, 403, 404, 409, and 412 responses.', ['400', '403', '404', '409', '412']],
    ['If it exists, a response status code 200 OK is returned.', ['200']],
    ['This method returns No Content (204).', ['204']],
    ['It takes 200 characters and 404 bytes.', []],
  ])('%s', (sentence, want) => {
    const page = `${request('GET /a')}## Response\n${sentence}`
    expect(stated(page, 'status')).toEqual(want.map((status) => `GET /a ${status}`))
  })

  test.each([
    ['|Status code|Description|', '|404|Gone.|'],
    ['|Code|Description|', '|HttpStatusCode.NotFound|Gone.|'],
    ['|Scenario|Status|', '|It is gone|404 Not Found|'],
  ])('%s %s', (titles, row) => {
    expect(stated(`${request('GET /a')}## Response\n${table(titles, row)}`, 'status')).toEqual(['GET /a 404'])
  })
})

describe('notices', () => {
  test('a type, an operation and a property may be deprecated', () => {
    const notice = 'The plan API is deprecated and will be removed.'
    expect(stated(`# plan resource type\n${notice}\n`, 'deprecated')).toEqual(['plan'])
    expect(stated(request('GET /a').replace('\n', `\n${notice}\n\n`), 'deprecated-operation')).toEqual([
      'GET /a',
    ])
    const rows = table('|Property|Type|Description|', '|p|String|The name. This property is deprecated.|')
    expect(stated(`# plan resource type\n## Properties\n${rows}`, 'property-mark')).toEqual([
      'plan p deprecated',
    ])
  })

  test('a query option outside of its section', () => {
    const page = request('GET /a').replace('\n', '\nThis method supports the `$format` query parameter.\n\n')
    expect(stated(page, 'parameter')).toEqual(['GET /a query $format'])
  })
})

test('a comment belongs to the request even with words between them', () => {
  const page = [
    request('GET /a'),
    '## Example',
    '<!-- { "blockType": "request", "name": "get_a" } -->',
    'An administrator asks.',
    '### Request',
    '```http',
    'GET https://graph.microsoft.com/beta/a',
    '```',
  ].join('\n')
  expect(stated(page, 'example')).toEqual(['GET /a request get_a'])
  expect(readPage('page.md', page).notUnderstood).toEqual([])
})

test('a message that is marked as ignored is an example, other blocks are samples', () => {
  const page = [
    request('GET /a/{id}'),
    '## Example',
    '<!-- { "blockType": "ignored" } -->',
    '```http',
    'GET https://graph.microsoft.com/beta/a/7',
    'Prefer: x',
    '```',
    '<!-- { "blockType": "ignored" } -->',
    '```http',
    'see the answer',
    '```',
  ].join('\n')
  expect(stated(page, 'operation')).toEqual(['GET /a/{id}', 'GET /a/{id} https://graph.microsoft.com/beta'])
  expect(stated(page, 'example')).toEqual(['GET /a/{id} request'])
  expect(readPage('page.md', page)).toMatchObject({ notUnderstood: [], passedOver: [{ line: 14 }] })
})

test('a status without its protocol, and bodies in blocks of their own', () => {
  const page = lines`
    # Batches
    ## First batch request
    ~~~http
    POST https://api.example.com/v1.0/$batch
    Content-Type: application/json
    ~~~
    ~~~json
    { "requests": [] }
    ~~~
    Answers may come in another order.
    ~~~http
    200 OK
    Content-Type: application/json
    ~~~
    ~~~json
    { "responses": [] }
    ~~~`
  const { facts, notUnderstood } = readPage('batch.md', page)
  expect(facts.filter(({ kind }) => kind === 'example-property')).toMatchObject([
    { direction: 'request', pointer: '/requests' },
    { direction: 'response', status: 200, pointer: '/responses' },
  ])
  expect(notUnderstood).toEqual([])
})

test('an answer below a second listed request belongs to that one', () => {
  const page = lines`
    # Get a folder
    ## HTTP request
    ~~~http
    GET /folders/{name}
    ~~~
    ## Response
    ~~~http
    HTTP/1.1 200 OK

    { "name": "a" }
    ~~~
    ## Get its children
    ### HTTP request
    ~~~http
    GET /folders/{name}/children
    ~~~
    ### Response
    ~~~http
    HTTP/1.1 200 OK

    { "value": [] }
    ~~~`
  const { facts } = readPage('folder-get.md', page)
  expect(facts.filter(({ kind }) => kind === 'example-property')).toMatchObject([
    { operation: 'GET /folders/{name}', pointer: '/name' },
    { operation: 'GET /folders/{name}/children', pointer: '/value' },
  ])
})

test('a sentence names the fields that are required', () => {
  const page = lines`
    # Create an item
    ## HTTP request
    ~~~http
    POST /items
    ~~~
    ## Request body
    When you create an item, the following fields are required: **acl**, and **properties**. The **note** may be left out.`
  expect(
    readPage('item-post.md', page).facts.filter(({ kind }) => kind === 'request-property-mark'),
  ).toMatchObject([
    { name: 'acl', mark: 'required' },
    { name: 'properties', mark: 'required' },
  ])
})
