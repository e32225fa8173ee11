import { describe, expect, test } from 'vitest'
import { type FactKind, readPage } from '../src/index.ts'
import { readRequestLine } from '../src/pages/request-line.ts'

/** What a page states, each fact as its words in one line. */
function stated(text: string, ...kinds: FactKind[]): string[] {
  return readPage('page.md', text)
    .facts.filter((fact) => kinds.includes(fact.kind))
    .map(({ page: _page, line: _line, quote: _quote, kind: _kind, ...rest }) => {
      const { body: _body, ...names } = rest as typeof rest & { body?: unknown }
      return Object.values(names).join(' ')
    })
}

function reasons(text: string): { passedOver: string[]; notUnderstood: string[] } {
  const { passedOver, notUnderstood } = readPage('page.md', text)
  return {
    passedOver: passedOver.map(({ reason }) => reason),
    notUnderstood: notUnderstood.map(({ reason }) => reason),
  }
}

const fence = (text: string, lang = 'http') => `\`\`\`${lang}\n${text}\n\`\`\`\n`
const request = (address: string) => `# Do it\n## HTTP request\n${fence(address)}`

describe('permissions in rows below their account', () => {
  const table = (cell: string) =>
    `${request('GET /rooms')}## Permissions\n|Permission type|Permissions|\n|:--|:--|\n` +
    `|Delegated (work or school account)|${cell}|\n|&nbsp; **Cleaning**|Rooms.Read|\n|Application|Rooms.Write|\n`

  test.each([[''], ['_varies by context_']])('the account above them has "%s"', (cell) => {
    expect(stated(table(cell), 'permission')).toEqual([
      'GET /rooms delegated Rooms.Read',
      'GET /rooms application Rooms.Write',
    ])
    expect(reasons(table(cell))).toEqual({
      passedOver: ['an account above the rows about it'],
      notUnderstood: [],
    })
  })
})

describe('requests that the page does not list', () => {
  const page = (line: string, listed = 'GET /rooms/{id}/seats') =>
    `${request(listed)}## Example\n${fence(`GET https://api.example.com/v1.0${line}`)}${fence('HTTP/1.1 200 OK')}`

  test.each([
    ['/buildings/seats', ['GET /rooms/{id}/seats', 'GET /buildings/seats']],
    ['/floors/{id}/seats', ['GET /rooms/{id}/seats', 'GET /floors/{id}/seats']],
    ['/floors/{id}/desks', ['GET /rooms/{id}/seats']],
  ])('%s', (line, operations) => {
    expect(stated(page(line), 'operation').map((words) => words.split(' ').slice(0, 2).join(' '))).toEqual(
      operations,
    )
  })

  test('the signed-in user is one of the users', () => {
    const words = stated(page('/me', 'GET /users/{id}'), 'status')
    expect(words).toEqual(['GET /me 200'])
  })

  test('a call to a service of the reader', () => {
    const call = `POST https://robot.example.org/calls\nContent-Type: application/json\n\n{ "a": 1 }`
    const text = `${page('/rooms/1/seats')}${fence(call)}${fence('{ "b": 1 }', 'json')}`
    expect(reasons(text)).toEqual({
      passedOver: Array(2).fill('a request to another service than that of the page'),
      notUnderstood: [],
    })
    expect(stated(text, 'example-property', 'request-media-type')).toEqual([])
  })

  test('another host of the same service is still the same service', () => {
    const text = `${page('/rooms/1/seats')}${fence('GET https://test.example.com/v1.0/x/desks')}`
    expect(reasons(text).notUnderstood).toEqual(['an example request of no operation of this page'])
  })
})

describe('request lines', () => {
  test.each([
    'GET http:// api.example.com/v1/rooms HTTP/1.1',
    'GET http://api.example.com/v1/rooms HTTP 1.1',
    'GET http://api.example.com/v1/rooms',
  ])('%s', (line) => {
    expect(readRequestLine(line)).toMatchObject({ server: 'http://api.example.com/v1', path: '/rooms' })
  })

  test('a word between two of them', () => {
    const page = request('GET /me/rooms\nor\nGET /users/{id}/rooms')
    expect(stated(page, 'operation')).toEqual(['GET /me/rooms', 'GET /users/{id}/rooms'])
    expect(reasons(page).notUnderstood).toEqual([])
  })
})

describe('examples', () => {
  test('bold words tell what they are', () => {
    const page =
      `${request('GET /rooms/{id}')}## Response\nReturns \`200 OK\`.\n## Example\n` +
      `**Request**\n${fence('GET https://x.example/v1.0/rooms/{id}')}\n**Response**\n\nIt is shorter.\n${fence('{ "id": "1" }', 'json')}`
    expect(stated(page, 'example-property')).toEqual(['GET /rooms/{id} response 200 /id String'])
  })

  const body = (text: string) =>
    `${request('GET /rooms/{id}')}## Example\n${fence('GET https://x.example/v1.0/rooms/1')}` +
    fence(`HTTP/1.1 200 OK\nContent-Type: application/json\n\n${text}`)

  test.each([
    ['null in other letters', '{ "a": Null, "b": FALSE }', ['/a Null', '/b Boolean']],
    ['a word in pointed brackets', '{ "a": <the a>, "b": <integer> }', ['/a String', '/b Integer']],
    ['a text over several lines', '{ "a": "x\n  y \\" z",\n "b": 1 }', ['/a String', '/b Integer']],
    ['a bracket of the other kind', '{ "a": [ { "b": 1 }\n}', ['/a Collection(Object)', '/a/*/b Integer']],
    ['a bracket too many', '{ "a": 1 } }', ['/a Integer']],
  ])('%s', (_, text, members) => {
    expect(stated(body(text), 'example-property')).toEqual(
      members.map((member) => `GET /rooms/{id} response 200 ${member}`),
    )
    expect(reasons(body(text)).notUnderstood).toEqual([])
  })

  test.each([['{ "a": 1 }, "b": 2 }'], ['{ "a": }'], ['{ a: 1 }'], ['{ "a": "x", "b": "y }\n{ "c": 1 }']])(
    '%s is still no JSON',
    (text) => {
      expect(reasons(body(text)).notUnderstood).toEqual(['an example body that is not JSON'])
    },
  )

  test('words in place of a body', () => {
    expect(reasons(body('No body'))).toEqual({
      passedOver: ['an example body that is neither JSON nor a form'],
      notUnderstood: [],
    })
  })
})

