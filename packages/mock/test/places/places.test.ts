import { http } from 'msw'
import { setupServer } from 'msw/node'
import { describe, expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'
import { type Ask, asking, askingMock, description } from '../ask.ts'
import { startCommand } from '../command/running.ts'

const file = description('events/openapi.yaml')

/** A way to run the mock, and to end it. */
type Place = () => Promise<{ ask: Ask; end: () => Promise<unknown> }>

const places: Record<string, Place> = {
  'the command': async () => {
    const command = await startCommand(file, '--log', 'silent')
    return { ask: asking(fetch, command.url), end: () => command.stop() }
  },
  'a server in this process': async () => {
    const mock = createMock({ documents: [file] })
    const { url } = await mock.listen()
    return { ask: asking(fetch, url), end: () => mock.close() }
  },
  'this process, without a server': async () => {
    const mock = createMock({ documents: [file] })
    return { ask: askingMock(mock), end: () => mock.close() }
  },
  'Mock Service Worker': async () => {
    const mock = createMock({ documents: [file] })
    const server = setupServer(http.all('https://events.example/*', ({ request }) => mock.fetch(request)))
    server.listen()
    return {
      ask: asking(fetch, 'https://events.example'),
      end: async () => {
        server.close()
        await mock.close()
      },
    }
  },
}

describe.each(Object.entries(places))('the same scenario by way of %s', (_, start) => {
  test('create, read, change, list, nest, delete', async () => {
    const { ask, end } = await start()
    const created = await ask('POST /live/events', { title: 'Winter market', capacity: 50 })
    expect(created.status).toBe(201)
    expect((await ask(`GET ${created.location}`)).body).toEqual(created.body)
    expect((await ask(`PATCH ${created.location}`, { capacity: 60 })).body.capacity).toBe(60)
    expect((await ask('GET /live/events')).body).toMatchObject({ total: 2, data: [{}, { capacity: 60 }] })
    const seat = await ask(`POST ${created.location}/seats`, { row: 'Z' })
    expect((await ask(`GET ${seat.location}`)).body).toEqual({ row: 'Z', number: seat.body.number })
    expect((await ask(`DELETE ${created.location}`)).status).toBe(200)
    expect((await ask(`GET ${created.location}`)).status).toBe(404)
    expect((await ask(`GET ${seat.location}`)).status).toBe(404)
    expect((await ask('POST /live/events', { title: '' })).status).toBe(400)
    expect((await ask('GET /live/events', undefined, { 'x-api-key': '' })).status).toBe(401)
    expect((await ask('GET /live/events', undefined, { prefer: 'code=404' })).status).toBe(404)
    await end()
  })
})
