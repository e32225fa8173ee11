import { keepWorld, keptWorld, restored, routes } from './kept-world.ts'
import type { TriedMock } from './tried-mock.ts'

/** What the page asks of its worker. */
export interface ToWorker {
  id: number
  /** Addresses of the descriptions to begin with. */
  documents?: string[]
  request?: PlainRequest
}

interface PlainRequest {
  url: string
  method: string
  headers: [string, string][]
  body?: string
}

interface FromWorker {
  id: number
  response?: { status: number; statusText: string; headers: [string, string][]; body: string }
  /** What the mock had to say when it started. */
  reports?: string[]
  /** Why there is no answer: a fault that breaks the connection, or a bug in the mock. */
  error?: string
}

/** A mock in a worker of this page. Each page hands its records and settings on to the next, as long as the tab is open. */
export class PageMock implements TriedMock {
  readonly #worker = new Worker(new URL('./mock-worker.ts', import.meta.url), { type: 'module' })
  readonly #waiting = new Map<number, (answer: FromWorker) => void>()
  #asked = 0
  warning = ''

  private constructor() {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      this.#waiting.get(data.id)?.(data)
      this.#waiting.delete(data.id)
    })
  }

  /**
   * Loads the mock in the state in which an earlier page of this tab left it.
   *
   * @param documents - addresses of the descriptions.
   * @throws Error when its files cannot be loaded.
   */
  static async start(documents: string[]): Promise<PageMock> {
    const mock = new PageMock()
    const failed = new Promise<never>((_, reject) =>
      mock.#worker.addEventListener('error', () => reject(new Error('The mock could not be loaded.'))),
    )
    const begun = await Promise.race([mock.#ask({ documents }), failed])
    if (begun.error !== undefined) throw new Error(begun.error)
    mock.warning = begun.reports?.find((text) => text.includes('unsafe-eval')) ?? ''
    for (const [route, body] of restored(keptWorld(), Date.now()))
      await mock.control(route, { method: 'PUT', body })
    return mock
  }

  fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init)
    const { url, method, headers } = request
    const body = await request.text()
    const plain: PlainRequest = { url, method, headers: [...headers], ...(body !== '' && { body }) }
    const { response, error } = await this.#ask({ request: plain })
    if (!response) throw new TypeError(error)
    const { body: text, ...head } = response
    return new Response(text === '' ? null : text, head)
  }

  control(path: string, init?: RequestInit): Promise<Response> {
    return this.fetch(new URL(path, location.origin), init)
  }

  async keep(): Promise<void> {
    const parts = await Promise.all(
      routes.map(async (route) => [route, await (await this.control(route)).json()]),
    )
    keepWorld({ ...Object.fromEntries(parts), keptAt: Date.now() })
  }

  #ask(message: Omit<ToWorker, 'id'>): Promise<FromWorker> {
    const id = this.#asked++
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.#worker.postMessage({ id, ...message })
    })
  }
}
