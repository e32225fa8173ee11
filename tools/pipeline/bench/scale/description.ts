import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'

/** Operations of one resource: list, create, get, update, delete. */
const operationsOfResource = 5

const documentation = { description: 'Pages of the fleet.', url: 'https://fleet.example/docs' }
const id = '3f2b8c1d-5e4a-4f6b-9c7d-0a1b2c3d4e5f'
const ref = (path: string) => ({ $ref: path })

/**
 * Writes a description in the style of the hand-written ones into a folder: one file for each path and component,
 * an example for every body, and a separate schema, responses and examples for each resource.
 *
 * @returns How many files were written.
 */
export function writeDescription(folder: string, operations: number): number {
  const resources = Array.from({ length: operations / operationsOfResource }, (_, index) => index + 1)
  const files = new Map<string, object>([['openapi.yaml', rootFile(resources)], ...sharedFiles()])
  for (const index of resources) for (const [path, content] of resourceFiles(index)) files.set(path, content)
  for (const path of files.keys()) mkdirSync(join(folder, dirname(path)), { recursive: true })
  for (const [path, content] of files) writeFileSync(join(folder, path), stringify(content, { lineWidth: 0 }))
  return files.size
}

function rootFile(resources: readonly number[]) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Fleet',
      version: 'v1',
      summary: 'The ships of a fleet and their voyages.',
      description: 'A fleet keeps its ships in many lists, one for each yard.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    externalDocs: documentation,
    'x-error-codes': ['badRequest', 'notFound', 'throttled'].map((code) => ({
      status: 400,
      code,
      meaning: 'The request is not right.',
      cause: 'Something is missing.',
      remedy: 'Send it again.',
      'x-source': { basis: 'convention', from: 'https://fleet.example/docs' },
    })),
    servers: [{ url: 'https://fleet.example/v1', description: 'The service itself.' }],
    security: [{ bearerToken: [] }],
    tags: tagsOf(resources),
    paths: Object.fromEntries(
      resources.flatMap((index) => [
        [`/ships${index}`, ref(`paths/ships${index}.yaml`)],
        [`/ships${index}/{id}`, ref(`paths/ships${index}_{id}.yaml`)],
      ]),
    ),
    components: {
      securitySchemes: {
        bearerToken: { type: 'http', scheme: 'bearer', description: 'A token of the harbour office.' },
      },
    },
  }
}

/** Twenty resources share a tag. */
const tagOf = (index: number) => `Yard ${Math.ceil(index / 20)}`

function tagsOf(resources: readonly number[]) {
  const names = new Set(resources.map(tagOf))
  return [...names].map((name) => ({ name, description: `The ships that ${name} has built.` }))
}

/** Parameters, errors and schemas that every operation uses. */
function sharedFiles(): [string, object][] {
  const statuses = ['BadRequest', 'Unauthorized', 'Forbidden', 'NotFound', 'TooManyRequests', 'ClientError']
  return [
    [
      'components/parameters/id.yaml',
      {
        name: 'id',
        in: 'path',
        required: true,
        description: 'Key of the ship, as the list shows it.',
        schema: { type: 'string', format: 'uuid' },
        example: id,
      },
    ],
    [
      'components/parameters/top.yaml',
      queryOption('$top', 'How many ships one page may hold.', 'integer', 10),
    ],
    [
      'components/parameters/filter.yaml',
      queryOption('$filter', 'Condition that a ship has to meet.', 'string', "name eq 'Tern'"),
    ],
    [
      'components/schemas/Error.yaml',
      {
        type: 'object',
        description: 'What went wrong with a request.',
        required: ['code', 'message'],
        properties: {
          code: { type: 'string', description: 'Word that a program can compare.', examples: ['notFound'] },
          message: {
            type: 'string',
            description: 'Sentence for the person who reads the log.',
            examples: ['No such ship.'],
          },
        },
      },
    ],
    [
      'components/schemas/Money.yaml',
      {
        type: 'object',
        description: 'An amount in a currency.',
        properties: {
          amount: { type: 'number', description: 'Value in units, not in cents.', examples: [12.5] },
          currency: {
            type: 'string',
            description: 'Three letters as ISO 4217 lists them.',
            pattern: '^[A-Z]{3}$',
            examples: ['EUR'],
          },
        },
      },
    ],
    [
      'components/schemas/ShipChange.yaml',
      {
        type: 'object',
        description: 'What may change of a ship.',
        properties: {
          colour: { type: 'string', description: 'Paint above the waterline.', examples: ['red'] },
        },
      },
    ],
    ['components/responses/Deleted.yaml', { description: 'The ship is gone.' }],
    ...[...statuses, 'ServerError'].flatMap(errorFiles),
  ]
}

