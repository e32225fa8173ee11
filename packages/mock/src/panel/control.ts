/** How a panel reaches its mock. */
export interface PanelSource {
  /** The platform's `fetch` for a server, or `mock.fetch` of a mock in the same page. */
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>
  /** Address of the mock without a trailing slash, for example `http://127.0.0.1:4010`; empty for that of the page. */
  readonly base: string
  /** Name of the session to begin with. @default the main session */
  readonly session?: string | undefined
  /**
   * For a panel beside something else that sends the requests: the newest request is unfolded, and sessions are hidden.
   * @default false
   */
  readonly compact?: boolean
}

/** The control routes refused, or could not be reached. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  /** 0 if there was no answer. */
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The control routes of one mock, as a panel uses them. */
export class Control {
  readonly #source: PanelSource
  #writes = 0
  #writing: Promise<unknown> = Promise.resolve()
  readonly compact: boolean
  /** Undefined means the main session. */
  session: string | undefined
  /** Text of `--control-token`, once the reader has given it. */
  token: string | undefined

  constructor(source: PanelSource) {
    this.#source = source
    this.compact = source.compact ?? false
    this.session = source.session
  }

  /** Never older than a write of this panel, because it waits for pending writes. @throws ControlError */
  async get<T>(path: string): Promise<T> {
    for (;;) {
      await this.#writing
      const before = this.#writes
      const answer = (await this.#ask('GET', path)) as T
      if (before === this.#writes) return answer
    }
  }

  /** @throws ControlError */
  async send(method: 'PUT' | 'POST', path: string, body?: unknown): Promise<void> {
    await this.#write(this.#ask(method, path, body))
  }

  /** Ends a session. @throws ControlError */
  async end(session: string): Promise<void> {
    await this.#write(this.#ask('DELETE', 'session', undefined, session))
  }

  async #write(asked: Promise<unknown>): Promise<void> {
    this.#writes++
    this.#writing = asked.catch(() => undefined)
    await asked
  }

  async #ask(method: string, path: string, body?: unknown, session = this.session): Promise<unknown> {
    const { fetch, base } = this.#source
    const headers: Record<string, string> = {
      ...(session !== undefined && { 'Mock-Session': session }),
      ...(this.token !== undefined && { Authorization: `Bearer ${this.token}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    }
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
    const response = await fetch(`${base}/__mock/${path}`, init).catch((error: Error) => {
      throw new ControlError(0, `The mock cannot be reached: ${error.message}.`)
    })
    const text = await response.text()
    if (response.ok) return text === '' ? undefined : JSON.parse(text)
    throw new ControlError(response.status, detailOf(text) ?? `The mock answered ${response.status}.`)
  }
}

function detailOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { detail?: string }).detail
  } catch {
    return undefined
  }
}
