import { cpuUsage } from 'node:process'
import type { Benchmark, Comparison, Contestant } from '@clientele/bench'
import { getResponse, HttpResponse, http, type RequestHandler } from 'msw'
import { createMock } from '../src/index.ts'
import { writeDescription } from './description-file.ts'
import { smallApi } from './descriptions/small-api.ts'

const origin = 'http://tasks.example'
const record = `${origin}/tasks/8d2f6a1e-4b7c-4d3a-9e5f-0c1b2a3d4e50`
const requests = 10_000

type Fetch = (request: Request) => Promise<Response | undefined>

interface Work {
  readonly label: string
  readonly request: () => Request
}

const works: readonly Work[] = [
  { label: 'GET list, 4 kB', request: () => new Request(`${origin}/tasks`) },
  { label: 'GET record', request: () => new Request(record) },
  { label: 'PATCH', request: () => sending('PATCH', record, { done: true, priority: 'high' }) },
  {
    label: 'POST',
    request: () =>
      sending('POST', `${origin}/tasks`, { title: 'Write minutes', done: false, priority: 'high' }),
  },
]

/**
 * What one call of `mock.fetch` costs, beside handlers of Mock Service Worker that somebody wrote for the same API: they
 * keep records as well, but check nothing and log nothing.
 */
const benchmark: Benchmark = {
  name: 'CPU time of one request in process',
  unit: 'µs',
  async setup() {
    const description = await writeDescription(smallApi())
    const mock = createMock({ documents: [description.path] })
    await mock.ready()
    const tasks = new Map<string, object>()
    const handlers = handlersOf(tasks)
    const restart = () => {
      mock.reset()
      tasks.clear()
      for (const task of exampleTasks()) tasks.set(task.id, task)
    }
    return {
      contestants: works.flatMap(({ label, request }): Contestant[] => [
        { name: `${label}: mock`, measure: () => cpuOf(mock.fetch, request, restart) },
        {
          name: `${label}: msw`,
          measure: () => cpuOf((each) => getResponse(handlers, each), request, restart),
        },
      ]),
      comparisons: works.map(
        ({ label }): Comparison => ({
          label,
          subject: `${label}: mock`,
          peer: `${label}: msw`,
          bound: { atMost: 1 },
          aim: 0.5,
        }),
      ),
      async teardown() {
        await mock.close()
        await description.remove()
      },
    }
  },
}

export default benchmark

function sending(method: string, url: string, body: object): Request {
  return new Request(url, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
}

interface Task {
  readonly id: string
}

function exampleTasks(): Task[] {
  const { paths } = smallApi() as unknown as {
    paths: Record<string, { get: { responses: { 200: { content: object } } } }>
  }
  const content = paths['/tasks']?.get.responses[200].content as Record<string, { example: Task[] }>
  return content['application/json']?.example ?? []
}

/** The handlers that a careful person writes for a list, a record, and the writes. */
function handlersOf(tasks: Map<string, object>): RequestHandler[] {
  const missing = () => HttpResponse.json({ message: 'There is no such task.' }, { status: 404 })
  return [
    http.get(`${origin}/tasks`, () => HttpResponse.json([...tasks.values()])),
    http.post(`${origin}/tasks`, async ({ request }) => {
      const id = crypto.randomUUID()
      const task = { ...((await request.json()) as object), id, createdAt: new Date().toISOString() }
      tasks.set(id, task)
      return HttpResponse.json(task, { status: 201, headers: { Location: `${origin}/tasks/${id}` } })
    }),
    http.get(`${origin}/tasks/:id`, ({ params }) => {
      const task = tasks.get(String(params.id))
      return task ? HttpResponse.json(task) : missing()
    }),
    http.patch(`${origin}/tasks/:id`, async ({ params, request }) => {
      const task = tasks.get(String(params.id))
      if (!task) return missing()
      const changed = { ...task, ...((await request.json()) as object) }
      tasks.set(String(params.id), changed)
      return HttpResponse.json(changed)
    }),
  ]
}

async function cpuOf(fetch: Fetch, request: () => Request, restart: () => void): Promise<number> {
  restart()
  await ask(fetch, request, requests / 4)
  const before = cpuUsage()
  await ask(fetch, request, requests)
  const { user, system } = cpuUsage(before)
  return (user + system) / requests
}

async function ask(fetch: Fetch, request: () => Request, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const answer = await fetch(request())
    if (!answer?.ok) throw new Error(`Answered ${answer?.status}.`)
    await answer.text()
  }
}
