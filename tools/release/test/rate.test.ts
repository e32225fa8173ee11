import { describe, expect, test } from 'vitest'
import { demandedStep, type Json, rateChanges, shapeOf } from '../src/index.ts'
import { at, shop } from './fixture.ts'

const properties = ['components', 'schemas', 'Order', 'properties'] as const
const list = ['paths', '/orders', 'get'] as const

/** Edits of the shop, and the step that each demands of its version. */
const seeded: {
  title: string
  edit: (document: { [key: string]: Json }) => void
  step: string | undefined
  message?: string
  audience?: string
}[] = [
  { title: 'nothing', edit: () => {}, step: undefined },
  {
    title: 'prose, examples and extensions',
    edit: (shop) => {
      at(shop, ...list).description = 'Lists them.'
      at(shop, ...properties, 'description').description = 'What was ordered.'
      at(shop, ...properties, 'description').examples = ['Milk']
      at(shop, ...properties, 'state')['x-source'] = 'page'
      at(shop, 'info')['x-version'] = '2.0.0'
    },
    step: undefined,
  },
  {
    title: 'a property renamed',
    edit: (shop) => {
      at(shop, ...properties).note = at(shop, ...properties).description as Json
      delete at(shop, ...properties).description
    },
    step: 'major',
    message: 'Property `description` of `Order` was removed.',
  },
  {
    title: 'a response dropped',
    edit: (shop) => void delete at(shop, ...list, 'responses')['404'],
    step: 'major',
    message: 'Response `404` was removed.',
    audience: 'who reads answers',
  },
  {
    title: 'an optional parameter added',
    edit: (shop) =>
      void (at(shop, ...list).parameters as Json[]).push({
        name: 'q',
        in: 'query',
        schema: { type: 'string' },
      }),
    step: 'minor',
    message: 'Parameter `q` was added.',
    audience: 'who sends requests',
  },
  {
    title: 'a schema added',
    edit: (shop) => Object.assign(at(shop, 'components', 'schemas'), { Receipt: { type: 'object' } }),
    step: 'minor',
    message: 'Schema `Receipt` was added.',
    audience: 'who imports the type',
  },
  {
    title: 'a required parameter added',
    edit: (shop) =>
      void (at(shop, ...list).parameters as Json[]).push({
        name: 'q',
        in: 'query',
        required: true,
        schema: { type: 'string' },
      }),
    step: 'major',
  },
  {
    title: 'a member of an enumeration added',
    edit: (shop) => void (at(shop, ...properties, 'state').enum as Json[]).push('void'),
    step: 'minor',
  },
  {
    title: 'a member of an enumeration removed',
    edit: (shop) => void (at(shop, ...properties, 'state').enum as Json[]).pop(),
    step: 'major',
  },
  {
    title: 'a property added',
    edit: (shop) => Object.assign(at(shop, ...properties), { total: { type: 'number' } }),
    step: 'minor',
  },
  {
    title: 'a schema renamed',
    edit: (shop) => {
      const schemas = at(shop, 'components', 'schemas')
      schemas.Orders = schemas.OrderList as Json
      delete schemas.OrderList
      const content = at(shop, ...list, 'responses', '200', 'content', 'application/json')
      content.schema = { $ref: '#/components/schemas/Orders' }
    },
    step: 'major',
    message: 'The schema `OrderList` is called `Orders` now, and with it the exported type.',
    audience: 'who imports the type',
  },
  {
    title: 'an operation renamed',
    edit: (shop) => Object.assign(at(shop, ...list), { operationId: 'getOrders' }),
    step: 'major',
    audience: "who calls the client's method",
  },
  {
    title: 'a limit tightened',
    edit: (shop) => {
      const [limit] = at(shop, ...list).parameters as { [key: string]: Json }[]
      at(limit as Json, 'schema').maximum = 50
    },
    step: 'major',
  },
  {
    title: 'an operation removed',
    edit: (shop) => void delete at(shop, 'paths', '/orders').post,
    step: 'major',
  },
]

describe('the step that a change demands', () => {
  test.each(seeded)('$title: $step', async ({ edit, step, message, audience }) => {
    const current = shop()
    edit(current)
    const changes = await rateChanges(shop(), current)
    expect(demandedStep(changes)).toBe(step)
    if (message !== undefined) expect(changes.map((change) => change.message)).toContain(message)
    if (audience !== undefined) expect(changes.map((change) => change.audience)).toContain(audience)
  })
})

test('a shape keeps names that are words of OpenAPI, and is its own shape', () => {
  const shape = shapeOf(shop())
  expect(Object.keys(at(shape, ...properties))).toEqual(['id', 'description', 'state'])
  expect(at(shape, ...properties, 'description')).toEqual({ type: 'string' })
  expect(at(shape, ...properties, 'state').enum).toEqual(['open', 'closed'])
  expect(shapeOf(shape)).toEqual(shape)
})
