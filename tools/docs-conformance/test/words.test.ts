import { describe, expect, test } from 'vitest'
import { readPage } from '../src/index.ts'

/** What a page of a type states about the property `p` whose description is given. */
function stated(description: string, type = 'String'): Record<string, unknown[]> {
  const page = `# plan resource type\n## Properties\n|Property|Type|Description|\n|---|---|---|\n|p|${type}|${description}|`
  const { facts, open, notUnderstood } = readPage('resources/plan.md', page)
  return {
    values: facts.flatMap((fact) => (fact.kind === 'enum-value' ? [fact.value] : [])),
    marks: facts.flatMap((fact) => (fact.kind === 'property-mark' ? [fact.mark] : [])),
    limits: facts.flatMap((fact) =>
      fact.kind === 'property-limit' ? [`${fact.keyword} ${fact.limit}`] : [],
    ),
    reported: [...open, ...notUnderstood].map(({ reason }) => reason),
  }
}

describe('values', () => {
  test.each([
    ['Possible values are: a, b, c.', ['a', 'b', 'c']],
    ['Possible values include `a`, `b` and `c`.', ['a', 'b', 'c']],
    ['The possible values for **p** are `a` (default), `b`.', ['a', 'b']],
    ['Supported values are "Partial" and "Full".', ['Partial', 'Full']],
    ['The current supported values are **P1M** (1 month) and **P1Y** (1 year).', ['P1M', 'P1Y']],
    ['Possible values: "edit", "cancel"', ['edit', 'cancel']],
    ['Possible values are "Active" (can be updated) and "Ordered" (was sent).', ['Active', 'Ordered']],
    ['One of the following: <ul><li>`a` for one.</li><li>`b` for two.</li></ul>', ['a', 'b']],
    ['The value is either `Managed` or `Federated`. `Managed` means more.', ['Managed', 'Federated']],
    ['Specifies the kind: "none", "usage", or "license".', ['none', 'usage', 'license']],
    ['Values for **p** are `v1.0` and `v2.0`. It may change.', ['v1.0', 'v2.0']],
    ['Can be `a` or `b`.', ['a', 'b']],
    ['What was used. Includes `a`, `b`, and `c d`. It may change.', ['a', 'b', 'c d']],
    ['It includes `a` and more.', []],
    ['The supported values are:<br/> "a" - One.<br/> "b" - Two.</br> "c" - Three.', ['a', 'b', 'c']],
    ['The scope. Either `a`, `b` or `c`. Optional.', ['a', 'b', 'c']],
    ['Encrypted with the following cipher suite: `RSA/ECB/OAEP`.', []],
    ['Possible values are `true` and `false`.', []],
    ['The name, for example "Contoso".', []],
    ['The kind. The value can be <ul><li>`a`: one;</li><li>`b`: two.</li></ul>', ['a', 'b']],
    ['The supported values are:<br/> Plain - One.<br/> "b" - Two.', ['Plain', 'b']],
    ['The name. For this event, the value is "plan-created".', ['plan-created']],
    ['Must be set to `a.b`. Required.', ['a.b']],
    ['The value is `a` when it is new.', []],
    ['Set `p=Next` to get more.', ['Next']],
    ['If **q** equals a, set **p** equal to **Next** to get more.', ['Next']],
    ['These values can be used to find `a`.', []],
  ])('%s', (description, want) => {
    expect(stated(description)).toMatchObject({ values: want, reported: [] })
  })

  test('values on another page are left open', () => {
    expect(stated('For possible values, see [the list](list.md).')).toMatchObject({ values: [] })
    expect(stated('The possible values are listed above.')).toMatchObject({
      values: [],
      reported: ['the possible values are elsewhere'],
    })
  })

  test('values that cannot be read are reported', () => {
    expect(stated('Possible values are: the first - it is best.').reported).toEqual([
      'values that are not a list of names',
    ])
  })
})

test('a table of values below a heading of its own is of the type that the heading names', () => {
  const page = [
    '# numberColumn resource type',
    '## Properties',
    '|Property|Type|Description|',
    '|---|---|---|',
    '|places|String|How many. See below for information about the possible values.|',
    '## DecimalPlaces',
    '|Value|Description|',
    '|---|---|',
    '|**none**|No places.|',
  ].join('\n')
  const { facts, open } = readPage('resources/numbercolumn.md', page)
  expect(facts).toContainEqual(
    expect.objectContaining({ kind: 'enum-value', resource: 'DecimalPlaces', value: 'none' }),
  )
  expect(open.map(({ reason }) => reason)).toEqual(['the possible values are elsewhere'])
})

test('a table below "Roles property values" lists the values of the property', () => {
  const page = [
    '# grant resource type',
    '## Properties',
    '|Property|Type|Description|',
    '|---|---|---|',
    '|roles|Collection(String)|What it grants. Read-only.|',
    '### Roles property values',
    '|Value|Description|',
    '|---|---|',
    '|read|Reads.|',
    '|write|Writes.|',
  ].join('\n')
  const { facts } = readPage('resources/grant.md', page)
  expect(facts.filter(({ kind }) => kind === 'enum-value')).toMatchObject([
    { resource: 'grant', name: 'roles', value: 'read' },
    { resource: 'grant', name: 'roles', value: 'write' },
  ])
  expect(facts.filter(({ kind }) => kind === 'property')).toHaveLength(1)
})

