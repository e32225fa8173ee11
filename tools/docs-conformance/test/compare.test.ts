import { describe, expect, test } from 'vitest'
import {
  agrees,
  compare,
  isFinding,
  parseDescription,
  parseKnownContradictions,
  readPage,
} from '../src/index.ts'
import { lines } from './lines.ts'

const page = lines`
  # Create plan
  ## HTTP request
  \`\`\`http
  POST /groups/{id | mail}/plans
  \`\`\`
  ## Permissions
  |Permission type|Permissions|
  |---|---|
  |Application|Plan.ReadWrite.All|
  ## Query parameters
  It supports \`$select\`. It does not support \`$expand\`.
  ## Request headers
  |Name|Description|
  |---|---|
  |Authorization|Bearer {token}. Required.|
  |Content-Type|application/json. Required.|
  |If-Match|etag. Optional.|
  ## Request body
  |Property|Type|Description|
  |---|---|---|
  |title|String|Required.|
  |kind|planKind|Possible values are: \`free\`, \`paid\`. Read-only.|
  |due|DateTimeOffset|Nullable.|
  |tags|Collection(String)|Text.|
  ## Response
  Returns a \`201 Created\` response code and a [plan](../resources/plan.md) object.
`

const description = lines`
  openapi: 3.1.0
  info: { title: Plans, version: '1' }
  servers: [{ url: https://graph.microsoft.com/beta }]
  security: [{ oauth: [Plan.ReadWrite.All] }]
  paths:
    /groups/{id}/plans:
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      post:
        parameters:
          - { name: $select, in: query, schema: { type: array, items: { type: string } } }
          - { name: if-match, in: header, schema: { type: string } }
        requestBody:
          required: true
          content: { application/json: { schema: { $ref: '#/components/schemas/plan' } } }
        responses:
          '201':
            $ref: '#/components/responses/PlanCreated'
          '4XX':
            description: Refused.
            x-source: { basis: convention, from: https://learn.microsoft.com/graph/errors }
            headers: { Retry-After: { schema: { type: number, format: double } } }
  components:
    securitySchemes:
      oauth: { type: oauth2, flows: {} }
    responses:
      PlanCreated:
        description: Created.
        content:
          application/json: { schema: { allOf: [{ $ref: '#/components/schemas/plan' }] }, x-source: { basis: convention, from: RFC 8259 } }
    schemas:
      plan:
        type: object
        required: [title]
        allOf:
          - properties: { kind: { $ref: '#/components/schemas/planKind', readOnly: true } }
        properties:
          title: { type: string }
          due: { type: [string, 'null'], format: date-time }
          tags: { type: array, items: { type: string } }
      planKind: { type: string, enum: [free, paid] }
`

function check(text: string, known = '') {
  const result = compare(
    parseDescription(text, 'plans.yaml'),
    readPage('plan-create.md', page),
    parseKnownContradictions(known, 'known.yaml'),
  )
  const findings = result.checked
    .filter(isFinding)
    .map(({ fact, verdict }) => `${fact.line} ${verdict.place} ${'reason' in verdict ? verdict.reason : ''}`)
  return { findings, extras: result.extras.map(({ place }) => place), agrees: agrees(result) }
}

