import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { Project } from '../src/index.ts'
import { type Ended, folderWith, runIn } from './surroundings.ts'

const project = new Project()

/** A tree of the bundle that a mistake is put into. */
type Tree = { [name: string]: Tree } & { push?: never }

interface Seed {
  mistake: string
  api: string
  plant: (bundle: Tree) => void
  /** Page and line, or the words for what no page says. */
  page: string
  place: string
  outcome: RegExp
}

const at = (tree: Tree, ...names: string[]): Tree => {
  const found = names.reduce<Tree | undefined>((node, name) => node?.[name], tree)
  if (found === undefined) throw new Error(`The bundle has no ${names.join('/')}.`)
  return found
}
const customer = (bundle: Tree) => at(bundle, 'components', 'schemas', 'Customer', 'properties')
const rename = (tree: Tree, from: string, to: string) => {
  tree[to] = at(tree, from)
  delete tree[from]
}
const leaf = (value: unknown) => value as Tree
const list = (tree: Tree) => tree as unknown as unknown[]

const USER = '/customers/{customer_id}/users/{user_id}'

const SEEDS: Seed[] = [
  {
    mistake: 'readOnly on what the page sends',
    api: 'graph-customers',
    plant: (bundle) => (at(customer(bundle), 'displayName').readOnly = leaf(true)),
    page: 'api/customer-post-customers.md:53',
    place: '/components/schemas/Customer/properties/displayName',
    outcome: /contradicting: the page has it in a request, the schema is readOnly/,
  },
  {
    mistake: 'writeOnly on what the page answers',
    api: 'graph-customers',
    plant: (bundle) => (at(customer(bundle), 'displayName').writeOnly = leaf(true)),
    page: 'api/customer-get.md:83',
    place: '/components/schemas/Customer/properties/displayName',
    outcome: /contradicting: the page has it in a response, the schema is writeOnly/,
  },
  {
    mistake: 'a body that can be left out',
    api: 'graph-customers',
    plant: (bundle) => (at(bundle, 'paths', '/Customers', 'post', 'requestBody').required = leaf(false)),
    page: 'api/customer-post-customers.md:40',
    place: '/paths/~1Customers/post/requestBody',
    outcome: /contradicting: the page requires Content-Type, the request body is optional/,
  },
  {
    mistake: 'a closed type that a pattern opens',
    api: 'graph-customers',
    plant: (bundle) =>
      (at(bundle, 'components', 'schemas', 'Customer').patternProperties = leaf({ '.': {} })),
    page: 'resources/customer.md:56',
    place: '/components/schemas/Customer',
    outcome: /contradicting: the type is closed, the schema is open/,
  },
  {
    mistake: 'a renamed property is missing',
    api: 'graph-customers',
    plant: (bundle) => rename(customer(bundle), 'lastDAPRefreshDateTimeUtc', 'lastDapRefresh'),
    page: 'resources/customer.md:43',
    place: '/components/schemas/Customer/properties',
    outcome: /missing: no property lastDAPRefreshDateTimeUtc/,
  },
  {
    mistake: 'the new name of a renamed property is extra',
    api: 'graph-customers',
    plant: (bundle) => rename(customer(bundle), 'lastDAPRefreshDateTimeUtc', 'lastDapRefresh'),
    page: '(on no page)',
    place: '/components/schemas/Customer/properties/lastDapRefresh',
    outcome: /extra/,
  },
  {
    mistake: 'a property in other letters',
    api: 'graph-customers',
    plant: (bundle) => rename(customer(bundle), 'cosmosCreatedDateTimeUTC', 'cosmosCreatedDateTimeUtc'),
    page: 'resources/customer.md:33',
    place: '/components/schemas/Customer/properties/cosmosCreatedDateTimeUtc',
    outcome: /contradicting: the name in other letters/,
  },
  {
    mistake: 'a changed type',
    api: 'graph-customers',
    plant: (bundle) => {
      at(customer(bundle), 'contractType').type = leaf('string')
    },
    page: 'resources/customer.md:32',
    place: '/components/schemas/Customer/properties/contractType',
    outcome: /contradicting: the page says Int32, the schema has string/,
  },
  {
    mistake: 'a type that is no longer an object',
    api: 'partner-center-users',
    plant: (bundle) => (at(bundle, 'components', 'schemas', 'ResourceLinks').type = leaf('array')),
    page: 'update-customer.txt:110',
    place: '/components/schemas/ResourceLinks',
    outcome: /contradicting: the page has the property self, the schema has array/,
  },
  {
    mistake: 'a type without properties of its own that is no longer an object',
    api: 'graph-customer-profile',
    plant: (bundle) => (at(bundle, 'components', 'schemas', 'CompanyProfile').type = leaf('string')),
    page: 'api/customer-update.md:75',
    place: '/components/schemas/CompanyProfile',
    outcome: /contradicting: the page has the property @odata.type, the schema has string/,
  },
  {
    mistake: 'a name of a type that is not a text',
    api: 'graph-customers',
    plant: (bundle) => (at(customer(bundle), '@odata.type').type = leaf('integer')),
    page: 'api/customer-update.md:86',
    place: '/components/schemas/Customer/properties/@odata.type',
    outcome: /contradicting: the page has a text, the schema has integer/,
  },
  {
    mistake: 'a parameter without a type',
    api: 'partner-center-users',
    plant: (bundle) => delete at(bundle, 'components', 'parameters', 'ms-cv').schema,
    page: 'update-customer.txt:27',
    place: '/components/parameters/ms-cv/schema',
    outcome: /missing: no schema, the page says string/,
  },
  {
    mistake: 'a media type without a schema',
    api: 'partner-center-users',
    plant: (bundle) =>
      delete at(bundle, 'paths', USER, 'patch', 'requestBody', 'content', 'application/xml').schema,
    page: 'update-customer.txt:38',
    place: '/requestBody/content/application~1xml/schema',
    outcome: /missing: no schema/,
  },
  {
    mistake: 'a changed format',
    api: 'graph-customers',
    plant: (bundle) => {
      at(customer(bundle), 'deletedDateTime').format = leaf('date')
    },
    page: 'resources/customer.md:37',
    place: '/components/schemas/Customer/properties/deletedDateTime/format',
    outcome: /contradicting: the page says DateTimeOffset \(format date-time\), the schema has format date/,
  },
  {
    mistake: 'a dropped status',
    api: 'graph-customers',
    plant: (bundle) => {
      delete at(bundle, 'paths', '/Customers/{CustomersId}', 'delete', 'responses')['204']
    },
    page: 'api/customer-delete.md:46',
    place: '/paths/~1Customers~1{CustomersId}/delete/responses',
    outcome: /missing: no status 204/,
  },
  {
    mistake: 'a path in other letters',
    api: 'graph-customers',
    plant: (bundle) => rename(at(bundle, 'paths'), '/Customers', '/customers'),
    page: 'api/customer-list.md:33',
    place: '/paths/~1customers/get',
    outcome: /contradicting: the path in other letters: \/customers/,
  },
  {
    mistake: 'another name for a placeholder',
    api: 'graph-customers',
    plant: (bundle) => rename(at(bundle, 'paths'), '/Customers/{CustomersId}', '/Customers/{id}'),
    page: 'api/customer-get.md:33',
    place: '/paths/~1Customers~1{id}/get',
    outcome: /contradicting: other placeholders/,
  },
  {
    mistake: 'a dropped operation',
    api: 'graph-customers',
    plant: (bundle) => {
      delete at(bundle, 'paths', '/Customers').post
    },
    page: 'api/customer-post-customers.md:33',
    place: '/paths',
    outcome: /missing: no operation POST \/Customers/,
  },
  {
    mistake: 'another server',
    api: 'graph-customers',
    plant: (bundle) => {
      at(bundle, 'servers', '0').url = leaf('https://graph.microsoft.com/v1.0')
    },
    page: 'api/customer-get.md:60',
    place: '/servers',
    outcome: /contradicting: no server gives https:\/\/graph.microsoft.com\/beta/,
  },
  {
    mistake: 'a missing header',
    api: 'partner-center-users',
    plant: (bundle) => {
      const parameters = list(at(bundle, 'paths', USER, 'patch', 'parameters'))
      parameters.splice(
        parameters.findIndex((parameter) => JSON.stringify(parameter).includes('ms-cv')),
        1,
      )
    },
    page: 'update-customer.txt:27',
    place: '/paths/~1customers~1{customer_id}~1users~1{user_id}/patch',
    outcome: /missing: no header parameter ms-cv/,
  },
  {
    mistake: 'a header that became required',
    api: 'partner-center-users',
    plant: (bundle) => {
      at(bundle, 'components', 'parameters', 'ms-cv').required = leaf(true)
    },
    page: 'update-customer.txt:27',
    place: '/paths/~1customers~1{customer_id}~1users~1{user_id}/patch/parameters/',
    outcome: /contradicting: the page says not required/,
  },
  {
    mistake: 'no authorization',
    api: 'graph-customer-profile',
    plant: (bundle) => {
      delete bundle.security
    },
    page: 'api/customer-update.md:39',
    place: '/paths/~1customer/patch',
    outcome: /missing: no security scheme that sends Authorization/,
  },
  {
    mistake: 'a lost value of an enum',
    api: 'graph-customers',
    plant: (bundle) => list(at(customer(bundle), '@odata.type', 'enum')).splice(1, 1),
    page: 'api/customer-post-customers.md:86',
    place: '/components/schemas/Customer/properties/@odata.type',
    outcome: /contradicting: the page names the type #microsoft\.management\.services\.api\.Customer/,
  },
  {
    mistake: 'a lost enum',
    api: 'partner-center-users',
    plant: (bundle) => {
      delete at(bundle, 'components', 'schemas', 'UserState').enum
    },
    page: 'update-customer.txt:64',
    place: '/components/schemas/UserState',
    outcome: /contradicting: the page says enum, the schema lists no values/,
  },
  {
    mistake: 'a lost media type',
    api: 'partner-center-users',
    plant: (bundle) => {
      delete at(bundle, 'paths', USER, 'patch', 'requestBody', 'content')['text/xml']
    },
    page: 'update-customer.txt:17',
    place: '/paths/~1customers~1{customer_id}~1users~1{user_id}/patch/requestBody/content',
    outcome: /missing: no media type text\/xml/,
  },
  {
    mistake: 'an open type',
    api: 'graph-customers',
    plant: (bundle) => {
      const schema = at(bundle, 'components', 'schemas', 'Customer')
      delete schema.additionalProperties
      delete schema.unevaluatedProperties
    },
    page: 'resources/customer.md:56',
    place: '/components/schemas/Customer',
    outcome: /contradicting: the type is closed, the schema is open/,
  },
  {
    mistake: 'a key that answers may leave out',
    api: 'graph-customers',
    plant: (bundle) => {
      delete at(bundle, 'components', 'schemas', 'Customer').required
    },
    page: 'resources/customer.md:54',
    place: '/components/schemas/Customer/properties/id',
    outcome: /contradicting: the key id is not required/,
  },
  {
    mistake: 'a body where there is none',
    api: 'graph-customers',
    plant: (bundle) => {
      at(bundle, 'paths', '/Customers', 'get').requestBody = leaf({ content: { 'application/json': {} } })
    },
    page: 'api/customer-list.md:45',
    place: '/paths/~1Customers/get/requestBody',
    outcome: /contradicting: the page says that there is no request body/,
  },
  {
    mistake: 'a collection that became a bare array',
    api: 'graph-customers',
    plant: (bundle) => {
      const schema = at(bundle, 'components', 'schemas', 'CustomerCollection', 'properties')
      delete schema.value
    },
    page: 'api/customer-list.md:49',
    place: '/components/schemas/CustomerCollection',
    outcome: /contradicting: the page says Collection\(Customer\)/,
  },
]

