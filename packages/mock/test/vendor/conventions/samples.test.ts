import { describe, expect, test } from 'vitest'
import { freshMockOf, mockOf } from './mocks.ts'

/** Requests as the documentation prints them; hosts are the real ones, so that a sample is pasted unchanged. */
interface Sample {
  name: string
  api: string
  method: string
  url: string
  body?: string
  status: number
  /** Part of the documented answer; undefined for an answer without body. */
  answer?: object
}

const WORDS = `"partnerId": "String",
  "azureTenantId": "String",
  "contractId": "String",
  "displayName": "String",
  "domain": "String",
  "contractType": "Integer",
  "countryLetterCode": "String",
  "deletedDateTime": "String (timestamp)",
  "isOnBoardedToMTM": "Boolean",
  "onboardingStatus": "Integer",
  "delegatedPrivilegeStatus": "Integer",
  "lastDAPRefreshDateTimeUtc": "String (timestamp)",
  "cosmosCreatedDateTimeUTC": "String (timestamp)",
  "cosmosLastModifiedDateTimeUTC": "String (timestamp)",
  "isDeleted": "Boolean"`

/** The words of the answer stand for values of these types. */
const typed = {
  '@odata.type': '#microsoft.graph.Customer',
  id: expect.stringMatching(/^[\da-f-]{36}$/),
  partnerId: expect.any(String),
  azureTenantId: expect.any(String),
  contractId: expect.any(String),
  displayName: expect.any(String),
  domain: expect.any(String),
  contractType: expect.any(Number),
  countryLetterCode: expect.any(String),
  isOnBoardedToMTM: expect.any(Boolean),
  onboardingStatus: expect.any(Number),
  delegatedPrivilegeStatus: expect.any(Number),
  lastDAPRefreshDateTimeUtc: expect.stringMatching(/^\d{4}-/),
  cosmosCreatedDateTimeUTC: expect.stringMatching(/^\d{4}-/),
  cosmosLastModifiedDateTimeUTC: expect.stringMatching(/^\d{4}-/),
  isDeleted: expect.any(Boolean),
}

const KNOWN = '52dde42a-e42a-52dd-2ae4-dd522ae4dd52'
const GRAPH = 'https://graph.microsoft.com/beta'
const CUSTOMER = 'f08db22f-d293-456a-b170-fab23d90fbac'
const USERS = `https://api.partnercenter.microsoft.com/v1/customers/${CUSTOMER}/users`
const AMELIA = '59f63b7e-1f19-40d9-b9a5-a4fb8d53694c'
const TOM = '9b0814f4-f224-4518-951f-d49dc045596e'