describe('a description that says what the page says', () => {
  test('has no findings, through references and compositions', () => {
    expect(check(description)).toEqual({ findings: [], extras: [], agrees: true })
  })

  const wrong: [string, [string, string], string][] = [
    [
      'another placeholder than the two spellings',
      ['{id}', '{key}'],
      '4 /paths/~1groups~1{key}~1plans/post other placeholders: /groups/{key}/plans',
    ],
    [
      'a scope that is missing',
      ['[Plan.ReadWrite.All]', '[Plan.Read.All]'],
      '9 /paths/~1groups~1{id}~1plans/post/security no permission Plan.ReadWrite.All',
    ],
    [
      'an option that is not supported',
      ['name: $select', 'name: $expand'],
      '11 /paths/~1groups~1{id}~1plans/post/parameters/0 the page says that $expand is not supported',
    ],
    [
      'a header that is required',
      ['name: if-match, in: header,', 'name: if-match, in: header, required: true,'],
      '17 /paths/~1groups~1{id}~1plans/post/parameters/1 the page says not required',
    ],
    [
      'optional security',
      ['[{ oauth: [Plan.ReadWrite.All] }]', '[{ oauth: [Plan.ReadWrite.All] }, {}]'],
      '15 /components/securitySchemes/oauth the page says required, the security is optional',
    ],
    [
      'a property that is not required',
      ['required: [title]', 'required: []'],
      '21 /components/schemas/plan/properties/title the page says "required" of title',
    ],
    ['a lost value', ['[free, paid]', '[free]'], '22 /components/schemas/planKind/enum no enum value paid'],
    [
      'a property that is not read-only',
      [', readOnly: true', ''],
      '22 /components/schemas/plan/allOf/0/properties/kind the page says "readOnly" of kind',
    ],
    [
      'a property that is never null',
      ["[string, 'null']", 'string'],
      '23 /components/schemas/plan/properties/due the page says "nullable" of due',
    ],
    [
      'other items',
      ['tags: { type: array, items: { type: string }', 'tags: { type: array, items: { type: integer }'],
      '24 /components/schemas/plan/properties/tags/items the page says String, the schema has integer',
    ],
    [
      'no collection',
      ['tags: { type: array, items: { type: string } }', 'tags: { type: string }'],
      '24 /components/schemas/plan/properties/tags the page says Collection(String), the schema has string',
    ],
    [
      'another type of the answer',
      ["allOf: [{ $ref: '#/components/schemas/plan' }]", 'type: object'],
      '26 /components/responses/PlanCreated/content/application~1json/schema the page says plan, the schema has object',
    ],
  ]
  test.each(wrong)('%s is found', (_mistake, [from, to], want) => {
    expect(description).toContain(from)
    expect(check(description.replaceAll(from, to)).findings).toContain(want)
  })

  test('permissions may be listed by kind of account', () => {
    const listed = description.replace(
      'post:',
      'post:\n      x-permissions: { application: [Plan.ReadWrite.All] }',
    )
    expect(check(listed).findings).toEqual([])
    expect(check(listed.replace('{ application:', '{ delegated:')).findings).toEqual([
      '9 /paths/~1groups~1{id}~1plans/post/x-permissions/application no permission Plan.ReadWrite.All',
    ])
  })

  test('an answer, and all that is written inside it, is covered by its source', () => {
    const bare = description.replace(
      'x-source: { basis: convention, from: https://learn.microsoft.com/graph/errors }',
      '',
    )
    expect(check(bare).extras).toEqual([
      '/paths/~1groups~1{id}~1plans/post/responses/4XX',
      '/paths/~1groups~1{id}~1plans/post/responses/4XX/headers/Retry-After',
      '/paths/~1groups~1{id}~1plans/post/responses/4XX/headers/Retry-After/schema/format',
    ])
  })
})

describe.each(['3.0.3', '3.1.0'])('keywords beside a reference in OpenAPI %s', (version) => {
  const other = (from: string, to: string) => {
    expect(description).toContain(from)
    return description.replace('openapi: 3.1.0', `openapi: ${version}`).replace(from, to)
  }
  const due = "due: { type: [string, 'null'], format: date-time }"
  const dueBehind = (beside: string) =>
    `${other(due, `due: { $ref: '#/components/schemas/when'${beside} }`)}\n    when: { type: string, format: date }\n`

  test('wins over what the reference leads to', () => {
    expect(check(dueBehind(", type: [string, 'null'], format: date-time"))).toEqual({
      findings: [],
      extras: ['/components/schemas/when/format'],
      agrees: false,
    })
    expect(check(dueBehind(", type: [string, 'null']")).findings).toEqual([
      '23 /components/schemas/when/format the page says DateTimeOffset (format date-time), the schema has format date',
    ])
  })

  test('may take a mark back', () => {
    const writable = other(', readOnly: true } }', ', readOnly: false } }').replace(
      'planKind: { type: string,',
      'planKind: { type: string, readOnly: true,',
    )
    expect(check(writable).findings).toEqual([
      '22 /components/schemas/plan/allOf/0/properties/kind the page says "readOnly" of kind',
    ])
  })
})