const EXTRAS: [string, string, (bundle: Tree) => void, string][] = [
  [
    'a required property',
    'partner-center-users',
    (bundle) => (at(bundle, 'components', 'schemas', 'CustomerUser').required = leaf(['id', 'lastName'])),
    '/components/schemas/CustomerUser/required/1',
  ],
  [
    'a closed type',
    'partner-center-users',
    (bundle) => (at(bundle, 'components', 'schemas', 'CustomerUser').additionalProperties = leaf(false)),
    '/components/schemas/CustomerUser/additionalProperties',
  ],
  [
    'a negation',
    'graph-customers',
    (bundle) => (at(customer(bundle), 'domain').not = leaf({ minLength: 1 })),
    '/components/schemas/Customer/properties/domain/not',
  ],
  [
    'a dependency',
    'graph-customers',
    (bundle) =>
      (at(bundle, 'components', 'schemas', 'Customer').dependentRequired = leaf({ domain: ['displayName'] })),
    '/components/schemas/Customer/dependentRequired',
  ],
  [
    'a permission',
    'graph-customers',
    (bundle) =>
      (at(bundle, 'paths', '/Customers', 'get')['x-permissions'] = leaf({
        delegated: ['Customers.Read.All'],
      })),
    '/paths/~1Customers/get/x-permissions/delegated',
  ],
  [
    'a server',
    'graph-customers',
    (bundle) => list(at(bundle, 'servers')).push({ url: 'https://graph.example/beta' }),
    '/servers/1',
  ],
  [
    'a property',
    'graph-customers',
    (bundle) => (customer(bundle).nickname = leaf({ type: 'string' })),
    '/components/schemas/Customer/properties/nickname',
  ],
  [
    'a format',
    'graph-customers',
    (bundle) => (at(customer(bundle), 'partnerId').format = leaf('uuid')),
    '/components/schemas/Customer/properties/partnerId/format',
  ],
  [
    'a limit',
    'graph-customers',
    (bundle) => (at(customer(bundle), 'domain').maxLength = leaf(64)),
    '/components/schemas/Customer/properties/domain/maxLength',
  ],
  [
    'a null',
    'graph-customers',
    (bundle) => (at(customer(bundle), 'domain').type = leaf(['string', 'null'])),
    '/components/schemas/Customer/properties/domain/type',
  ],
  [
    'an enum value',
    'graph-customers',
    (bundle) => (at(customer(bundle), 'domain').enum = leaf(['a'])),
    '/components/schemas/Customer/properties/domain/enum/0',
  ],
  [
    'an operation',
    'graph-customers',
    (bundle) => (at(bundle, 'paths', '/Customers').put = leaf({ responses: {} })),
    '/paths/~1Customers/put',
  ],
  [
    'a status',
    'graph-customers',
    (bundle) => (at(bundle, 'paths', '/Customers', 'get', 'responses')['206'] = leaf({})),
    '/paths/~1Customers/get/responses/206',
  ],
  [
    'a parameter',
    'graph-customer-profile',
    (bundle) =>
      list(at(bundle, 'paths', '/customer', 'patch', 'parameters')).push({ name: 'x', in: 'query' }),
    '/paths/~1customer/patch/parameters/',
  ],
  [
    'a media type',
    'graph-customer-profile',
    (bundle) => (at(bundle, 'paths', '/customer', 'patch', 'requestBody', 'content')['text/csv'] = leaf({})),
    '/paths/~1customer/patch/requestBody/content/text~1csv',
  ],
  [
    'a response header',
    'graph-customer-profile',
    (bundle) => {
      const response = at(bundle, 'components', 'responses', 'CustomerProfileUpdated')
      response.headers = leaf({ ...response.headers, 'X-Extra': {} })
    },
    '/components/responses/CustomerProfileUpdated/headers/X-Extra',
  ],
]

