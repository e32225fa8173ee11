import { describe, expect, test } from 'vitest'
import { apis, type Bundle, isObject, objects, readBundle } from './descriptions.ts'

/** The named properties of an API's own schemas for which a keyword holds, as `Schema.property`. */
function properties(bundle: Bundle, holds: (schema: Record<string, unknown>) => boolean): string[] {
  return Object.entries(bundle.components.schemas ?? {}).flatMap(([name, { properties }]) =>
    Object.entries(isObject(properties) ? properties : {}).flatMap(([property, schema]) => {
      if (!isObject(schema) || property.startsWith('@odata.')) return []
      const reference = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined
      const target = reference ? (bundle.components.schemas?.[reference] ?? {}) : schema
      return holds(target) ? [`${name}.${property}`] : []
    }),
  )
}

const all = (holds: (schema: Record<string, unknown>) => boolean) =>
  apis.flatMap((api) => properties(readBundle(api), holds)).sort()

const schema = (api: string, name: string) => readBundle(api).components.schemas?.[name] ?? {}

/** Each reading is a decision record; the pages are silent about these or contradict themselves. */
describe('readings of the pages', () => {
  test('what only the service can know is readOnly (0012, 0023)', () => {
    expect(all(({ readOnly }) => readOnly === true)).toEqual([
      'Customer.id',
      'CustomerUser.id',
      'CustomerUser.lastDirectorySyncTime',
      'CustomerUser.links',
      'CustomerUser.softDeletionTime',
      'CustomerUserCollection.links',
    ])
  })

  test('a password is never in an answer (0020)', () => {
    expect(all(({ writeOnly }) => writeOnly === true)).toEqual(['PasswordProfile.password'])
  })

  test('three properties can be null (0017)', () => {
    expect(all(({ type }) => [type].flat().includes('null'))).toEqual([
      'Customer.deletedDateTime',
      'CustomerUser.lastDirectorySyncTime',
      'CustomerUser.softDeletionTime',
    ])
  })

  test.each([
    ['graph-customers', 'Customer', ['id']],
    ['partner-center-users', 'CustomerUser', ['id']],
    ['graph-customer-profile', 'CustomerProfile', undefined],
  ])('of %s nothing is required but the key (0012, 0018)', (api, name, want) => {
    expect(schema(api, name).required).toEqual(want)
  })

  test('a customer is closed except for annotations, and has two type names (0014, 0015)', () => {
    const customer = schema('graph-customers', 'Customer')
    expect(customer.additionalProperties).toBe(false)
    expect(Object.keys(customer.patternProperties as object)).toEqual(['^@odata\\.'])
    expect(customer.properties).toMatchObject({
      '@odata.type': { enum: ['#microsoft.graph.Customer', '#microsoft.management.services.api.Customer'] },
    })
  })

  test('the profile has one operation (0019)', () => {
    const operations = [...objects(readBundle('graph-customer-profile').paths)].flatMap(({ object }) =>
      typeof object.operationId === 'string' ? [object.operationId] : [],
    )
    expect(operations).toEqual(['updateCustomerProfile'])
  })

  test.each(['/Customers/{CustomersId}', '/customer'])('a change at %s may answer 204 (0024)', (path) => {
    const api = path === '/customer' ? 'graph-customer-profile' : 'graph-customers'
    const { patch } = readBundle(api).paths[path] as { patch: { responses: object } }
    expect(Object.keys(patch.responses)).toEqual(expect.arrayContaining(['200', '204', '4XX', '5XX']))
  })
})
