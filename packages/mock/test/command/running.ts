import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../../bin/clientele-mock.js', import.meta.url))

/** The command in a process of its own. */
export interface RunningCommand {
  readonly url: string
  readonly child: ChildProcess
  /** Everything it wrote so far, both streams. */
  output(): string
  /** Resolves once the output has a piece of text. */
  wrote(text: string): Promise<void>
  /** Sends a signal and resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts the command on a free port; rejects with its output when it ends before it listens. */
export async function startCommand(...args: string[]): Promise<RunningCommand> {
  const { child, output } = spawned(['--port', '0', ...args])
  const wrote = (text: string) => waitFor(child, output, (written) => written.includes(text))
  await waitFor(child, output, (written) => /http:\/\/[\d.]+:\d+/.test(written))
  return {
    url: /http:\/\/[\d.]+:\d+/.exec(output())?.[0] as string,
    child,
    output,
    wrote,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      const [code] = await once(child, 'exit')
      return code
    },
  }
}

/** Runs the command to its end. */
export async function runCommand(...args: string[]): Promise<{ code: number | null; output: string }> {
  const { child, output } = spawned(args)
  const [code] = await once(child, 'close')
  return { code, output: output() }
}

/** Runs the command to its end; the first SIGTERM comes while it writes its first address. */
export async function runCommandUntilGreeting(): Promise<{ code: number | null; output: string }> {
  const signalOnAddress = `
    const write = process.stdout.write
    process.stdout.write = function (text, ...rest) {
      if (text.includes('http://')) process.kill(process.pid, 'SIGTERM')
      return write.call(this, text, ...rest)
    }`
  const { child, output } = spawned(
    ['--port', '0'],
    ['--import', `data:text/javascript,${encodeURIComponent(signalOnAddress)}`],
  )
  const [code] = await once(child, 'close')
  return { code, output: output() }
}

function spawned(args: string[], nodeOptions: string[] = []): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [...nodeOptions, bin, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PORT: '' },
  })
  let text = ''
  const read = (chunk: Buffer) => {
    text += chunk
  }
  child.stdout?.on('data', read)
  child.stderr?.on('data', read)
  return { child, output: () => text }
}

function waitFor(child: ChildProcess, output: () => string, found: (text: string) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (found(output())) resolve()
    }
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    child.once('exit', () => reject(new Error(`The command ended:\n${output()}`)))
    look()
  })
}