const bundles = new Map(
  project.apis().map((api) => [api, parse(readFileSync(project.bundlePath(api), 'utf8'))]),
)

/** Runs the command on a bundle with a mistake in it, against the recorded facts. */
function runWith(api: string, plant: (bundle: Tree) => void, ...options: string[]): Ended {
  const bundle: Tree = structuredClone(bundles.get(api))
  plant(bundle)
  const folder = folderWith({ 'planted.json': JSON.stringify(bundle) })
  const args = ['--api', api, '--description', 'planted.json', '--known', project.knownPath(api), ...options]
  return runIn(folder, args, project)
}

function extrasOf({ out }: Ended): { kind: string; name: string; place: string }[] {
  return JSON.parse(out).apis[0].extras
}

describe('a mistake that is put into a description makes the command fail', () => {
  test.each(['graph-customers', 'graph-customer-profile', 'partner-center-users'])(
    'but %s as it is does not',
    (api) => {
      expect(runWith(api, () => {})).toMatchObject({ code: 0, err: '' })
    },
  )

  test.each(SEEDS)('$mistake', ({ api, plant, page, place, outcome }) => {
    const { code, out: table } = runWith(api, plant)
    expect(code).toBe(1)
    const rows = table.split('\n').filter((row) => row.includes(` ${page} `) && row.includes(place))
    expect(
      rows.some((row) => outcome.test(row)),
      table,
    ).toBe(true)
  })

  test.each(EXTRAS)('%s that no page has', (_what, api, plant, place) => {
    const ended = runWith(api, plant, '--json')
    expect(ended.code).toBe(1)
    expect(
      extrasOf(ended)
        .map((extra) => extra.place)
        .join('\n'),
    ).toContain(place)
  })

  test('an addition with a source is none; one by analogy may not limit', () => {
    const mark = (basis: string) =>
      leaf({ type: 'string', format: 'uuid', 'x-source': { basis, from: 'https://example.com' } })
    const plant = (basis: string) => (bundle: Tree) => {
      customer(bundle).nickname = mark(basis)
    }
    expect(runWith('graph-customers', plant('companion')).code).toBe(0)
    expect(extrasOf(runWith('graph-customers', plant('analogy'), '--json'))).toEqual([
      { kind: 'format', name: 'uuid', place: '/components/schemas/Customer/properties/nickname/format' },
    ])
    expect(extrasOf(runWith('graph-customers', plant('hearsay'), '--json'))).toHaveLength(2)
  })

  test('a reviewed contradiction that no longer occurs fails too', () => {
    const { code, out: table } = runWith('graph-customer-profile', (bundle) => {
      at(bundle, 'components', 'schemas', 'CustomerProfile').required = leaf(['tenantId'])
    })
    expect(code).toBe(1)
    expect(table).toMatch(/"name":"tenantId".*outdated: the contradiction no longer occurs/)
  })
})