test('null is written as nullable in OpenAPI 3.0', () => {
  const old = description
    .replace('openapi: 3.1.0', 'openapi: 3.0.3')
    .replace("type: [string, 'null']", 'type: string, nullable: true')
  expect(old).toContain('nullable: true')
  expect(check(old).findings).toEqual([])
})

describe('reviewed contradictions', () => {
  const relaxed = description.replace('required: [title]', 'required: []')

  test('make a rejected fact count as found', () => {
    const known = '- { fact: { kind: request-property-mark, name: title }, reason: A template sentence. }'
    expect(check(relaxed, known)).toEqual({ findings: [], extras: [], agrees: true })
  })

  test('may name a field that is a list', () => {
    const other = description.replace('[Plan.ReadWrite.All]', '[Plan.Read.All]')
    const entry = (permission: string) =>
      `- { fact: { kind: permission, permissions: [${permission}] }, reason: Renamed since. }`
    expect(check(other, entry('Plan.ReadWrite.All')).agrees).toBe(true)
    expect(check(other, entry('Plan.Write.All')).agrees).toBe(false)
  })

  test('explain an addition', () => {
    const limited = description.replace('title: { type: string }', 'title: { type: string, maxLength: 9 }')
    const place = '/components/schemas/plan/properties/title/maxLength'
    expect(check(limited).extras).toEqual([place])
    expect(check(limited, `- { extra: { kind: constraint, place: ${place} }, reason: Agreed. }`).agrees).toBe(
      true,
    )
  })

  test('fail when they no longer occur', () => {
    expect(check(description, '- { fact: { kind: status, status: 201 }, reason: Once. }').agrees).toBe(false)
  })

  test.each([
    ['no list', 'fact: x', 'known.yaml is not a list. Write one entry per contradiction.'],
    [
      'no reason',
      '- fact: { kind: status }',
      'known.yaml: write "fact" or "extra" with a "kind", and a "reason", into entry 1.',
    ],
    [
      'no kind',
      '- { fact: {}, reason: x }',
      'known.yaml: write "fact" or "extra" with a "kind", and a "reason", into entry 1.',
    ],
  ])('are refused with %s', (_mistake, text, message) => {
    expect(() => parseKnownContradictions(text, 'known.yaml')).toThrow(message)
  })
})

test.each([
  ['a pattern that is not an expression', 'patternProperties: { "[": {} }'],
  ['a reference with a broken escape', 'anyOf: [{ $ref: "#/%zz" }]'],
])('%s describes nothing', (_mistake, keyword) => {
  const odd = description.replace('required: [title]', `required: [title]\n      ${keyword}`)
  expect(odd).toContain(keyword)
  expect(check(odd).findings).toEqual([])
})

test('security without schemes asks for nothing', () => {
  const odd = description.replace('[{ oauth: [Plan.ReadWrite.All] }]', '[null]')
  expect(check(odd).findings).toEqual([
    '9 /paths/~1groups~1{id}~1plans/post/security no permission Plan.ReadWrite.All',
    '15 /paths/~1groups~1{id}~1plans/post no security scheme that sends Authorization',
    '15 /paths/~1groups~1{id}~1plans/post no security scheme that sends Authorization',
  ])
})

test('a file that is not a description is refused by name', () => {
  expect(() => parseDescription('swagger: "2.0"', 'old.yaml')).toThrow(
    'old.yaml is not an OpenAPI 3 description',
  )
})
