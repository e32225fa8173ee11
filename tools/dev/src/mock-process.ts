import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { root } from './turbo.ts'

/** What a running mock reports about the descriptions that it watches. */
export interface MockListener {
  /** It uses the new description. `path` is the root file. */
  reloaded(path: string): void
  /** It cannot read the new description and keeps the previous one. */
  refused(why: string): void
  /** It ended by itself. */
  ended(code: number | null): void
}

/** `clientele-mock` in a separate process, so that it can be restarted with new code. */
export class MockProcess {
  readonly #options: readonly string[]
  readonly #listener: MockListener
  #child: ChildProcess | undefined
  /** Kept across restarts, whatever port was asked for. */
  #port: string | undefined

  /** @param options of `clientele-mock`, including a state file, which keeps the records across restarts */
  constructor(options: readonly string[], listener: MockListener) {
    this.#options = options
    this.#listener = listener
  }

  get running(): boolean {
    return this.#child !== undefined
  }

  /** Starts it; resolves when it listens, or when it has ended instead. */
  async start(documents: readonly string[]): Promise<void> {
    const port = this.#port === undefined ? [] : ['--port', this.#port]
    const child = spawn(
      process.execPath,
      [resolve(root, 'packages/mock/bin/clientele-mock.js'), ...documents, ...this.#options, ...port],
      // In a separate group: Ctrl+C in the terminal reaches only this process, which ends the mock properly.
      { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' },
    )
    this.#child = child
    child.once('exit', (code) => {
      if (this.#child !== child) return
      this.#child = undefined
      this.#listener.ended(code)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.#hear(text))
    await Promise.race([this.#listening(child), once(child, 'exit')])
  }

  /** Lets it finish its requests and save. */
  async stop(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }

  /** Only the first start prints the greeting. */
  #listening(child: ChildProcess): Promise<void> {
    let greeting: string | undefined = ''
    return new Promise((done) => {
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        if (greeting === undefined) return void process.stdout.write(text)
        greeting += text
        const address = /http:\/\/[^\s/"]+:(\d+)/.exec(greeting)
        if (!address) return
        if (this.#port === undefined) process.stdout.write(greeting)
        this.#port = address[1]
        greeting = undefined
        done()
      })
    })
  }

  #hear(text: string): void {
    for (const report of text.split(/^(?=Reloaded |Not reloaded)/m)) {
      const path = /^Reloaded (.*); the state is kept\.$/m.exec(report)?.[1]
      if (path) this.#listener.reloaded(path)
      else if (report.startsWith('Not reloaded')) this.#listener.refused(report)
      else if (!report.startsWith('Stopping')) process.stderr.write(report)
    }
  }
}
