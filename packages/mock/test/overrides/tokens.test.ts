import { afterAll, describe, expect, test } from 'vitest'
import { explanationTable } from '../../src/description/resources/explain.ts'
import { askingMock } from '../ask.ts'
import { ownMock } from '../own-mock.ts'

const customer = '52dde42a-e42a-52dd-2ae4-dd522ae4dd52'
const mock = ownMock({
  scenario: {
    tokens: {
      reader: { scopes: ['ManagedTenants.Read.All'] },
      writer: { scopes: ['Mail.Read', 'ManagedTenants.ReadWrite.All'] },
      partner: { scopes: ['user_impersonation'] },
      helpdesk: { scopes: ['user_impersonation'], roles: ['Directory Readers'] },
      nobody: { scopes: [] },
    },
  },
})
const ask = askingMock(mock)
afterAll(() => mock.close())

const asked: Record<string, [string, unknown?]> = {
  list: ['GET /beta/Customers'],
  create: ['POST /beta/Customers', { displayName: 'Contoso' }],
  profile: ['PATCH /beta/customer', { billingProfile: { firstName: 'Ada' } }],
  users: [`GET /v1/customers/${customer}/users`],
  createUser: [
    `POST /v1/customers/${customer}/users`,
    { userPrincipalName: 'ada@contoso.example', displayName: 'Ada', usageLocation: 'NL' },
  ],
}

describe('a token that the scenario lists', () => {
  test.each<[string, string, boolean]>([
    ['reader', 'list', true],
    ['reader', 'create', false],
    ['writer', 'list', true],
    ['writer', 'create', true],
    ['partner', 'list', false],
    ['partner', 'users', true],
    ['partner', 'createUser', true],
    ['helpdesk', 'users', true],
    ['helpdesk', 'createUser', false],
    ['nobody', 'list', false],
    ['nobody', 'users', false],
    ['any', 'list', true],
    ['any', 'createUser', true],
  ])('%s: %s %s', async (token, name, allowed) => {
    const [line, body] = asked[name] as [string, unknown?]
    const { status } = await ask(line, body, { authorization: `Bearer ${token}` })
    expect(status === 403).toBe(!allowed)
  })

  test('an operation without x-permissions never answers 403', async () => {
    const [line, body] = asked.profile as [string, unknown]
    expect((await ask(line, body, { authorization: 'Bearer nobody' })).status).toBeLessThan(300)
  })

  test('the error has the shape of the API, names the scopes, and not the token', async () => {
    const graph = await ask('GET /beta/Customers', undefined, { authorization: 'Bearer nobody' })
    expect(graph.body.error).toMatchObject({
      code: 'accessDenied',
      message:
        'The user of this token lacks a scope (ManagedTenants.Read.All or ManagedTenants.ReadWrite.All) for listCustomers.',
    })
    const users = await ask((asked.createUser as [string])[0], {}, { authorization: 'Bearer helpdesk' })
    expect(users.body).toMatchObject({
      code: '2032',
      description: expect.stringContaining('lacks a role (User Administrator'),
    })
    expect(mock.requests().at(-1)?.why).toContain('x-permissions, basis: companion')
    expect(graph.text + users.text + JSON.stringify(mock.requests())).not.toMatch(/nobody|helpdesk/)
  })

  test('nothing was done', async () => {
    const before = (await ask('GET /beta/Customers')).body.value.length
    await ask('POST /beta/Customers', { displayName: 'x' }, { authorization: 'Bearer reader' })
    expect((await ask('GET /beta/Customers')).body.value).toHaveLength(before)
  })

  test('another scenario forgets the tokens; a session has its own', async () => {
    mock.session('s').load({ tokens: {} })
    const headers = { authorization: 'Bearer nobody' }
    expect((await askingMock(mock.session('s'))('GET /beta/Customers', undefined, headers)).status).toBe(200)
    expect((await ask('GET /beta/Customers', undefined, headers)).status).toBe(403)
  })
})

test('--explain names the basis of each permission', () => {
  const explanation = mock.explain()
  expect(explanation.permissions.find(({ operation }) => operation === 'createCustomerUser')).toEqual({
    api: 'partner-center-users',
    operation: 'createCustomerUser',
    scopes: ['user_impersonation'],
    roles: ['User Administrator', 'Directory Writers'],
    basis: 'companion',
  })
  const lines = explanationTable(explanation).split('\n')
  expect(lines.find((line) => line.includes(' listCustomers '))).toMatch(
    /ManagedTenants\.Read\.All or ManagedTenants\.ReadWrite\.All +- +sibling$/,
  )
  expect(lines.filter((line) => line.includes('updateCustomerProfile'))).toEqual([])
})

test.each([
  [{ t: {} }, 'needs the property scopes'],
  [{ t: { scopes: 'a' } }, 'tokens.t.scopes must be a list'],
  [{ t: { scopes: [], scope: [] } }, 'is not known here'],
])('%j is a mistake', (tokens, message) => {
  expect(() => mock.session('wrong').load({ tokens } as never)).toThrow(message)
})
