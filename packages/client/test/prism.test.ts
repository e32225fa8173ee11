import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { freePort } from '@clientele/bench'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createGraphClient,
  createPartnerCenterClient,
  filter,
  type GraphClient,
  type PartnerCenterClient,
} from '../src/index.ts'
import { CustomersId, customer_id, failure, user_id } from './service.ts'

// Prism does not know this client: it checks each request against the description, and answers 422 to a wrong one.

const prism = fileURLToPath(import.meta.resolve('@stoplight/prism-cli'))
const running: ChildProcess[] = []

/** Serves a bundle on plain prism-cli, which leaves out the base path of the description. */
async function serve(api: string): Promise<string> {
  const bundle = fileURLToPath(import.meta.resolve(`@clientele/specs/${api}.yaml`))
  const port = await freePort()
  const child = spawn(process.execPath, [prism, 'mock', bundle, '--port', `${port}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  const told: string[] = []
  for await (const line of createInterface(child.stdout)) {
    told.push(line)
    if (line.includes('Prism is listening')) {
      child.stdout.resume()
      return `http://127.0.0.1:${port}`
    }
  }
  throw new Error(`Prism did not start for ${api}:\n${told.join('\n')}`)
}

let customers: GraphClient
let profile: GraphClient
let users: PartnerCenterClient

beforeAll(async () => {
  const [first, second, third] = await Promise.all([
    serve('graph-customers'),
    serve('graph-customer-profile'),
    serve('partner-center-users'),
  ])
  customers = createGraphClient({ token: 'any', baseUrl: first, retry: false })
  profile = createGraphClient({ token: 'any', baseUrl: second, retry: false })
  users = createPartnerCenterClient({ token: 'any', baseUrl: third, retry: false })
})

afterAll(() => {
  for (const child of running) child.kill()
})

describe('requests that Prism accepts', () => {
  const entity = { id: expect.any(String) }
  const table: { operation: string; call: () => Promise<unknown>; want: unknown }[] = [
    {
      operation: 'listCustomers',
      call: () =>
        customers.listCustomers({
          $select: ['id', 'displayName'],
          $orderby: ['displayName desc'],
          $filter: filter((customer) => customer.displayName.contains("O'Neill & Sons")),
          $top: 2,
          $count: true,
        }),
      want: { value: expect.any(Array) },
    },
    {
      operation: 'createCustomer',
      call: () => customers.createCustomer({ body: { displayName: 'Harbour Lane Bakery', contractType: 2 } }),
      want: entity,
    },
    {
      operation: 'getCustomer',
      call: () => customers.getCustomer({ CustomersId, $select: ['domain'] }),
      want: entity,
    },
    {
      operation: 'updateCustomer',
      call: () => customers.updateCustomer({ CustomersId, body: { deletedDateTime: null }, 'If-Match': '*' }),
      want: entity,
    },
    { operation: 'deleteCustomer', call: () => customers.deleteCustomer({ CustomersId }), want: undefined },
    {
      operation: 'updateCustomerProfile',
      call: () => profile.updateCustomerProfile({ body: { billingProfile: { culture: 'en-GB' } } }),
      want: expect.any(Object),
    },
    {
      operation: 'listCustomerUsers',
      call: () => users.listCustomerUsers({ customer_id, size: 2, filter: '{"Field":"UserState"}' }),
      want: { items: expect.any(Array) },
    },
    {
      operation: 'createCustomerUser',
      call: () =>
        users.createCustomerUser({ customer_id, body: { passwordProfile: { password: 'Renew456*' } } }),
      want: entity,
    },
    {
      operation: 'getCustomerUser',
      call: () => users.getCustomerUser({ customer_id, user_id }),
      want: entity,
    },
    {
      operation: 'updateCustomerUser',
      call: () => users.updateCustomerUser({ customer_id, user_id, body: { state: 'active' } }),
      want: entity,
    },
    {
      operation: 'deleteCustomerUser',
      call: () => users.deleteCustomerUser({ customer_id, user_id }),
      want: undefined,
    },
  ]
  test.for(table)('$operation', async ({ call, want }) => {
    const data = await call()
    if (want === undefined) expect(data).toBeUndefined()
    else expect(data).toMatchObject(want as object)
  })
})

test('Prism does check: it refuses a wrong request', async () => {
  const body = { contractType: 'reseller' } as never
  expect(await failure(customers.createCustomer({ body }))).toMatchObject({
    name: 'ApiError',
    status: expect.any(Number),
  })
  const headers = { Authorization: null }
  expect(await failure(customers.getCustomer({ CustomersId, headers }))).toMatchObject({ status: 401 })
})

describe('statuses of the description', () => {
  const table = [
    { status: 404, code: expect.any(String) },
    { status: 429, code: expect.any(String), retryAfter: expect.any(Number) },
    { status: 503, code: expect.any(String) },
  ]
  test.for(table)('$status', async (want) => {
    const headers = { Prefer: `code=${want.status}` }
    expect(await failure(customers.getCustomer({ CustomersId, headers }))).toMatchObject(want)
    expect(await failure(users.getCustomerUser({ customer_id, user_id, headers }))).toMatchObject(want)
  })
})