function queryOption(name: string, description: string, type: string, example: unknown) {
  return { name, in: 'query', description, schema: { type }, example }
}

function errorFiles(name: string): [string, object][] {
  const examples = { usual: ref(`../examples/${name}.usual.yaml`) }
  return [
    [
      `components/responses/${name}.yaml`,
      {
        description: 'The request was not carried out.',
        content: { 'application/json': { schema: ref('../schemas/Error.yaml'), examples } },
      },
    ],
    [
      `components/examples/${name}.usual.yaml`,
      { summary: 'The usual case', value: { code: 'badRequest', message: 'Something is missing.' } },
    ],
  ]
}

function resourceFiles(index: number): [string, object][] {
  const ship = { id, ...shipInput(index), launched: '2026-03-15T08:00:00Z' }
  const page = { '@odata.nextLink': `https://fleet.example/v1/ships${index}?$skiptoken=2`, value: [ship] }
  const schema = ref(`../schemas/Ship${index}.yaml`)
  const answers = [
    [`Ship${index}`, 'The ship as it is now.', `getShip${index}.tern`, ship, schema],
    [`Ship${index}Created`, 'The ship that was stored.', `createShip${index}.launch`, ship, schema],
    [`Ship${index}Updated`, 'The ship after the change.', `updateShip${index}.repaint`, ship, schema],
    [
      `Ship${index}Collection`,
      'One page of ships.',
      `listShips${index}.yard`,
      page,
      ref(`../schemas/Ship${index}Collection.yaml`),
    ],
  ] as const
  return [
    [`paths/ships${index}.yaml`, collectionPath(index)],
    [`paths/ships${index}_{id}.yaml`, itemPath(index)],
    [`components/schemas/Ship${index}.yaml`, shipSchema(index)],
    [`components/schemas/Ship${index}Collection.yaml`, collectionSchema(index)],
    ...answers.flatMap(([name, description, example, value, schema]): [string, object][] => [
      [`components/responses/${name}.yaml`, { description, content: body(schema, example, 'response') }],
      [`components/examples/${example}.response.yaml`, { summary: 'A ship', value }],
    ]),
    [
      `components/examples/createShip${index}.launch.request.yaml`,
      { summary: 'A ship', value: shipInput(index) },
    ],
    [
      `components/examples/updateShip${index}.repaint.request.yaml`,
      { summary: 'A colour', value: { colour: 'red' } },
    ],
  ]
}

/** `getShip1.tern` → a body with the example `tern` of that file. */
function body(schema: object, example: string, side: string, folder = '..') {
  const key = example.split('.')[1] as string
  return {
    'application/json': { schema, examples: { [key]: ref(`${folder}/examples/${example}.${side}.yaml`) } },
  }
}

function shipInput(index: number) {
  return {
    name: `Tern ${index}`,
    colour: 'red',
    price: { amount: 12.5, currency: 'EUR' },
    tags: ['fast'],
    decks: 3,
  }
}