test('a base type in the middle of a paragraph', () => {
  const page = '# room resource type\nA [mailbox](mailbox.md) of its own. Derived from [place](place.md).'
  expect(readPage('resources/room.md', page).facts).toContainEqual(
    expect.objectContaining({ kind: 'base-type', resource: 'room', base: 'place' }),
  )
})

test('the address of a method and the members of inner objects are listed as passed over', () => {
  const page = [
    '# grant resource type',
    '## JSON representation',
    '```json',
    '{',
    '  "id": "string",',
    '  "link": {',
    '    "scope": "string"',
    '  }',
    '}',
    '```',
    '## Methods',
    '|Method|REST Path|',
    '|---|---|',
    '|[List grants](../api/grant-list.md)|`GET /items/{item-id}/grants`|',
  ].join('\n')
  const { passedOver } = readPage('resources/grant.md', page)
  expect(passedOver).toMatchObject([
    { line: 7, reason: 'a member of an inner object, which has a type of its own' },
    { line: 14, reason: 'an address that the page of the method states' },
  ])
})

test('an array whose values are the members of a type is an array of that type', () => {
  const page = [
    '# plan resource type',
    '## Properties',
    '|Property|Type|Description|',
    '|---|---|---|',
    '|cycles|array of strings|Supported values are the member names found in [CycleType](#cycletype).|',
  ].join('\n')
  expect(readPage('resources/plan.md', page).facts).toContainEqual(
    expect.objectContaining({ kind: 'property', name: 'cycles', type: 'Collection(CycleType)' }),
  )
})

test('a list of values outside of a table is reported, and a status in the remarks is a fact', () => {
  const page = [
    '# Get a plan',
    '## HTTP request',
    '```http',
    'GET /plans/{id}',
    '```',
    '## Response',
    'If successful, this method returns a `200 OK` response code.',
    '### Response fields',
    '- State values: Open, Closed',
    '## Remarks',
    'The request may fail with a `404 Not Found` error.',
  ].join('\n')
  const { notUnderstood, facts } = readPage('plan-get.md', page)
  expect(notUnderstood.map(({ line }) => line)).toEqual([9])
  expect(facts.filter(({ line }) => line === 11)).toMatchObject([{ kind: 'status', status: 404 }])
})

describe('marks', () => {
  test.each([
    ['Read-only.', ['readOnly']],
    ['The id. Read only', ['readOnly']],
    ['This property is read-only.', ['readOnly']],
    ['Not nullable, Read-only.', ['notNullable', 'readOnly']],
    ['Key, read-only.', ['readOnly']],
    ['Read-only property with the details.', ['readOnly']],
    ['Shown in answers. Optional and Read-only and for personal accounts only.', ['optional', 'readOnly']],
    ['Key. Not nullable. Read-only.', ['notNullable', 'readOnly']],
    ['(Optional) The URI of the record.', ['optional']],
    ['Required: the name.', ['required']],
    ['This parameter is optional.', ['optional']],
    ['The name. This property is deprecated and will be removed.', ['deprecated']],
    ['One can be the default. Optional, default value is false.', ['optional']],
    ['Read-only after it was created.', []],
    ['Required for guests.', []],
    ['The nullable part of the name.', []],
  ])('%s', (description, want) => {
    expect(stated(description).marks).toEqual(want)
  })
})

describe('limits', () => {
  test.each([
    ['The name. Maximum length is 256 characters.', ['maxLength 256']],
    ['Max. length: 1024 characters.', ['maxLength 1024']],
    ['Max limit is 256 chars.', ['maxLength 256']],
    ['Seconds to wait. Valid values 0 to 86400', ['minimum 0', 'maximum 86400']],
    ['The default value is `false`.', ['default false']],
    ['Possible values are: `a` (default), `b`.', ['default a']],
    ['The ranges. This collection can contain a maximum of 500 elements.', ['maxItems 500']],
    ['It has 256 characters.', []],
    ['A default value of 14 days will be used.', ['default 14']],
    ['If unspecified, treated as `b`.', ['default b']],
    ['Default max size = 2000', ['default 2000']],
    ['The default value is null.', ['default null']],
    ['The default is "a" or "b".', []],
    ['The minimum number of parts is one, the maximum is 128.', ['minItems 1', 'maxItems 128']],
    ['The number of the line. Values range from 0 to count-1.', ['minimum 0']],
    ['The page limit is 10000.', ['maximum 10000']],
  ])('%s', (description, want) => {
    expect(stated(description).limits).toEqual(want)
  })
})

describe('types', () => {
  test.each([
    ['array of strings', 'Collection(String)'],
    ['List of **Item** objects', 'Collection(Item)'],
    ['array of [Item](#item) resources', 'Collection(Item)'],
    ['IEnumerable<[Item](#item)>', 'Collection(Item)'],
    ['string in UTC date time format', 'DateTimeOffset'],
    ['string (url)', 'string'],
    ['Dictionary<string, int>', 'Dictionary(int)'],
    ['JSON object', 'Object'],
    ['key/value pairs', 'Object'],
    ['(boolean or string or number) collection', 'Collection(Any)'],
  ])('%s', (words, want) => {
    const page = `# plan resource type\n## Properties\n|Property|Type|\n|---|---|\n|p|${words}|`
    const [property] = readPage('resources/plan.md', page).facts.filter(({ kind }) => kind === 'property')
    expect(String((property as { type?: string }).type).replace('(string)', '(String)')).toBe(want)
  })
})
