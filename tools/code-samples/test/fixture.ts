import type { OpenApiObject } from '@clientele/description'

/** A description with every place a sample can take a value from. */
export const fixture: OpenApiObject = {
  openapi: '3.1.0',
  info: { title: 'Ferries', version: '1' },
  'x-service': 'graph',
  security: [{ bearerToken: [] }],
  servers: [{ url: 'https://graph.microsoft.com/beta/' }],
  paths: {
    '/ferries': {
      get: {
        operationId: 'listFerries',
        parameters: [
          { $ref: '#/components/parameters/select' },
          { name: '$filter', in: 'query', example: "name eq 'Tern'" },
          { name: '$top', in: 'query', example: 2 },
          { name: 'Authorization', in: 'header', required: true },
        ],
      },
      post: {
        operationId: 'createFerry',
        parameters: [{ name: 'Prefer', in: 'header', examples: { quiet: { value: 'return=minimal' } } }],
        requestBody: { $ref: '#/components/requestBodies/Ferry' },
      },
    },
    '/ferries/{ferryId}/trips/{day}': {
      parameters: [
        { name: 'ferryId', in: 'path', required: true, schema: { $ref: '#/components/schemas/Id' } },
      ],
      delete: {
        operationId: 'deleteTrip',
        parameters: [
          { name: 'day', in: 'path', required: true, examples: { any: { value: 'a/b c' } } },
          { name: 'tag', in: 'query', required: true, example: ['x', 'y'] },
          {
            name: 'where',
            in: 'query',
            required: true,
            content: { 'application/json': {} },
            example: { a: 1 },
          },
        ],
      },
    },
  },
  components: {
    securitySchemes: { bearerToken: { type: 'http', scheme: 'bearer' } },
    parameters: {
      select: {
        name: '$select',
        in: 'query',
        style: 'form',
        explode: false,
        schema: { type: 'array' },
        example: ['id', 'name'],
      },
    },
    schemas: { Id: { type: 'string', examples: ['f-1'] } },
    requestBodies: {
      Ferry: {
        content: {
          'application/xml': { example: '<Ferry/>' },
          'application/json': {
            examples: {
              quiet: { $ref: '#/components/examples/tern' },
              loud: { value: { name: 'Gull' } },
            },
          },
        },
      },
    },
    examples: {
      tern: { summary: 'A ferry', value: { '@type': 'Ferry', name: 'Tern\'s "Pride"', seats: [12, null] } },
    },
  },
}
