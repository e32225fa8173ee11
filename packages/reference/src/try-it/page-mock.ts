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
  /** Why there is no answer: the mock lost the connection on purpose, or made a mistake. */
  error?: string
}

/** A mock that answers the form: the one that served the page, or one inside it. */
export interface TriedMock {
  fetch: typeof fetch
  /** Its control routes, such as `/__mock/state`. */
  control(path: string, init?: RequestInit): Promise<Response>
}

/** The mock that served this page. */
export const servedMock: TriedMock = {
  fetch: (request, init) => fetch(request, init),
  control: (path, init) => fetch(path, init),
}

const storageKey = 'clientele-mock'

/** A mock in a worker of this page. Its records last as long as the tab: each page hands them on to the next. */
export class PageMock implements TriedMock {
  readonly #worker = new Worker(new URL('./mock-worker.ts', import.meta.url), { type: 'module' })
  readonly #waiting = new Map<number, (answer: FromWorker) => void>()
  #asked = 0
  /** What the reader should know of it, such as that it cannot check requests here. */
  warning = ''

  private constructor() {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      this.#waiting.get(data.id)?.(data)
      this.#waiting.delete(data.id)
    })
  }

  /**
   * Loads the mock, with the records that an earlier page of this tab left.
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
    const kept = keptState()
    if (kept !== null) await mock.control('/__mock/state', { method: 'PUT', body: kept })
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

  /** Lets the next page begin with the records as they are now. */
  async keep(): Promise<void> {
    const state = await (await this.control('/__mock/state')).text()
    try {
      sessionStorage.setItem(storageKey, state)
    } catch {
      // Without a storage, or in a full one, the records last as long as the page.
    }
  }

  #ask(message: Omit<ToWorker, 'id'>): Promise<FromWorker> {
    const id = this.#asked++
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.#worker.postMessage({ id, ...message })
    })
  }
}

function keptState(): string | null {
  try {
    return sessionStorage.getItem(storageKey)
  } catch {
    return null
  }
}