function shipSchema(index: number) {
  return {
    type: 'object',
    description: `A ship of the list ${index}, with what its yard knows of it.`,
    required: ['name'],
    properties: {
      id: {
        type: 'string',
        format: 'uuid',
        readOnly: true,
        description: 'Key that the service gives.',
        examples: [id],
      },
      name: { type: 'string', maxLength: 80, description: 'Words painted on the bow.', examples: ['Tern'] },
      colour: {
        type: 'string',
        enum: ['red', 'green', 'white'],
        description: 'Paint above the waterline.',
        examples: ['red'],
      },
      price: { ...ref('Money.yaml'), description: 'What the yard was paid for it.' },
      tags: {
        type: 'array',
        items: { type: 'string' },
        description: 'Words by which people look for it.',
        examples: [['fast']],
      },
      decks: { type: 'integer', minimum: 1, description: 'Floors above each other.', examples: [3] },
      launched: {
        type: ['string', 'null'],
        format: 'date-time',
        readOnly: true,
        description: 'Moment at which it first touched the water.',
        examples: ['2026-03-15T08:00:00Z'],
      },
    },
  }
}

function collectionSchema(index: number) {
  return {
    type: 'object',
    description: `One page of the list ${index}.`,
    required: ['value'],
    properties: {
      '@odata.nextLink': {
        type: 'string',
        format: 'uri',
        description: 'Address of the following page, where there is one.',
        examples: ['https://fleet.example/v1/ships?$skiptoken=2'],
      },
      value: {
        type: 'array',
        items: ref(`Ship${index}.yaml`),
        description: 'The ships on this page.',
      },
    },
  }
}

function collectionPath(index: number) {
  return {
    get: {
      ...head(index, `listShips${index}`, 'List ships', 'Returns the ships of one yard, page by page.'),
      parameters: ['top', 'filter'].map((name) => ref(`../components/parameters/${name}.yaml`)),
      responses: responses('200', `Ship${index}Collection`),
    },
    post: {
      ...head(index, `createShip${index}`, 'Create a ship', 'Stores a ship that was just launched.'),
      requestBody: {
        description: 'The ship to store.',
        required: true,
        content: body(
          ref(`../components/schemas/Ship${index}.yaml`),
          `createShip${index}.launch`,
          'request',
          '../components',
        ),
      },
      responses: responses('201', `Ship${index}Created`),
    },
  }
}

function itemPath(index: number) {
  return {
    parameters: [ref('../components/parameters/id.yaml')],
    get: {
      ...head(index, `getShip${index}`, 'Get a ship', 'Returns one ship as it is now.'),
      responses: responses('200', `Ship${index}`, 'NotFound'),
    },
    patch: {
      ...head(index, `updateShip${index}`, 'Update a ship', 'Changes what the body names and nothing else.'),
      requestBody: {
        description: 'What is to change.',
        required: true,
        content: body(
          ref('../components/schemas/ShipChange.yaml'),
          `updateShip${index}.repaint`,
          'request',
          '../components',
        ),
      },
      responses: responses('200', `Ship${index}Updated`, 'NotFound'),
    },
    delete: {
      ...head(index, `deleteShip${index}`, 'Delete a ship', 'Takes the ship out of the list for good.'),
      responses: responses('204', 'Deleted', 'NotFound'),
    },
  }
}

function head(index: number, operationId: string, summary: string, description: string) {
  return { operationId, tags: [tagOf(index)], summary, description, externalDocs: documentation }
}

function responses(status: string, name: string, ...more: 'NotFound'[]) {
  const named: Record<string, string> = {
    [status]: name,
    '400': 'BadRequest',
    '401': 'Unauthorized',
    '403': 'Forbidden',
    ...(more.length > 0 && { '404': 'NotFound' }),
    '429': 'TooManyRequests',
    '4XX': 'ClientError',
    '5XX': 'ServerError',
  }
  return Object.fromEntries(
    Object.entries(named).map(([code, file]) => [code, ref(`../components/responses/${file}.yaml`)]),
  )
}
