import fc from 'fast-check'
import type { ApiPageModel, PropertyModel, SegmentModel } from './api-page.ts'
import type { MemberModel, ValueModel } from './json-example.ts'
import type { TextStyle } from './page-text.ts'
import type { FlatRowModel, PartnerCenterPageModel } from './partner-center-page.ts'
import type { ResourcePageModel } from './resource-page.ts'

/** Prefixes keep a random word from meaning something, as `value`, `none` or `string` would. */
function word(prefix: string): fc.Arbitrary<string> {
  return fc.stringMatching(/^[A-Za-z0-9]{1,8}$/).map((rest) => prefix + rest)
}

const words = (prefix: string, minLength: number, maxLength: number) =>
  fc.uniqueArray(word(prefix), { minLength, maxLength, selector: (name) => name.toLowerCase() })

const typeName = word('T')
const EDM = [
  'String',
  'Int32',
  'Int64',
  'Boolean',
  'DateTimeOffset',
  'Guid',
  'Double',
  'Date',
  'Duration',
  'TimeOfDay',
]

const text: fc.Arbitrary<TextStyle> = fc.record({
  lineEnds: fc.constantFrom('lf', 'crlf', 'mixed'),
  byteOrderMark: fc.boolean(),
})

export { text as textStyle }

const segment: fc.Arbitrary<SegmentModel> = fc.oneof(
  { weight: 3, arbitrary: word('s').map((name): SegmentModel => ({ kind: 'word', word: name })) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('placeholder' as const),
      spellings: words('p', 1, 2),
      angled: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('call' as const), name: word('f'), argument: word('a') }),
  },
)

/** Each path has a unique first word, so that all have different shapes. */
const paths: fc.Arbitrary<SegmentModel[][]> = fc
  .tuple(words('r', 1, 3), fc.array(fc.array(segment, { maxLength: 3 }), { minLength: 3, maxLength: 3 }))
  .map(([roots, rests]) =>
    roots.map((root, index): SegmentModel[] =>
      distinct([{ kind: 'word', word: root }, ...(rests[index] ?? [])]),
    ),
  )

/** A template names each placeholder once. */
function distinct(path: SegmentModel[]): SegmentModel[] {
  return path.map((part, index) => {
    if (part.kind === 'placeholder')
      return { ...part, spellings: part.spellings.map((name) => `${name}x${index}`) }
    return part.kind === 'call' ? { ...part, argument: `${part.argument}x${index}` } : part
  })
}

const property = (name: string): fc.Arbitrary<PropertyModel> =>
  fc.oneof(
    fc.record({
      name: fc.constant(name),
      type: fc.constantFrom(...EDM),
      spelling: fc.constantFrom('plain' as const, 'function' as const),
      marks: fc.uniqueArray(fc.constantFrom('required' as const, 'readOnly' as const, 'nullable' as const)),
      values: fc.constant<string[]>([]),
    }),
    fc.record({
      name: fc.constant(name),
      type: typeName,
      spelling: fc.constantFrom('link' as const, 'trailing' as const, 'leading' as const),
      marks: fc.constant<PropertyModel['marks']>([]),
      values: fc.constant<string[]>([]),
    }),
    fc.record({
      name: fc.constant(name),
      type: fc.constant('String'),
      spelling: fc.constant('plain' as const),
      marks: fc.constant<PropertyModel['marks']>([]),
      values: words('v', 2, 3),
    }),
  )

const properties = (minLength: number) =>
  words('n', minLength, 4).chain((names) => fc.tuple(...names.map((name) => property(name))))

const PLACEHOLDERS: [string, string][] = [
  ['String', 'String'],
  ['String (identifier)', 'String'],
  ['String (timestamp)', 'DateTimeOffset'],
  ['String (duration)', 'Duration'],
  ['String (time of day)', 'TimeOfDay'],
  ['Integer', 'Integer'],
  ['Boolean', 'Boolean'],
  ['Guid', 'Guid'],
  ['Double', 'Double'],
  ['Binary', 'Binary'],
]

const leaf: fc.Arbitrary<ValueModel> = fc.oneof(
  fc
    .constantFrom(...PLACEHOLDERS)
    .map(([placeholder, type]): ValueModel => ({ kind: 'word', text: placeholder, type })),
  fc.integer().map((number): ValueModel => ({ kind: 'literal', json: String(number), type: 'Integer' })),
  fc.boolean().map((flag): ValueModel => ({ kind: 'literal', json: String(flag), type: 'Boolean' })),
  fc.constant<ValueModel>({ kind: 'literal', json: 'null', type: 'Null' }),
)

function members(depth: number): fc.Arbitrary<MemberModel[]> {
  return words('m', 0, 4).chain((names) =>
    fc.tuple(...names.map((name) => fc.record({ name: fc.constant(name), value: value(depth) }))),
  )
}