describe('tables', () => {
  test('what can be done with attributes makes them no parameters', () => {
    const table = '|Attribute name|Supported operators|\n|:--|:--|\n|size|eq, le|\n|door/width|eq|\n'
    const page = `${request('GET /rooms')}## Optional query parameters\n${table}`
    expect(stated(page, 'parameter')).toEqual([])
    expect(reasons(page)).toEqual({
      passedOver: Array(2).fill('what holds under a condition'),
      notUnderstood: [],
    })
  })

  test('what a case of a type needs', () => {
    const own = '|Property|Type|Description|\n|:--|:--|:--|\n|kind|String|The kind.|\n|from|Date|The day.|\n'
    const cases =
      '|Kind|Meaning|Required properties|\n|:--|:--|:--|\n|`open`|No end.|**kind**, **from**|\n|`none`|Never.|**kind**|\n'
    const page = `# range resource type\n## Properties\n${own}\nEach kind has its own:\n\n${cases}`
    expect(stated(page, 'property')).toEqual(['range kind String', 'range from Date'])
    expect(reasons(page)).toEqual({
      passedOver: Array(2).fill('what holds under a condition'),
      notUnderstood: [],
    })
  })

  test('derived types have pages of their own', () => {
    const page =
      '# room resource type\n## Derived types\n|Type|Description|\n|:--|:--|\n|[hall](hall.md)|Large.|\n'
    expect(reasons(page).notUnderstood).toEqual([])
  })

  test('a type says that it may be null', () => {
    const page =
      '# room resource type\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n' +
      '|isDark|nullable Boolean|Dark.|\n|size|Int32 (nullable)|Size.|\n|name|String|Name.|\n'
    expect(stated(page, 'property')).toEqual(['room isDark Boolean', 'room size Int32', 'room name String'])
    expect(stated(page, 'property-mark')).toEqual(['room isDark nullable', 'room size nullable'])
  })

  test('values with their numbers', () => {
    const page =
      '# room resource type\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n' +
      '|colour|String|Its colour. The values are: Red=0, Blue = 1, None=-1.|\n'
    expect(stated(page, 'enum-value')).toEqual(['room colour Red', 'room colour Blue', 'room colour None'])
  })

  test('a type without members', () => {
    const page = `# room resource type\n## JSON representation\n${fence('{\n}', 'json')}`
    expect(reasons(page)).toEqual({
      passedOver: ['a JSON representation without members'],
      notUnderstood: [],
    })
  })
})

describe('values of a named parameter', () => {
  const table = '|Value|Description|\n|:--|:--|\n|wide|Wide.|\n|tall|Tall.|\n'

  test('in a table of their own', () => {
    const page =
      `${request('GET /rooms?form={form}')}## Query parameters\n|Name|Value|Description|\n|:--|:--|:--|\n|form|string|The form.|\n` +
      `\nThe following values are valid for the **form** parameter:\n\n${table}`
    expect(stated(page, 'parameter', 'parameter-enum-value')).toEqual([
      'GET /rooms query form',
      'GET /rooms query form string',
      'GET /rooms query form wide',
      'GET /rooms query form tall',
    ])
    expect(reasons(page).notUnderstood).toEqual([])
  })

  test('of a property among others that the sentence names', () => {
    const page =
      `${request('POST /rooms')}## Request body\n|Name|Type|Description|\n|:--|:--|:--|\n|form|string|The form.|\n|link|string|The link.|\n` +
      `\nThese values are allowed for the **form** property. Without one it is that of the link.\n\n${table}`
    expect(stated(page, 'request-enum-value')).toEqual(['POST /rooms form wide', 'POST /rooms form tall'])
  })

  test('a table of values of no named parameter is reported', () => {
    const page = `${request('GET /rooms')}## Query parameters\nThe values of the thing:\n\n${table}`
    expect(reasons(page).notUnderstood).toEqual(['a table of values of no named parameter'])
  })
})

describe('names and defaults', () => {
  test('a placeholder has another word inside', () => {
    const page =
      `${request('GET /guests/{guest_id}/rooms/{room-id}')}## URI parameters\n|Name|Type|Required|\n|:--|:--|:--|\n` +
      '|guest-hotel-id|GUID|Y|\n|top|int|N|\n'
    expect(stated(page, 'parameter').slice(2)).toEqual([
      'GET /guests/{guest_id}/rooms/{room-id} path guest_id GUID',
      'GET /guests/{guest_id}/rooms/{room-id} query top int',
    ])
  })

  test('a default in single quotation marks', () => {
    const page =
      '# room resource type\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n' +
      "|size|Int32|Default value of '0' means none.|\n"
    expect(stated(page, 'property-limit')).toEqual(['room size default 0'])
  })
})
