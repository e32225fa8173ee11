import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { newApi } from '../src/new-api.ts'

const repository = resolve(import.meta.dirname, '../../..')

const small = {
  openapi: '3.0.3',
  info: { title: 'Help desk', version: '2' },
  servers: [{ url: 'https://desk.example/v2' }],
  paths: {
    '/tickets': {
      get: { operationId: 'tickets.list', responses: { 200: { description: 'All.' } } },
      post: { responses: { 201: { description: 'Made.' } } },
    },
  },
}

let root: string
/** What a failure must leave as it was. */
const tracked = ['specs/package.json', 'package-lock.json']

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'clientele-new-api-'))
  for (const folder of ['packages/types', 'packages/client', 'specs']) {
    mkdirSync(join(root, folder), { recursive: true })
    cpSync(join(repository, folder, 'package.json'), join(root, folder, 'package.json'))
  }
  // A separate repository without dependencies, so that npm works without a network.
  const specs = { name: '@clientele/specs', version: '0.0.0', private: true, devDependencies: {} }
  writeFileSync(join(root, 'specs/package.json'), `${JSON.stringify(specs, null, 2)}\n`)
  writeFileSync(
    join(root, 'package.json'),
    JSON.stringify({ name: 'root', private: true, workspaces: ['specs', 'specs/*'] }),
  )
  const packages = { '': { name: 'root', workspaces: ['specs', 'specs/*'] } }
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({ name: 'root', lockfileVersion: 3, packages }),
  )
  cpSync(join(repository, 'specs/redocly.yaml'), join(root, 'specs/redocly.yaml'))
  mkdirSync(join(root, 'tools'))
  writeFileSync(join(root, 'specs/redocly.yaml'), 'extends:\n  - recommended-strict\n')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const write = (name: string, content: unknown) =>
  writeFileSync(join(root, name), typeof content === 'string' ? content : JSON.stringify(content))
const make = (name: string, description = 'desk.json') =>
  newApi(name, { description }, { root, folder: root })
const made = (name: string) => parse(readFileSync(join(root, 'specs', name, 'openapi.yaml'), 'utf8'))

describe('an OpenAPI file', () => {
  test('becomes a folder and one line', () => {
    write('desk.json', small)
    const said = make('tickets')
    expect(readdirSync(join(root, 'specs/tickets')).sort()).toEqual(['openapi.yaml', 'package.json'])
    expect(JSON.parse(readFileSync(join(root, 'specs/package.json'), 'utf8')).devDependencies).toEqual({
      '@clientele/specs-tickets': 'file:tickets',
    })
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
    expect(packages['node_modules/@clientele/specs-tickets']).toMatchObject({ link: true })
    expect(made('tickets')).toMatchObject({
      openapi: expect.stringMatching(/^3\.1/),
      info: { title: 'Help desk', version: '2', 'x-draft': true },
      paths: { '/tickets': { get: { operationId: 'ticketsList' }, post: { operationId: 'createTicket' } } },
    })
    for (const line of [
      'Made specs/tickets: 2 files with 2 operations and 0 schemas.',
      'It was converted from OpenAPI 3.0.3 to 3.1',
      'GET /tickets: operationId "tickets.list" is now ticketsList.',
      'POST /tickets had no operationId and is now createTicket.',
      'Left to do, listed again by "npm run lint -w specs/tickets"',
      'Next: npm start',
    ])
      expect(said).toContain(line)
  })

  test('in YAML keeps its comments', () => {
    write(
      'desk.yaml',
      `# Tickets of a help desk.\nopenapi: 3.1.0\ninfo: { title: Desk, version: '1' }\nservers: [{ url: https://desk.example }]\npaths:\n  /a: # the only one\n    get: { operationId: getA, responses: { 200: { description: A. } } }\n`,
    )
    make('desk', 'desk.yaml')
    const text = readFileSync(join(root, 'specs/desk/openapi.yaml'), 'utf8')
    expect(text).toContain('# Tickets of a help desk.')
    expect(text).toContain('# the only one')
    expect(made('desk').info['x-draft']).toBe(true)
  })

  test.each([
    [undefined, 'https://desk.example'],
    [[{ url: '/v2' }], 'https://desk.example/v2'],
  ])('with the servers %j gets a placeholder address', (servers, url) => {
    write('desk.json', { ...small, servers })
    expect(make('desk')).toContain(
      `The address of the service is missing; servers has the placeholder ${url}`,
    )
    expect(made('desk').servers[0].url).toBe(url)
  })

  test('with an address that has variables keeps it', () => {
    const variables = { scheme: { default: 'https' } }
    write('desk.json', { ...small, servers: [{ url: '{scheme}://desk.example/v2', variables }] })
    expect(make('desk')).not.toContain('placeholder')
    expect(made('desk').servers[0].url).toBe('{scheme}://desk.example/v2')
  })

  test('of several files becomes one', () => {
    write('ticket.json', { type: 'object', properties: { id: { type: 'string' } } })
    const schema = { $ref: 'ticket.json' }
    const get = {
      operationId: 'getA',
      responses: { 200: { description: 'A.', content: { 'application/json': { schema } } } },
    }
    write('desk.json', { ...small, paths: { '/a': { get } } })
    make('desk')
    expect(JSON.stringify(made('desk'))).not.toContain('ticket.json')
    expect(made('desk').components.schemas).toHaveProperty('ticket')
  })

  test('at the host of another API takes over its service and its conventions', () => {
    mkdirSync(join(root, 'specs/users'))
    const mock = { conventions: ['odata'] }
    write('specs/users/openapi.yaml', { ...small, 'x-service': 'desk', 'x-mock': mock })
    write('desk.json', small)
    expect(make('tickets')).toContain('It is on the host of users')
    expect(made('tickets')).toMatchObject({ 'x-service': 'desk', 'x-mock': mock })
  })
})

