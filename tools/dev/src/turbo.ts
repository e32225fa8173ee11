import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { relative, resolve } from 'node:path'

/** The root of the repository. */
export const root = resolve(import.meta.dirname, '../../..')

/** The outcome of some tasks. */
export interface Outcome {
  /** The hashes of the tasks: an edit that changes none of them has no effect. */
  hashes: string
  /** What failed; empty when all is well. */
  failures: Failure[]
}

/** A task that failed. */
export interface Failure {
  /** Where it ran, from the root of the repository. */
  folder: string
  output: string
}

const running = new Set<ChildProcess>()

/** Starts `turbo run`, which ends together with this process. */
export function startTurbo(words: readonly string[], stdio: 'inherit' | 'pipe'): ChildProcess {
  const turbo = resolve(root, 'node_modules/turbo/bin/turbo')
  const child = spawn(process.execPath, [turbo, 'run', ...words], {
    cwd: root,
    stdio: ['ignore', stdio, stdio],
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/** Ends the present run of turbo. */
export function stopTurbo(): void {
  for (const child of running) child.kill()
}

/**
 * Ends this process, as SIGTERM would, when the shell that npm started it in is gone. npm passes a signal only to that
 * shell, and many shells end without passing it on.
 */
export function endWithShell(): void {
  const shell = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  timer.unref()
}

/** Builds everything and shows the output. Ends this process if that fails. */
export async function buildOrExit(): Promise<void> {
  const child = startTurbo(['build', '--output-logs=errors-only'], 'inherit')
  const [code] = await once(child, 'exit')
  if (code !== 0) process.exit(code ?? 1)
}

/** Runs tasks without showing their output. */
export async function runTasks(words: readonly string[]): Promise<Outcome> {
  const child = startTurbo(
    [...words, '--output-logs=errors-only', '--log-prefix=task', '--log-order=grouped'],
    'pipe',
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const [code] = await once(child, 'close')
  const hashes = [...output.matchAll(/^(\S+): cache (?:hit|miss).* ([0-9a-f]{16})/gm)]
  return {
    hashes: hashes
      .map(([, task, hash]) => `${task} ${hash}`)
      .sort()
      .join(),
    failures: code === 0 ? [] : failuresIn(output),
  }
}

/**
 * The output of each failed task. npm prints there where it ran. Without a failed task it is the output of turbo
 * itself.
 */
function failuresIn(output: string): Failure[] {
  const printed = new Map<string, string>()
  for (const [, task = '', line = ''] of output.matchAll(/^(@[^\s:]+:[\w-]+): ?(.*)$/gm))
    printed.set(task, `${printed.get(task) ?? ''}${line}\n`)
  const failures = [...printed.values()].flatMap((text) => {
    const path = /^npm error path (.*)$/m.exec(text)?.[1]
    return path ? [{ folder: relative(root, path).replaceAll('\\', '/'), output: text }] : []
  })
  return failures.length > 0 ? failures : [{ folder: '', output }]
}
