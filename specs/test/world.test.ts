import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isObject, type JsonObject, objects } from './descriptions.ts'
import {
  bundles,
  customers,
  exampleNames,
  exampleValue,
  listed,
  type Sighting,
  tenantOf,
  users,
} from './world.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const guid = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g

/** Ids of calls and of places inside the service; they belong to nobody in the world. */
const technical = new Set([
  '0d5f1c83-08fc-4db7-bc1d-e21ff27e7761',
  'beef28e4-0a19-4eac-a1e9-9e647eed8e76',
  '6ecc5cb6-fd42-4bf8-8299-ac8f5ba9468b',
  '810717e7-fc52-4fde-818b-ccad1e2e8b1b',
  '32833106-536e-45df-80b2-d002cc92d33d',
])

const value = (name: string) => exampleValue(name) as JsonObject
const allCustomers = value('listCustomers.allCustomers.response').value as Sighting['entity'][]

/** What a change does beyond what its request says. */
const consequences: Record<string, JsonObject> = {
  'updateCustomer.finishOnboarding': { cosmosLastModifiedDateTimeUTC: '2026-03-16T09:30:00Z' },
  'updateCustomerUser.restore': { softDeletionTime: null },
}

describe.each([
  ['customers', customers],
  ['users', users],
])('%s', (_, all) => {
  const reads = all.filter(({ example }) => /^(list|get)/.test(example))
  const updates = all.filter(({ example }) => /^update.*response$/.test(example))

  test.each(reads.map((sighting) => [sighting.example, sighting.entity] as const))(
    '%s agrees with the list in every property that it shows',
    (_example, entity) => {
      expect(listed(all, entity.id)).toMatchObject(withoutAnnotations(entity))
    },
  )

  test.each(updates.map((sighting) => [sighting.example, sighting.entity] as const))(
    '%s is the listed entity with the change, and nothing else',
    (example, entity) => {
      const name = example.replace('.response', '')
      const change = withoutSecrets(value(`${name}.request`))
      const want = { ...listed(all, entity.id), ...change, ...consequences[name] }
      expect(withoutAnnotations(entity)).toEqual(withoutAnnotations(want))
    },
  )

  test('what is created has what the request says, and is not listed', () => {
    const created = all.filter(({ example }) => /^create.*response$/.test(example))
    expect(created).toHaveLength(1)
    for (const { example, entity } of created) {
      expect(entity).toMatchObject(withoutSecrets(value(example.replace('response', 'request'))))
      expect(listed(all, entity.id)).toBeUndefined()
    }
  })

  test('the README names everyone', () => {
    for (const { entity } of all) {
      const row = readme.split('\n').find((line) => line.includes(`\`${entity.id}\``))
      const name = typeof entity.lastName === 'string' ? `${entity.firstName} ` : String(entity.displayName)
      expect(row, entity.id).toContain(name)
    }
  })
})

describe('the world holds together', () => {
  test('enough customers and users to look around', () => {
    expect(allCustomers.length).toBeGreaterThanOrEqual(5)
    expect(new Set(users.map(({ entity }) => entity.id)).size).toBeGreaterThanOrEqual(5)
  })

  test('all customers have the same partner, and ids, tenants, contracts and domains of their own', () => {
    expect(new Set(allCustomers.map(({ partnerId }) => partnerId)).size).toBe(1)
    for (const key of ['id', 'azureTenantId', 'contractId', 'domain', 'displayName']) {
      expect(new Set(allCustomers.map((customer) => customer[key])).size, key).toBe(allCustomers.length)
    }
  })

  test('every user belongs to a customer and signs in under its domain', () => {
    for (const { entity } of users) {
      const customer = allCustomers.find(({ azureTenantId }) => azureTenantId === tenantOf(entity))
      expect(String(entity.userPrincipalName).split('@')[1], entity.id).toBe(customer?.domain)
      expect(entity.usageLocation).toBe(customer?.countryLetterCode)
    }
  })

  test('the profile is that of a customer, and a user of that customer receives the bills', () => {
    const profile = value('updateCustomerProfile.changeBillingContact.response')
    const billing = profile.billingProfile as JsonObject
    const customer = allCustomers.find(({ azureTenantId }) => azureTenantId === profile.tenantId)
    const user = users.find(({ entity }) => entity.userPrincipalName === billing.email)?.entity
    expect(profile.companyProfile).toMatchObject({ domain: customer?.domain })
    expect(user).toMatchObject({ firstName: billing.firstName, lastName: billing.lastName })
    expect(tenantOf(user ?? {})).toBe(profile.tenantId)
    expect(String(billing.companyName)).toContain(customer?.displayName)
    expect(profile).toMatchObject(value('updateCustomerProfile.changeBillingContact.request'))
  })

  test('counts count what is there', () => {
    expect(value('listCustomers.firstPage.response')['@odata.count']).toBe(allCustomers.length)
    const everyone = value('listCustomerUsers.harbourLaneBakery.response')
    expect(everyone.totalCount).toBe((everyone.items as unknown[]).length)
    expect(value('listCustomerUsers.firstPage.response').totalCount).toBe(everyone.totalCount)
  })

  test('deleted users are in the list of the deleted only', () => {
    const states = exampleNames
      .filter((name) => name.startsWith('listCustomerUsers.'))
      .map((name) => [name, new Set((value(name).items as JsonObject[]).map(({ state }) => state))])
    expect(Object.fromEntries(states)).toEqual({
      'listCustomerUsers.harbourLaneBakery.response': new Set(['active']),
      'listCustomerUsers.rivermillTextiles.response': new Set(['active']),
      'listCustomerUsers.firstPage.response': new Set(['active']),
      'listCustomerUsers.deletedUsers.response': new Set(['inactive']),
    })
  })

  test('every example of a property is what somebody in the world has', () => {
    const world = exampleNames.flatMap((name) => [...objects(exampleValue(name))].map(({ object }) => object))
    for (const api of ['Customer', 'CustomerUser', 'CustomerProfile', 'CompanyProfile', 'BillingProfile']) {
      const schema = Object.values(bundles).find((bundle) => bundle.components.schemas?.[api])?.components
        .schemas?.[api]
      for (const [name, property] of Object.entries(
        (schema?.properties ?? {}) as Record<string, JsonObject>,
      )) {
        const [example] = (property.examples ?? []) as unknown[]
        const isFree = example === undefined || name === '@odata.etag'
        expect(isFree || world.some((object) => object[name] === example), `${api}.${name}`).toBe(true)
      }
    }
  })

  test('every id in any description is somebody of the README', () => {
    const ids = new Set(JSON.stringify(bundles).match(guid))
    const known = new Set(readme.match(guid))
    const contracts = customers.map(({ entity }) => entity.contractId)
    expect([...ids].filter((id) => !known.has(id) && !technical.has(id) && !contracts.includes(id))).toEqual(
      [],
    )
  })

  test('every domain is reserved, or that of the service', () => {
    const hosts = JSON.stringify(Object.values(bundles).map(({ components }) => components.examples)).match(
      /[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|example)\b/g,
    )
    expect([...new Set(hosts)].filter((host) => !host.endsWith('.example'))).toEqual(['graph.microsoft.com'])
  })
})

function withoutAnnotations(entity: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(entity).filter(([name]) => !name.startsWith('@odata.')))
}

/** A request as an answer repeats it: without the password. */
function withoutSecrets(request: JsonObject): JsonObject {
  if (!isObject(request.passwordProfile)) return request
  const { password: _, ...rest } = request.passwordProfile
  return { ...request, passwordProfile: rest }
}
