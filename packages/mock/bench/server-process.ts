import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { freePort } from '@clientele/bench'

/** A server in a process of its own: measured servers share nothing with what measures them. */
export interface ServerProcess {
  readonly url: string
  readonly pid: number
  /** Milliseconds from the start of the process to its first 2xx answer. */
  readonly started: number
  /** Resident memory, in megabytes. */
  memory(): number
  stop(): Promise<void>
}

/** How to start a server on a port, and the path whose first answer shows that it is there. */
export interface Launch {
  readonly args: (port: number) => readonly string[]
  readonly path: string
  readonly cwd?: string
  /** Milliseconds until it counts as failed. @default 60000 */
  readonly patience?: number
}

/** Starts Node with the given arguments and waits for the first answer; output goes nowhere. */
export async function startServer({ args, path, cwd, patience = 60_000 }: Launch): Promise<ServerProcess> {
  const port = await freePort()
  const begun = performance.now()
  const child = spawn(process.execPath, [...args(port)], {
    stdio: 'ignore',
    ...(cwd !== undefined && { cwd }),
  })
  const url = `http://127.0.0.1:${port}`
  try {
    await firstAnswer(child, `${url}${path}`, begun + patience)
  } catch (error) {
    child.kill('SIGKILL')
    throw new Error(`${args(port).join(' ').slice(0, 200)}: ${(error as Error).message}`)
  }
  const pid = child.pid as number
  return {
    url,
    pid,
    started: performance.now() - begun,
    memory: () => residentMemory(pid),
    async stop() {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      // As users end it: what it keeps for its next start is written.
      child.kill('SIGTERM')
      const patient = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(patient)
    },
  }
}

async function firstAnswer(child: ChildProcess, url: string, deadline: number): Promise<void> {
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode} before it answered`)
    const response = await fetch(url).catch(() => undefined)
    if (response?.ok) {
      await response.arrayBuffer()
      return
    }
    if (response) throw new Error(`answered ${response.status}: ${(await response.text()).slice(0, 200)}`)
    await new Promise((resolve) => setTimeout(resolve, 4))
  }
  throw new Error('did not answer in time')
}

function residentMemory(pid: number): number {
  if (process.platform === 'win32') throw new Error('Memory is measured by ps, which Windows does not have.')
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024
}
