import type { Json } from '../src/index.ts'

/** A small API with what changes touch: a property, an enumeration, parameters, statuses, two schemas. */
export function shop(): { [key: string]: Json } {
  const json = (name: string): Json => ({
    'application/json': { schema: { $ref: `#/components/schemas/${name}` } },
  })
  return {
    openapi: '3.1.0',
    info: { title: 'Shop', version: 'beta', 'x-version': '1.2.0' },
    servers: [{ url: 'https://shop.example' }],
    paths: {
      '/orders': {
        get: {
          operationId: 'listOrders',
          description: 'Lists the orders.',
          parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100 } }],
          responses: {
            200: { description: 'Orders.', content: json('OrderList') },
            404: { description: 'None.', content: json('Problem') },
          },
        },
        post: {
          operationId: 'createOrder',
          requestBody: { content: json('Order') },
          responses: { 201: { description: 'Created.', content: json('Order') } },
        },
      },
    },
    components: {
      schemas: {
        Order: {
          type: 'object',
          properties: {
            id: { type: 'string', readOnly: true },
            description: { type: 'string', description: 'What is ordered.', examples: ['Bread'] },
            state: { type: 'string', enum: ['open', 'closed'] },
          },
        },
        OrderList: { type: 'array', items: { $ref: '#/components/schemas/Order' } },
        Problem: { type: 'object', properties: { title: { type: 'string' } } },
      },
    },
  }
}

/** The member at a path of keys. */
export function at(document: Json, ...keys: string[]): { [key: string]: Json } {
  return keys.reduce((part, key) => (part as { [key: string]: Json })[key] as Json, document) as {
    [key: string]: Json
  }
}