const samples: Sample[] = [
  {
    name: 'list_customer',
    api: 'graph-customers',
    method: 'GET',
    url: `${GRAPH}/Customers`,
    status: 200,
    answer: { value: expect.arrayContaining([expect.objectContaining({ ...typed, id: KNOWN })]) },
  },
  {
    name: 'create_customer_from_customers',
    api: 'graph-customers',
    method: 'POST',
    url: `${GRAPH}/Customers`,
    body: `{\n  "@odata.type": "#microsoft.management.services.api.Customer",\n  ${WORDS}\n}`,
    status: 201,
    answer: { ...typed, displayName: 'String' },
  },
  {
    name: 'get_customer',
    api: 'graph-customers',
    method: 'GET',
    url: `${GRAPH}/Customers/{CustomersId}`,
    status: 200,
    answer: { ...typed, id: KNOWN },
  },
  {
    name: 'update_customer',
    api: 'graph-customers',
    method: 'PATCH',
    url: `${GRAPH}/Customers/{CustomersId}`,
    body: `{\n  "@odata.type": "#microsoft.graph.Customer",\n  ${WORDS}\n}`,
    status: 200,
    answer: { ...typed, id: KNOWN, displayName: 'String' },
  },
  {
    name: 'delete_customer',
    api: 'graph-customers',
    method: 'DELETE',
    url: `${GRAPH}/Customers/{CustomersId}`,
    status: 204,
  },
  {
    name: 'update_customer (profile)',
    api: 'graph-customer-profile',
    method: 'PATCH',
    url: `${GRAPH}/customer`,
    body: `{
  "@odata.type": "#microsoft.graph.customer",
  "tenantId": "String",
  "companyProfile": {
    "@odata.type": "microsoft.graph.companyProfile"
  },
  "billingProfile": {
    "@odata.type": "microsoft.graph.billingProfile"
  }
}`,
    status: 200,
    answer: {
      '@odata.type': '#microsoft.graph.customer',
      tenantId: 'String',
      companyProfile: { '@odata.type': 'microsoft.graph.companyProfile' },
      billingProfile: { '@odata.type': 'microsoft.graph.billingProfile' },
    },
  },
  {
    name: 'update a user, one field and the object type',
    api: 'partner-center-users',
    method: 'PATCH',
    url: `${USERS}/${AMELIA}`,
    body: '{"usageLocation":"AX","attributes":{"objectType":"CustomerUser"}}',
    status: 200,
    answer: { id: AMELIA, usageLocation: 'AX', attributes: { objectType: 'CustomerUser' } },
  },
  {
    name: 'restore a deleted user, in PascalCase',
    api: 'partner-center-users',
    method: 'PATCH',
    url: `${USERS}/${TOM}`,
    body: '{"State":"active","Attributes":{"ObjectType":"CustomerUser"}}',
    status: 200,
    answer: { id: TOM, state: 'active', softDeletionTime: null, attributes: { objectType: 'CustomerUser' } },
  },
  {
    name: 'reset a password',
    api: 'partner-center-users',
    method: 'PATCH',
    url: `${USERS}/${AMELIA}`,
    body: '{"passwordProfile":{"password":"Renew456*","forceChangePassword":true},"attributes":{"objectType":"CustomerUser"}}',
    status: 200,
    answer: { id: AMELIA, passwordProfile: { forceChangePassword: true } },
  },
  {
    name: 'view deleted users',
    api: 'partner-center-users',
    method: 'GET',
    url: `${USERS}?size=500&filter=%7B%22Field%22%3A%22UserState%22%2C%22Value%22%3A%22Inactive%22%2C%22Operator%22%3A%22equals%22%7D`,
    status: 200,
    answer: {
      totalCount: 1,
      items: [expect.objectContaining({ id: TOM, state: 'inactive' })],
      attributes: { objectType: 'Collection' },
    },
  },
  {
    name: 'view deleted users, filter as it is written',
    api: 'partner-center-users',
    method: 'GET',
    url: `${USERS}?size=500&filter={"Field":"UserState","Value":"Inactive","Operator":"equals"}`,
    status: 200,
    answer: { totalCount: 1 },
  },
  {
    name: 'list users',
    api: 'partner-center-users',
    method: 'GET',
    url: `${USERS}?size=500`,
    status: 200,
    answer: { totalCount: 3, attributes: { objectType: 'Collection' } },
  },
  {
    name: 'get a user',
    api: 'partner-center-users',
    method: 'GET',
    url: `${USERS}/${AMELIA}`,
    status: 200,
    answer: { id: AMELIA },
  },
  {
    name: 'delete a user',
    api: 'partner-center-users',
    method: 'DELETE',
    url: `${USERS}/${AMELIA}`,
    status: 204,
  },
]

describe('requests of the documentation, pasted unchanged', () => {
  test.each(samples)('$name', async ({ api, method, url, body, status, answer }) => {
    const { call } = mockOf(api)
    const reply = await call(url, { method, ...(body !== undefined && { body }) })
    expect(reply.status, reply.text).toBe(status)
    if (answer === undefined) expect(reply.text).toBe('')
    else expect(reply.body).toMatchObject(answer)
    expect(reply.text).not.toContain('Renew456')
  })
})

describe('deleted users of the examples are there on any day', () => {
  test.each(['2026-03-16T09:30:00Z', '2026-11-20T08:00:00Z', '2031-01-01T00:00:00Z'])('%s', async (time) => {
    const { call } = freshMockOf('partner-center-users', time)
    const filter = encodeURIComponent('{"Field":"UserState","Value":"Inactive","Operator":"equals"}')
    const [tom] = (await call(`${USERS}?filter=${filter}`)).body.items
    expect(tom).toMatchObject({ id: TOM, state: 'inactive' })
    const age = (Date.parse(time) - Date.parse(tom.softDeletionTime)) / 86_400_000
    expect(age > 0 && age < 16).toBe(true)
    const restored = await call(`${USERS}/${TOM}`, { method: 'PATCH', body: '{"State":"active"}' })
    expect([restored.status, restored.body.softDeletionTime]).toEqual([200, null])
  })
})

describe('the same words are refused outside of samples of the documentation', () => {
  test.each([
    ['{"contractType":"integer"}', 'contractType'],
    ['{"contractType":"two"}', 'contractType'],
    ['{"isDeleted":"true"}', 'isDeleted'],
    ['{"deletedDateTime":"yesterday"}', 'deletedDateTime'],
  ])('%s', async (body, property) => {
    const { call } = mockOf('graph-customers')
    const reply = await call(`${GRAPH}/Customers/${KNOWN}`, { method: 'PATCH', body })
    expect([reply.status, reply.body.error.target]).toEqual([400, property])
  })
  test('an unknown name in braces is an unknown id', async () => {
    const { call } = mockOf('graph-customers')
    expect((await call(`${GRAPH}/Customers/{id}`)).status).toBe(404)
  })
})
