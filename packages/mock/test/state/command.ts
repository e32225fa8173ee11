import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const notes = fileURLToPath(new URL('notes.yaml', import.meta.url))
const bin = fileURLToPath(new URL('../../bin/clientele-mock.js', import.meta.url))

/** How a command ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** The installed command as a process of its own. */
export class Command {
  readonly process: ChildProcess
  readonly ended: Promise<Ended>
  #stdout = ''
  #stderr = ''

  constructor(...args: string[]) {
    this.process = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text
    })
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
    })
    this.ended = new Promise((resolve) => {
      this.process.on('close', (code, signal) =>
        resolve({ code, signal, stdout: this.#stdout, stderr: this.#stderr }),
      )
    })
  }

  /** Resolves with its address once it listens; rejects with what it said when it ends before. */
  listening(): Promise<string> {
    return this.#said(/http:\/\/[^\s/"]+:\d+/, 'stdout')
  }

  /** Resolves with the match once it has said something on stderr. */
  said(pattern: RegExp): Promise<string> {
    return this.#said(pattern, 'stderr')
  }

  #said(pattern: RegExp, stream: 'stdout' | 'stderr'): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(stream === 'stdout' ? this.#stdout : this.#stderr)
        if (match) resolve(match[0])
      }
      this.process[stream]?.on('data', look)
      look()
      this.ended.then(({ code, stderr }) => reject(new Error(`ended with ${code}: ${stderr}`)))
    })
  }
}
