import { describe, expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'
import { askingMock, description } from '../ask.ts'

const blog = description('blog.yaml')

describe('records that are made up', () => {
  test('a collection without examples has some', async () => {
    const { body } = await askingMock(createMock({ documents: [blog] }))('GET /api/articles')
    expect(body.articles).toHaveLength(3)
  })

  test('--count tops up, --seed decides which they are', async () => {
    const listed = async (seed: number) =>
      (await askingMock(createMock({ documents: [blog], seed, count: 25 }))('GET /api/articles')).body
        .articles
    const first = await listed(1)
    expect(first).toHaveLength(25)
    expect(new Set(first.map(({ slug }: { slug: string }) => slug)).size).toBe(25)
    expect(await listed(1)).toEqual(first)
    expect(await listed(2)).not.toEqual(first)
  })

  test('do not depend on what was asked for first, and are the same in list and item', async () => {
    const mocks = [createMock({ documents: [blog] }), createMock({ documents: [blog] })]
    const [one, other] = mocks.map(askingMock) as [
      ReturnType<typeof askingMock>,
      ReturnType<typeof askingMock>,
    ]
    const listed = (await one('GET /api/articles')).body.articles[1]
    await other(`GET /api/articles/${listed.slug}/comments`)
    expect((await other(`GET /api/articles/${listed.slug}`)).body.article).toEqual(listed)
  })

  test('fit each other: the address of a person is at the domain of the company', async () => {
    const person = {
      type: 'object',
      required: ['id', 'firstName', 'lastName', 'email', 'company', 'domain', 'website'],
      properties: Object.fromEntries(
        ['id', 'firstName', 'lastName', 'email', 'company', 'domain', 'website'].map((name) => [
          name,
          { type: 'string' },
        ]),
      ),
    }
    const content = { 'application/json': { schema: { type: 'array', items: person } } }
    const paths = { '/people': { get: { responses: { 200: { description: '', content } } } } }
    const documents = [{ openapi: '3.0.3', info: { title: 'People', version: '1' }, paths }]
    const { body } = await askingMock(createMock({ documents, count: 10 }))('GET /people')
    for (const { firstName, email, domain, website } of body) {
      expect(email).toContain(firstName.toLowerCase().replace(/[^a-z0-9]+/g, '-'))
      expect(email.endsWith(`@${domain}`)).toBe(true)
      expect(website).toContain(domain)
      expect(domain).toMatch(/\.example$/)
    }
  })

  test('were created before they were changed, and are called by names where names are their keys', async () => {
    const time = { type: 'string', format: 'date-time' }
    const person = {
      type: 'object',
      required: ['name', 'email', 'updatedAt', 'createdAt'],
      properties: { name: { type: 'string' }, email: { type: 'string' }, updatedAt: time, createdAt: time },
    }
    const answer = (schema: object) => ({
      get: { responses: { 200: { description: '', content: { 'application/json': { schema } } } } },
    })
    const parameters = [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }]
    const paths = {
      '/people': answer({ type: 'array', items: person }),
      '/people/{name}': { parameters, ...answer(person) },
    }
    const documents = [{ openapi: '3.0.3', info: { title: 'People', version: '1' }, paths }]
    const ask = askingMock(createMock({ documents, count: 20 }))
    const { body } = await ask('GET /people')
    expect(body).toHaveLength(20)
    for (const { name, email, createdAt, updatedAt } of body) {
      expect(createdAt <= updatedAt).toBe(true)
      expect(name).toMatch(/^\p{L}[\p{L}'-]+ \p{L}[\p{L}' -]+$/u)
      expect((await ask(`GET /people/${encodeURIComponent(name)}`)).body.email).toBe(email)
    }
  })

  test('have times in seconds that lie in the past two years, created before updated', async () => {
    const seconds = { type: 'integer', format: 'int64' }
    const event = {
      type: 'object',
      required: ['updated_at', 'created_at', 'start_time'],
      properties: { updated_at: seconds, created_at: seconds, start_time: { ...seconds, maximum: 99 } },
    }
    const content = { 'application/json': { schema: { type: 'array', items: event } } }
    const paths = { '/events': { get: { responses: { 200: { description: '', content } } } } }
    const documents = [{ openapi: '3.0.3', info: { title: 'Events', version: '1' }, paths }]
    const { body } = await askingMock(createMock({ documents, count: 10 }))('GET /events')
    const start = Date.UTC(2024, 0, 1) / 1000 - 86_400
    for (const { created_at, updated_at, start_time } of body) {
      expect(created_at).toBeGreaterThan(start)
      expect(updated_at).toBeGreaterThanOrEqual(created_at)
      expect(updated_at).toBeLessThan(Date.UTC(2026, 0, 1) / 1000)
      expect(start_time).toBe(99)
    }
    expect(new Set(body.map(({ created_at }: { created_at: number }) => created_at)).size).toBe(10)
  })

  test('what was deleted does not come back by itself', async () => {
    const ask = askingMock(createMock({ documents: [blog] }))
    for (const { slug } of (await ask('GET /api/articles')).body.articles)
      await ask(`DELETE /api/articles/${slug}`)
    expect((await ask('GET /api/articles')).body).toEqual({ articles: [], articlesCount: 0 })
  })

  test('reset brings the start back', async () => {
    const mock = createMock({ documents: [blog] })
    const ask = askingMock(mock)
    const start = (await ask('GET /api/articles')).body
    await ask('POST /api/articles', { article: { title: 'x' } })
    mock.reset()
    expect((await ask('GET /api/articles')).body).toEqual(start)
    expect(mock.requests()).toHaveLength(1)
  })

  test('a snapshot that was restored is all there is', async () => {
    const mock = createMock({ documents: [blog] })
    const ask = askingMock(mock)
    const before = mock.snapshot()
    const list = (await ask('GET /api/articles')).body
    await ask('POST /api/articles', { article: { title: 'x' } })
    mock.restore(before)
    expect((await ask('GET /api/articles')).body).toEqual(list)
  })
})