function value(depth: number): fc.Arbitrary<ValueModel> {
  if (depth === 0) return leaf
  const object = fc.record({
    kind: fc.constant('object' as const),
    odataType: fc.option(
      typeName.map((name) => `#microsoft.graph.${name}`),
      { nil: undefined },
    ),
    members: members(depth - 1),
  })
  const nested: fc.Arbitrary<ValueModel> = object.map(({ odataType, ...rest }) =>
    odataType === undefined ? rest : { ...rest, odataType },
  )
  const array: fc.Arbitrary<ValueModel> = fc
    .oneof(leaf, nested)
    .map((item): ValueModel => ({ kind: 'array', item }))
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: nested },
    { weight: 1, arbitrary: array },
  )
}

const permission = fc
  .tuple(word('P'), fc.constantFrom('Read', 'ReadWrite'))
  .map(([name, verb]) => `${name}.${verb}.All`)
const permissions = fc.oneof(fc.constant('open' as const), fc.uniqueArray(permission, { maxLength: 3 }))

export const apiPage: fc.Arbitrary<ApiPageModel> = fc.record({
  title: word('Do '),
  method: fc.constantFrom('GET', 'POST', 'PATCH', 'PUT', 'DELETE'),
  paths,
  headingCase: fc.constantFrom('template', 'intune'),
  permissions: fc.record({ delegated: permissions, personal: permissions, application: permissions }),
  permissionColumns: fc.constantFrom(2, 3),
  query: fc.record({
    names: fc.uniqueArray(fc.constantFrom('$select', '$filter', '$top', '$expand'), { minLength: 1 }),
    style: fc.constantFrom('table', 'inline', 'none'),
  }),
  headers: words('X-', 1, 3).chain((names) =>
    fc.tuple(...names.map((name) => fc.record({ name: fc.constant(name), required: fc.boolean() }))),
  ),
  contentType: fc.option(fc.constantFrom('application/json', 'text/plain'), { nil: undefined }),
  body: fc.oneof(
    fc.constant('none' as const),
    fc.record({
      type: fc.option(typeName, { nil: undefined }),
      allRequired: fc.boolean(),
      properties: properties(1),
    }),
  ),
  response: fc.record({
    status: fc.constantFrom(200, 201, 202, 204),
    type: fc.option(typeName, { nil: undefined }),
    collection: fc.boolean(),
  }),
  example: fc.record({
    server: fc.constantFrom('https://graph.microsoft.com/beta', 'https://graph.microsoft.com/v1.0'),
    name: word('example_'),
    odataType: fc.option(
      typeName.map((name) => `#microsoft.graph.${name}`),
      { nil: undefined },
    ),
    members: members(2),
    tab: fc.boolean(),
    fence: fc.constantFrom('```', '``` ', '~~~'),
  }),
})

export const resourcePage: fc.Arbitrary<ResourcePageModel> = fc.record({
  name: typeName,
  titleWord: fc.constantFrom('resource type', 'complex type', 'entity type'),
  properties: properties(0),
  relationships: words('l', 0, 2).chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.record({ name: fc.constant(name), type: typeName, collection: fc.boolean() }),
      ),
    ),
  ),
  key: fc.option(word('k'), { nil: undefined }),
  openType: fc.option(fc.boolean(), { nil: undefined }),
  base: fc.option(typeName, { nil: undefined }),
  enum: fc.option(fc.record({ name: word('e'), members: words('v', 1, 4), numbered: fc.boolean() }), {
    nil: undefined,
  }),
})

const flatRow = (name: string, types: string[]): fc.Arbitrary<FlatRowModel> =>
  fc.record({
    name: fc.constant(name),
    required: fc.boolean(),
    type: fc.constantFrom(...types),
    description: fc.constantFrom('', 'what it is for', 'The id. It may have, commas: and more.'),
  })

const flatRows = (prefix: string, types: string[]) =>
  words(prefix, 1, 4).chain((names) => fc.tuple(...names.map((name) => flatRow(name, types))))

export const partnerCenterPage: fc.Arbitrary<PartnerCenterPageModel> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'),
  path: fc.constantFrom('/customers', '/customers/{customer_id}', '/customers/{customer_id}/users/{user_id}'),
  parameters: flatRows('u', ['string', 'integer']),
  headers: flatRows('ms-', ['string']),
  mediaTypes: fc.uniqueArray(fc.constantFrom('application/json', 'text/json', 'application/xml'), {
    minLength: 1,
  }),
  body: flatRows('n', ['string', 'boolean', 'integer', 'enum:', '']),
  status: fc.constantFrom(200, 201),
  definitions: fc.uniqueArray(
    fc.record({
      name: word('Microsoft.Partner.V1.D'),
      properties: flatRows('n', ['string', 'boolean', 'integer', 'enum:', '']),
    }),
    { maxLength: 3, selector: ({ name }) => name.toLowerCase() },
  ),
  breaks: fc.array(fc.constantFrom(' ' as const, '\n' as const), { minLength: 1, maxLength: 7 }),
})
