import { describe, expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'
import { type Ask, askingMock, description } from '../ask.ts'

const documents = ['library.yaml', 'events/openapi.yaml', 'blog.yaml'].map(description)

function newMock(): Ask {
  return askingMock(createMock({ documents, now: () => new Date('2026-11-20T08:00:00Z') }))
}

describe('a library: bare arrays, keys that clients choose', () => {
  test('shows the records of its examples', async () => {
    const ask = newMock()
    const list = await ask('GET /v2/books')
    expect(list.body.map(({ isbn }: { isbn: string }) => isbn)).toEqual(['9783161484100', '9780306406157'])
    expect(list.headers.get('x-total-count')).toBe('2')
    expect((await ask('GET /v2/books/9780306406157')).body).toEqual(list.body[1])
  })

  test('filters by properties and pages by plain parameters', async () => {
    const ask = newMock()
    const german = await ask('GET /v2/books?language=de')
    expect(german.body.map(({ title }: { title: string }) => title)).toEqual(['Der lange Weg'])
    const second = await ask('GET /v2/books?limit=1&offset=1')
    expect(second.body).toEqual(german.body)
    expect(second.headers.get('x-total-count')).toBe('2')
  })

  test('remembers what was created, and refuses the same key twice', async () => {
    const ask = newMock()
    const created = await ask('POST /v2/books', {
      isbn: '9781111111111',
      title: 'New',
      addedAt: 'not for me to say',
    })
    expect(created.status).toBe(201)
    expect(created.location).toBe('/v2/books/9781111111111')
    expect(created.body).toEqual({ isbn: '9781111111111', title: 'New', addedAt: '2026-11-20T08:00:00.000Z' })
    expect((await ask(`GET ${created.location}`)).body).toEqual(created.body)
    expect((await ask('POST /v2/books', { isbn: '9781111111111', title: 'Again' })).status).toBe(409)
    expect((await ask('GET /v2/books')).body).toHaveLength(3)
  })

  test('merges a PATCH, sets what may be null to null, keeps the rest', async () => {
    const ask = newMock()
    const path = '/v2/books/9783161484100'
    const { body } = await ask(`PATCH ${path}`, { subtitle: null, pages: 313 })
    expect(body).toMatchObject({ title: 'The slow river', subtitle: null, pages: 313 })
    expect((await ask(`GET ${path}`)).body).toEqual(body)
  })

  test('replaces by PUT, and creates where 201 is described', async () => {
    const ask = newMock()
    const replaced = await ask('PUT /v2/books/9783161484100', { isbn: '9783161484100', title: 'Only this' })
    expect(replaced.status).toBe(200)
    expect(replaced.body).toEqual({
      isbn: '9783161484100',
      title: 'Only this',
      addedAt: '2026-01-03T10:00:00Z',
    })
    const created = await ask('PUT /v2/books/9781111111119', { isbn: '9781111111119', title: 'Put here' })
    expect(created.status).toBe(201)
    expect((await ask('GET /v2/books/9781111111119')).body.title).toBe('Put here')
  })

  test('deletes, and answers 404 from then on', async () => {
    const ask = newMock()
    expect((await ask('DELETE /v2/books/9783161484100')).status).toBe(204)
    for (const line of ['GET', 'DELETE', 'PATCH']) {
      const { status } = await ask(
        `${line} /v2/books/9783161484100`,
        line === 'PATCH' ? { title: 'x' } : undefined,
      )
      expect(status).toBe(404)
    }
    expect((await ask('GET /v2/books')).body).toHaveLength(1)
  })

  test('answers an operation that fits no resource with its example', async () => {
    expect((await newMock()('POST /v2/books/9783161484100/loan')).body).toEqual({ due: '2026-12-24' })
  })

  test('judges a schema that contains itself', async () => {
    const ask = newMock()
    const body = { isbn: '9781111111111', title: 'New', lender: { code: 'n', parent: { code: 1 } } }
    const refused = await ask('POST /v2/books', body)
    expect(refused.status).toBe(422)
    expect(refused.body.detail).toContain('lender.parent.code must be string')
  })
})

describe('events: an envelope, several files, nested and single records', () => {
  test('keeps the envelope around the records', async () => {
    const ask = newMock()
    await ask('POST /live/events', { title: 'Second' })
    const { body } = await ask('GET /live/events')
    expect(body).toMatchObject({ total: 2, apiVersion: '1' })
    expect(body.data.map(({ title }: { title: string }) => title)).toEqual(['Harvest fair', 'Second'])
  })

  test('makes keys of the same form as the examples', async () => {
    const { body, location } = await newMock()('POST /live/events', { title: 'Second' })
    expect(body.eventId).toMatch(/^evt_[0-9][A-Z][a-z][0-9]{2}$/)
    expect(location).toBe(`/live/events/${body.eventId}`)
  })

  test('never returns what is writeOnly, and keeps it nowhere', async () => {
    const mock = createMock({ documents })
    const ask = askingMock(mock)
    const { body, location } = await ask('POST /live/events', { title: 'Secret', doorCode: '4711' })
    expect(body).not.toHaveProperty('doorCode')
    expect((await ask(`GET ${location}`)).text).not.toContain('4711')
    expect(JSON.stringify(mock.snapshot())).not.toContain('4711')
  })

  test('scopes nested records by their parents', async () => {
    const ask = newMock()
    const { location } = await ask('POST /live/events', { title: 'Second' })
    const seat = await ask('POST /live/events/evt_4Kd82/seats', { row: 'B' })
    expect(seat.body).toEqual({ row: 'B', number: 3 })
    expect((await ask('GET /live/events/evt_4Kd82/seats')).body.seats).toHaveLength(3)
    const elsewhere = (await ask(`GET ${location}/seats`)).body.seats
    expect(elsewhere).not.toContainEqual(seat.body)
    expect((await ask('GET /live/events/nobody/seats')).status).toBe(404)
  })

  test('removes what is below a deleted record', async () => {
    const mock = createMock({ documents })
    const ask = askingMock(mock)
    await ask('GET /live/events/evt_4Kd82/seats')
    const { status, body } = await ask('DELETE /live/events/evt_4Kd82')
    expect([status, body.eventId]).toEqual([200, 'evt_4Kd82'])
    const seats = mock.snapshot().collections.filter(({ resource }) => resource.endsWith('/seats'))
    expect(seats).toEqual([])
  })

  test('treats an object at a path without a key as a singleton', async () => {
    const ask = newMock()
    expect((await ask('GET /live/settings')).body).toEqual({ currency: 'EUR', reminders: true })
    await ask('PUT /live/settings', { currency: 'USD' })
    expect((await ask('GET /live/settings')).body).toEqual({ currency: 'USD' })
  })

  const refusals: [string, string, unknown, Record<string, string>, number, string][] = [
    ['a missing key', 'GET /live/events', undefined, { 'x-api-key': '' }, 401, 'unauthorized'],
    ['an unknown property', 'POST /live/events', { title: 'x', nope: 1 }, {}, 400, 'badRequest'],
    ['an unknown record', 'GET /live/events/nope', undefined, {}, 404, 'notFound'],
    [
      'another media type',
      'POST /live/events',
      '<x/>',
      { 'content-type': 'application/xml' },
      415,
      'unsupportedMediaType',
    ],
    [
      'an answer it cannot give',
      'GET /live/events',
      undefined,
      { accept: 'image/png' },
      406,
      'notAcceptable',
    ],
  ]
  test.each(refusals)('refuses %s in its own error shape', async (_, line, body, headers, status, code) => {
    const answer = await newMock()(line, body, headers)
    expect(answer.status).toBe(status)
    expect(answer.body.error).toMatchObject({ code, status })
  })
})

describe('a blog: records in wrappers, keys that records do not show', () => {
  test('puts single records into their wrapper and takes them out of it', async () => {
    const ask = newMock()
    const created = await ask('POST /api/articles', { article: { title: 'Hello', body: 'World' } })
    expect(created.body.article).toMatchObject({
      title: 'Hello',
      body: 'World',
      createdAt: '2026-11-20T08:00:00.000Z',
    })
    const put = await ask(`PUT ${created.location}`, { article: { title: 'Changed' } })
    expect(put.body.article).toEqual({ ...created.body.article, title: 'Changed', body: undefined })
    const { body } = await ask('GET /api/articles')
    expect(body.articles).toContainEqual(put.body.article)
    expect(body.articlesCount).toBe(body.articles.length)
  })

  test('finds records whose key is only in the path', async () => {
    const ask = newMock()
    const { location } = await ask('POST /api/articles', { article: { title: 'Hello' } })
    const before = (await ask(`GET ${location}/comments`)).body.length
    const comment = await ask(`POST ${location}/comments`, { body: 'First!' })
    expect(comment.body).toEqual({ body: 'First!' })
    expect((await ask(`GET ${location}/comments`)).body).toHaveLength(before + 1)
    expect((await ask(`DELETE ${comment.location}`)).status).toBe(204)
    expect((await ask(`GET ${location}/comments`)).body).toHaveLength(before)
  })
})

describe('versions', () => {
  test('If-Match lets only the version through that the client saw', async () => {
    const ask = newMock()
    const path = '/v2/books/9783161484100'
    const etag = (await ask(`GET ${path}`)).headers.get('etag') as string
    const changed = await ask(`PATCH ${path}`, { pages: 1 }, { 'if-match': etag })
    expect(changed.status).toBe(200)
    expect(changed.headers.get('etag')).not.toBe(etag)
    expect((await ask(`PATCH ${path}`, { pages: 2 }, { 'if-match': etag })).status).toBe(412)
    expect((await ask(`GET ${path}`)).body.pages).toBe(1)
    expect((await ask(`DELETE ${path}`, undefined, { 'if-match': '*' })).status).toBe(204)
    expect((await ask(`DELETE ${path}`, undefined, { 'if-match': '*' })).status).toBe(412)
  })
})

describe('keys that clients choose', () => {
  const tag = { type: 'object', required: ['label'], properties: { label: { type: 'string' } } }
  const content = { 'application/json': { schema: tag } }
  const responses = { 201: { description: 'A tag.', content } }
  const parameters = [{ name: 'label', in: 'path', required: true, schema: { type: 'string' } }]
  const tags = {
    openapi: '3.1.0',
    info: { title: 'Tags', version: '1' },
    paths: {
      '/tags': { post: { requestBody: { content }, responses } },
      '/tags/{label}': { parameters, get: { responses: { 200: { description: 'A tag.', content } } } },
    },
  }

  test.each(['a b?c#d%', 'ä', '{label}', '...'])('%j is found again at its Location', async (label) => {
    const ask = askingMock(createMock({ documents: [tags] }))
    const created = await ask('POST /tags', { label })
    expect(created.status).toBe(201)
    expect((await ask(`GET ${created.location}`)).body).toEqual({ label })
  })

  test.each(['a/b', '.', '..', 'a\nb', '\ud800'])(
    '%j is refused, because no path can name it',
    async (label) => {
      const ask = askingMock(createMock({ documents: [tags] }))
      const refused = await ask('POST /tags', { label })
      expect(refused.status).toBe(400)
      expect(refused.body.errors).toEqual([
        {
          in: 'body',
          path: ['label'],
          message: expect.stringMatching(/^Request body property label cannot be in a path: it /),
        },
      ])
    },
  )
})