describe('a singleton that several examples show', () => {
  const settings = {
    type: 'object',
    properties: { theme: { type: 'string' }, language: { type: 'string' }, zone: { type: 'string' } },
  }
  const answer = (value: object) => ({
    responses: {
      200: { description: '', content: { 'application/json': { schema: settings, example: value } } },
    },
  })
  const shown = { theme: 'light', language: 'en' }
  const requestBody = { content: { 'application/json': { schema: settings } } }
  const operations = {
    get: answer(shown),
    patch: { requestBody, ...answer({ theme: 'dark', language: 'en', zone: 'UTC' }) },
    put: { requestBody, ...answer({ theme: 'blue' }) },
  }
  const served = (paths: object) => {
    const documents = [{ openapi: '3.1.0', info: { title: 'Settings', version: '1' }, paths }]
    return askingMock(createMock({ documents }))
  }

  const cases = [
    ['GET counts first, the others complete it', operations, { ...shown, zone: 'UTC' }],
    [
      'their order in the description does not matter',
      { put: operations.put, patch: operations.patch, get: operations.get },
      { ...shown, zone: 'UTC' },
    ],
    [
      'without an example of GET, PUT counts before PATCH',
      {
        ...operations,
        get: {
          responses: { 200: { description: '', content: { 'application/json': { schema: settings } } } },
        },
      },
      { theme: 'blue', language: 'en', zone: 'UTC' },
    ],
  ] as const

  test.each(cases)('%s', async (_, path, want) => {
    expect((await served({ '/settings': path })('GET /settings')).body).toEqual(want)
  })

  test('shows the example of the same parent', async () => {
    const parameters = [
      { name: 'user', in: 'path', required: true, schema: { type: 'string' }, example: 'ada' },
    ]
    const ask = served({ '/users/{user}/settings': { parameters, ...operations } })
    expect((await ask('GET /users/ada/settings')).body).toEqual({ ...shown, zone: 'UTC' })
  })
})
