import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createMock, MockConfigurationError } from '../../src/index.ts'
import { askingMock, description } from '../ask.ts'

const small = {
  openapi: '3.1.0',
  info: { title: 'Small Things', version: '1' },
  servers: [{ url: 'https://small.example/v3' }],
  paths: {
    '/ping': {
      get: {
        responses: { 200: { description: 'Pong', content: { 'application/json': { example: 'pong' } } } },
      },
    },
  },
}

describe('where descriptions come from', () => {
  test('a parsed document, named by its title', async () => {
    const mock = createMock({ documents: [small] })
    expect(mock.apis()).toEqual([{ name: 'small-things', basePaths: ['/v3'] }])
    expect((await askingMock(mock)('GET /v3/ping')).body).toBe('pong')
  })

  test('a URL, with files next to it', async () => {
    const server = createServer((request, response) => {
      response.end(readFileSync(description(`events${request.url}`)))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const mock = createMock({ documents: [new URL(`http://127.0.0.1:${port}/openapi.yaml`), small] })
    await mock.ready()
    expect((await askingMock(mock)('GET /live/events')).body.data).toHaveLength(1)
    expect((await askingMock(mock)('GET /v3/ping')).status).toBe(200)
    server.close()
  })

  test('a URL that does not answer is reported by ready, by fetch and by listen', async () => {
    const mock = createMock({ documents: ['http://127.0.0.1:1/openapi.yaml'] })
    for (const use of [mock.ready(), mock.fetch('http://mock.test/'), mock.listen()]) {
      await expect(use).rejects.toThrow(/Cannot fetch http:\/\/127\.0\.0\.1:1\/openapi\.yaml/)
    }
  })

  test('nothing: the descriptions inside the package', () => {
    const names = createMock()
      .apis()
      .map(({ name }) => name)
    const bundles = readdirSync(new URL('../../../../specs/dist', import.meta.url))
    expect(names.sort()).toEqual(bundles.map((file) => basename(file, '.yaml')).sort())
  })
})

test('of two descriptions with one path the later moves below its name, and a draft makes way', async () => {
  const reports: string[] = []
  const draft = { ...small, info: { ...small.info, title: 'Draft', 'x-draft': true } }
  const documents = [draft, small, { ...small, info: { ...small.info, title: 'Again' } }]
  const mock = createMock({ documents, report: (message) => reports.push(message) })
  expect(mock.apis().map(({ name, basePaths }) => [name, basePaths])).toEqual([
    ['draft', ['/draft/v3']],
    ['small-things', ['/v3']],
    ['again', ['/again/v3']],
  ])
  const ask = askingMock(mock)
  for (const line of ['GET /v3/ping', 'GET /draft/v3/ping', 'GET /again/v3/ping'])
    expect((await ask(line)).body).toBe('pong')
  expect(reports.join('\n')).toMatch(/have the same path\. It is served below \/again; --base again=\/other/)
})

test('a mistake that does not concern the request is a warning', async () => {
  const reports: string[] = []
  const documents = [
    {
      ...small,
      'x-mock': { conventions: ['nobody-knows'] },
      paths: {
        ...small.paths,
        things: {},
        '/half': { get: 'soon', post: { responses: { 204: { description: 'Done.' } } } },
        '/broken': { get: { responses: { 200: { $ref: '#/nowhere' } } } },
      },
    },
  ]
  const mock = createMock({ documents, report: (message) => reports.push(message) })
  expect((await askingMock(mock)('GET /v3/ping')).status).toBe(200)
  expect((await askingMock(mock)('GET /v3/broken')).status).toBe(501)
  expect(reports.join('\n')).toContain('#/paths/things is left out: a path begins with a slash')
  expect((await askingMock(mock)('POST /v3/half')).status).toBe(204)
  expect(reports.join('\n')).toContain('#/paths/~1half/get is left out')
  expect(reports.join('\n')).toContain('no convention called nobody-knows')
  await new Promise(setImmediate)
  expect(reports.join('\n')).toContain('Small Things: These references lead nowhere: #/nowhere.')
})

describe('settings', () => {
  const inAnyCase = { ...small, 'x-mock': { letterCase: 'any', trailingSlash: 'ignore' } }

  test.each([
    ['GET /v3/ping/', small, 404],
    ['GET /V3/Ping', small, 404],
    ['GET /v3/ping/', inAnyCase, 200],
    ['GET /V3/PING', inAnyCase, 200],
    ['GET /V3/PING/', inAnyCase, 200],
  ])('%s', async (line, document, status) => {
    expect((await askingMock(createMock({ documents: [document] }))(line)).status).toBe(status)
  })

  test('all mistakes are reported at once', () => {
    const documents = [{ ...small, 'x-mock': { letterCase: 'upper', trailingSlash: true } }]
    expect(() => createMock({ documents })).toThrow(
      /"small-things".*letterCase must be one of any, exact, not "upper"; trailingSlash must be one of ignore, exact, not true/,
    )
  })

  test('the configuration corrects what was inferred', async () => {
    const apis = {
      library: { base: '/library', resources: { '/books': { key: { property: 'title' } } } },
      blog: { resources: { '/articles': false as const } },
    }
    const mock = createMock({
      documents: ['library.yaml', 'blog.yaml'].map(description),
      configuration: { apis },
    })
    const { resources, unresolved } = mock.explain()
    expect(resources.map(({ path, key }) => [path, key])).toContainEqual([
      '/library/books',
      '{isbn} = title (text)',
    ])
    expect(unresolved).toContainEqual({ api: 'blog', operation: 'GET /articles' })
    expect((await askingMock(mock)('GET /library/books')).status).toBe(200)
  })

  test('all mistakes of the configuration are reported at once, with their places', () => {
    const apis = {
      'small-things': {
        letercase: 'any',
        resources: { '/ping': { key: 'tag', itemz: 'data' }, '/pong': true },
      },
    }
    // @ts-expect-error The mistakes are the point.
    const make = () => createMock({ documents: [small], configuration: { apis } })
    for (const mistake of [
      /apis\.small-things\.letercase is not known here; known are base, /,
      /apis\.small-things\.resources\["\/ping"\]\.key must be an object/,
      /resources\["\/ping"\]\.itemz is not known here/,
      /resources\["\/pong"\] must be an object/,
    ]) {
      expect(make).toThrow(mistake)
    }
  })

  test('a correction that meets no resource is a warning', () => {
    const reports: string[] = []
    const resources = { '/book': { items: 'data' }, '/books': {} }
    createMock({
      documents: [description('library.yaml')],
      configuration: { apis: { library: { resources } } },
      report: (message) => reports.push(message),
    })
    expect(reports).toEqual([
      expect.stringContaining('correct the resource "/book", but no collection or record has this path'),
    ])
  })

  test('a configuration for a description that is not there is a mistake', () => {
    const configuration = { apis: { other: {} } }
    expect(() => createMock({ documents: [small], configuration })).toThrow(MockConfigurationError)
  })
})
