import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
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

/** A server that answers every path with a text, or leads on to another address. */
async function serving(answer: (path: string) => string | { Location: string }) {
  const server = createServer(({ url = '' }, response) => {
    const given = answer(url)
    if (typeof given === 'string') response.end(given)
    else response.writeHead(302, given).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const close = () => new Promise((done) => server.close(done).closeAllConnections())
  return { url: `http://127.0.0.1:${port}`, close }
}

/** A description whose only answer has one property for each reference. */
function referring(references: readonly string[]): string {
  const properties = Object.fromEntries(references.map(($ref, index) => [`p${index}`, { $ref }]))
  const content = {
    'application/json': { schema: { type: 'object', required: Object.keys(properties), properties } },
  }
  const paths = { '/things': { get: { responses: { 200: { description: 'Things', content } } } } }
  return JSON.stringify({ openapi: '3.1.0', info: { title: 'Things', version: '1' }, paths })
}

describe('where descriptions come from', () => {
  test('a parsed document, named by its title', async () => {
    const mock = createMock({ documents: [small] })
    expect(mock.apis()).toEqual([
      {
        name: 'small-things',
        basePaths: ['/v3'],
        security: { type: 'none' },
        servers: ['https://small.example/v3'],
      },
    ])
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

  test('a description from the network reads no local file and no other host', async () => {
    const secret = pathToFileURL(join(mkdtempSync(join(tmpdir(), 'mock-load-')), 'secret.yaml'))
    writeFileSync(secret, 'value: { example: top-secret }')
    const asked: string[] = []
    const other = await serving((path) => {
      asked.push(path)
      return 'value: { example: from-elsewhere }'
    })
    const own = await serving((path) => {
      if (path === '/beside.yaml') return 'value: { example: beside }'
      if (path === '/away.yaml') return { Location: `${other.url}/led` }
      return referring([
        `${secret}#/value`,
        `${other.url}/straight#/value`,
        'beside.yaml#/value',
        'away.yaml#/value',
      ])
    })
    const reports: string[] = []
    const mock = createMock({ documents: [`${own.url}/openapi.yaml`], report: (each) => reports.push(each) })
    const { text } = await askingMock(mock)('GET /things')
    expect(text).toContain('beside')
    expect(text).not.toMatch(/top-secret|from-elsewhere/)
    expect(asked).toEqual([])
    expect(reports.join('\n')).toMatch(/secret\.yaml, which a description from the network may not read\./)
    expect(reports.join('\n')).toMatch(/\/straight, which is on another host\. .*--allow-refs/)
    expect(reports.join('\n')).toMatch(/away\.yaml: it leads to .*\/led, where it may not go\./)

    const trusting = createMock({ documents: [`${own.url}/openapi.yaml`], allowRefs: true })
    const trusted = await askingMock(trusting)('GET /things')
    expect(trusted.text).toContain('from-elsewhere')
    expect(trusted.text).not.toContain('top-secret')
    expect(asked.sort()).toEqual(['/led', '/straight'])
    await Promise.all([own.close(), other.close()])
  })

  test('the address of a description may lead on to another host', async () => {
    const target = await serving(() => JSON.stringify(small))
    const named = await serving(() => ({ Location: `${target.url}/small.json` }))
    const mock = createMock({ documents: [`${named.url}/latest`] })
    expect((await askingMock(mock)('GET /v3/ping')).body).toBe('pong')
    await Promise.all([target.close(), named.close()])
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

describe('what is not a description', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mock-load-'))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  /** One level more, which is the empty object. */
  const deepJson = (levels: number) => `${'{"not":'.repeat(levels)}{}${'}'.repeat(levels)}`

  test.runIf(process.platform !== 'win32')('a pipe or a device does not block the start', () => {
    const pipe = join(folder, 'pipe.yaml')
    execFileSync('mkfifo', [pipe])
    for (const path of [pipe, '/dev/zero'])
      expect(() => createMock({ documents: [path] })).toThrow(
        `Cannot read ${path}: it is not a regular file.`,
      )
  })

  test('a file of more than 128 MiB', () => {
    const path = file('large.json', '{')
    truncateSync(path, 128 * 1024 * 1024 + 1)
    expect(() => createMock({ documents: [path] })).toThrow(`Cannot read ${path}: it is larger than 128 MiB.`)
  })

  test.each([
    ['JSON of 501 levels', 'deep.json', deepJson(500), /deep\.json is nested deeper than 500 levels/],
    ['JSON of 20,000 levels', 'deeper.json', deepJson(20_000), /nested deeper than 500 levels/],
    [
      'YAML of 20,000 levels',
      'deep.yaml',
      `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`,
      /deep\.yaml is not valid JSON or YAML: nesting exceeded/,
    ],
  ])('%s', (_, name, text, message) => {
    expect(() => createMock({ documents: [file(name, text)] })).toThrow(message)
  })

  test('a file beside the description that nests too deep is a warning', async () => {
    file('beside.json', deepJson(20_000))
    const reports: string[] = []
    const documents = [file('refers.json', referring(['beside.json#/not']))]
    const mock = createMock({ documents, report: (each) => reports.push(each) })
    expect((await askingMock(mock)('GET /things')).status).toBe(200)
    expect(reports.join('\n')).toMatch(/beside\.json is nested deeper than 500 levels/)
  })

  test('schemas that refer to each other 20,000 times end the request that needs them, not the process', async () => {
    const schemas: Record<string, unknown> = { s20000: { type: 'string' } }
    for (let index = 0; index < 20_000; index++)
      schemas[`s${index}`] = {
        type: 'object',
        required: ['next'],
        properties: { next: { $ref: `#/components/schemas/s${index + 1}` } },
      }
    const document = { ...JSON.parse(referring(['#/components/schemas/s0'])), components: { schemas } }
    const mock = createMock({ documents: [document] })
    const ask = askingMock(mock)
    for (const _ of ['first', 'again']) {
      const { status, text } = await ask('GET /things')
      expect([status, text]).toEqual([500, expect.stringContaining('refer to each other too often in a row')])
    }
    expect((await ask('GET /elsewhere')).status).toBe(404)
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
