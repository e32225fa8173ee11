const resources = 240
const fields = 32

/** Words that resource names are made of; the numbers behind them keep them apart. */
const nouns = ['repositories', 'issues', 'invoices', 'shipments', 'contracts', 'meters', 'tickets', 'lessons']

/**
 * An API of 1,200 operations and about 13 MB of JSON, with bodies as deep as large public descriptions have
 * them: records with nested objects and lists, shared schemas behind references, and an example for every answer.
 */
export function largeApi(): Record<string, unknown> {
  const paths: Record<string, unknown> = {}
  const schemas: Record<string, unknown> = sharedSchemas()
  for (let index = 0; index < resources; index++) {
    const noun = `${nouns[index % nouns.length]}${index}`
    const name = `Record${index}`
    schemas[name] = recordSchema(index)
    Object.assign(paths, pathsOf(noun, name, index))
  }
  return {
    openapi: '3.0.3',
    info: { title: 'Large', version: '1' },
    servers: [{ url: 'https://large.example' }],
    paths,
    components: { schemas },
  }
}

function pathsOf(noun: string, name: string, index: number): Record<string, unknown> {
  const ref = { $ref: `#/components/schemas/${name}` }
  const json = (schema: unknown, example: unknown) => ({
    'application/json': { schema, examples: { default: { value: example } } },
  })
  const list = [0, 1].map((item) => record(index, item))
  const error = {
    description: 'Error',
    content: json({ $ref: '#/components/schemas/Failure' }, { message: 'Not found', status: 404 }),
  }
  const owner = {
    name: 'owner',
    in: 'path',
    required: true,
    description: describing('owner', 3),
    schema: { type: 'string' },
    example: 'northwind',
  }
  const id = {
    name: 'id',
    in: 'path',
    required: true,
    description: describing('id', 3),
    schema: { type: 'integer' },
    example: index * 10 + 1,
  }
  const operation = (verb: string) => ({
    operationId: `${verb}${name}`,
    summary: `${verb} ${noun}`,
    description: describing(`${verb} ${noun}`, 12),
    tags: [noun],
  })
  const base = `/accounts/{owner}/${noun}`
  return {
    [base]: {
      parameters: [owner],
      get: {
        ...operation('list'),
        parameters: ['page', 'per_page'].map((each) => ({
          name: each,
          in: 'query',
          description: describing(each, 2),
          schema: { type: 'integer', minimum: 1 },
        })),
        responses: {
          200: { description: 'List', content: json({ type: 'array', items: ref }, list) },
          404: error,
        },
      },
      post: {
        ...operation('create'),
        requestBody: { required: true, content: json(ref, record(index, 0)) },
        responses: { 201: { description: 'Created', content: json(ref, record(index, 0)) }, 404: error },
      },
    },
    [`${base}/{id}`]: {
      parameters: [owner, id],
      get: {
        ...operation('get'),
        responses: { 200: { description: 'Record', content: json(ref, record(index, 0)) }, 404: error },
      },
      patch: {
        ...operation('update'),
        requestBody: {
          required: true,
          content: json({ type: 'object', properties: { title: { type: 'string' } } }, { title: 'Changed' }),
        },
        responses: { 200: { description: 'Changed', content: json(ref, record(index, 0)) }, 404: error },
      },
      delete: { ...operation('delete'), responses: { 204: { description: 'Deleted' }, 404: error } },
    },
  }
}

function recordSchema(index: number): Record<string, unknown> {
  const texts = Object.fromEntries(
    Array.from({ length: fields }, (_, field) => [
      `field_${index}_${field}`,
      { type: 'string', description: describing(`field ${field}`, 3) },
    ]),
  )
  return {
    type: 'object',
    required: ['id', 'title', 'owner', 'created_at'],
    properties: {
      id: { type: 'integer', description: describing('id', 2) },
      title: { type: 'string', description: describing('title', 2) },
      state: { type: 'string', enum: ['open', 'closed'], description: describing('state', 2) },
      owner: { $ref: '#/components/schemas/Account' },
      assignees: { type: 'array', items: { $ref: '#/components/schemas/Account' } },
      settings: { $ref: '#/components/schemas/Settings' },
      created_at: { type: 'string', format: 'date-time' },
      ...texts,
    },
  }
}

function sharedSchemas(): Record<string, unknown> {
  const flags = ['admin', 'maintain', 'push', 'triage', 'pull']
  return {
    Account: {
      type: 'object',
      required: ['login', 'id'],
      properties: {
        login: { type: 'string' },
        id: { type: 'integer' },
        url: { type: 'string', format: 'uri' },
        plan: { $ref: '#/components/schemas/Plan' },
        permissions: {
          type: 'object',
          properties: Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean' }])),
        },
      },
    },
    Plan: {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string' },
        seats: { type: 'integer' },
        price: { $ref: '#/components/schemas/Money' },
      },
    },
    Money: {
      type: 'object',
      properties: { amount: { type: 'number' }, currency: { type: 'string', minLength: 3, maxLength: 3 } },
    },
    Settings: {
      type: 'object',
      properties: {
        visibility: { type: 'string', enum: ['public', 'private'] },
        labels: { type: 'array', items: { $ref: '#/components/schemas/Label' } },
        limits: { type: 'object', additionalProperties: { type: 'integer' } },
      },
    },
    Label: {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' }, color: { type: 'string', pattern: '^[0-9a-f]{6}$' } },
    },
    Failure: {
      type: 'object',
      required: ['message'],
      properties: { message: { type: 'string' }, status: { type: 'integer' } },
    },
  }
}

function record(index: number, item: number): Record<string, unknown> {
  const account = (login: string) => ({
    login,
    id: 4200 + index,
    url: `https://large.example/accounts/${login}`,
    plan: { name: 'team', seats: 25, price: { amount: 84.5, currency: 'EUR' } },
    permissions: { admin: false, maintain: true, push: true, triage: true, pull: true },
  })
  const texts = Object.fromEntries(
    Array.from({ length: fields }, (_, field) => [
      `field_${index}_${field}`,
      describing(`value ${field}`, 1),
    ]),
  )
  return {
    id: index * 10 + item + 1,
    title: `Record ${item + 1} of ${index}`,
    state: 'open',
    owner: account('northwind'),
    assignees: [account('mira'), account('joao')],
    settings: {
      visibility: 'private',
      labels: [{ name: 'urgent', color: 'd73a4a' }],
      limits: { daily: 500, burst: 20 },
    },
    created_at: '2026-03-15T22:00:00Z',
    ...texts,
  }
}

/** Prose of some sentences: half of a large description is text. */
function describing(subject: string, sentences: number): string {
  return Array.from(
    { length: sentences },
    (_, number) => `Sentence ${number + 1} says what ${subject} is for and what to mind when it is used.`,
  ).join(' ')
}