describe('is refused, and nothing is left behind', () => {
  const table: [title: string, name: string, content: unknown, want: RegExp][] = [
    [
      'a reserved name',
      'tanstack-query',
      small,
      /^"tanstack-query" is reserved for another purpose\. Choose another/,
    ],
    ...[
      'dist',
      'test',
      'journeys',
      'validation',
      'batch',
      'openapi-fetch',
      'samples',
      'browser',
      'msw',
      'vitest',
      'playwright',
      'index',
    ].map((name): [string, string, unknown, RegExp] => [
      `the name ${name}`,
      name,
      small,
      /is reserved|already exists/,
    ]),
    [
      'a name that is not in kebab case',
      'HelpDesk',
      small,
      /^"HelpDesk" cannot be the name of an API\. Use small letters/,
    ],
    ['a path for a name', '../desk', small, /cannot be the name of an API/],
    ['a file that is not there', 'desk', undefined, /^desk\.json does not exist\.$/],
    [
      'a file that is not YAML',
      'desk',
      'openapi: 3.1.0\ninfo: [\n',
      /^desk\.json:\d+:\d+ is neither YAML nor JSON: /,
    ],
    ['another kind of file', 'desk', { asyncapi: '3.0.0' }, /^desk\.json is not an OpenAPI file/],
    ['a text', 'desk', 'hello', /is not an OpenAPI file/],
    [
      'a version of the future',
      'desk',
      { ...small, openapi: '4.0.0' },
      /is of OpenAPI 4\.0\.0\. Versions 2\.0 and 3\.0 to 3\.2/,
    ],
    ['an API without paths', 'desk', { ...small, paths: {} }, /^desk\.json has no paths/],
    [
      'a reference to nothing',
      'desk',
      { ...small, paths: { '/a': { get: { responses: { 200: { $ref: '#/components/responses/A' } } } } } },
      /^desk\.json refers to #\/components\/responses\/A, which is not in it\.$/,
    ],
    [
      'a reference to a file that is not there',
      'desk',
      { ...small, paths: { '/a': { $ref: 'a.yaml' } } },
      /^desk\.json refers to files that cannot be read: /,
    ],
  ]

  test.each(table)('%s', (_, name, content, want) => {
    if (content !== undefined) write('desk.json', content)
    const before = [
      readdirSync(join(root, 'specs')),
      ...tracked.map((file) => readFileSync(join(root, file), 'utf8')),
    ]
    expect(() => make(name)).toThrow(want)
    const after = [
      readdirSync(join(root, 'specs')),
      ...tracked.map((file) => readFileSync(join(root, file), 'utf8')),
    ]
    expect(after).toEqual(before)
  })

  test('a name that is there', () => {
    write('desk.json', small)
    make('desk')
    expect(() => make('desk')).toThrow(
      'specs/desk already exists. Choose another name, or delete the folder first.',
    )
  })

  test('what npm cannot lock', () => {
    write('desk.json', small)
    write('package.json', {
      name: 'root',
      workspaces: ['specs', 'specs/*'],
      dependencies: { 'not-in-any-cache': '99.0.0' },
    })
    expect(() => make('desk')).toThrow('failed; nothing was changed')
    expect(existsSync(join(root, 'specs/desk'))).toBe(false)
    expect(readFileSync(join(root, 'specs/package.json'), 'utf8')).not.toContain('desk')
  })
})

test('pages become a folder with the facts that they state', () => {
  const page = (name: string, text: string) => write(name, text)
  page(
    'ticket-get.md',
    '# Get ticket\n\n## HTTP request\n\n```http\nGET https://desk.example/v2/tickets/{id}\n```\n\n## Response\n\nIf successful, this method returns a `200 OK` response code and a [ticket](ticket.md) object in the response body.\n',
  )
  const said = newApi('tickets', { pages: ['ticket-get.md'] }, { root, folder: root })
  expect(said).toContain('with 1 operation')
  expect(existsSync(join(root, 'specs/tickets/facts.yaml'))).toBe(true)
  expect(made('tickets').info['x-draft']).toBe(true)
  expect(() => newApi('others', { pages: ['nowhere.md'] }, { root, folder: root })).toThrow(/nowhere\.md/)
  page('story.md', '# A story\n\nOnce upon a time.\n')
  expect(() => newApi('others', { pages: ['story.md'] }, { root, folder: root })).toThrow(
    'story.md: no page describes an operation.',
  )
})
