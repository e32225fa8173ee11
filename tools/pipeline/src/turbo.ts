import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A task of turbo's graph with the hash of its cache entry. */
export interface Task {
  taskId: string
  hash: string
  command: string
  outputs: string[] | null
  inputs: Record<string, string>
  dependencies: string[]
}

/** A task of a run that has ended: whether its outputs came from a cache, and from which. */
export interface RunTask {
  taskId: string
  command: string
  cache: { status: 'HIT' | 'MISS'; source?: 'LOCAL' | 'REMOTE' }
  outputs: string[] | null
  execution?: { startTime: number; endTime: number }
}

/** Runs turbo in a folder, as the scripts of the root do. See {@link turboWith}. */
export function turbo(folder: string, ...words: string[]): Promise<string> {
  return turboWith({}, folder, ...words)
}

/**
 * Runs turbo in a folder, with further variables.
 *
 * @returns what it printed
 * @throws Error whose message holds the output, when a task failed
 */
export async function turboWith(
  variables: Record<string, string>,
  folder: string,
  ...words: string[]
): Promise<string> {
  const bin = join(folder, 'node_modules/turbo/bin/turbo')
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [`--env-file=${join(folder, 'turbo.env')}`, bin, ...words],
      { cwd: folder, maxBuffer: 2 ** 26, env: { ...ownEnvironment(), ...variables } },
    )
    return stdout + stderr
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`turbo ${words.join(' ')} failed:\n${stdout}${stderr}`, { cause: error })
  }
}

/** The graph as turbo sees it now, by task. */
export async function taskGraph(folder: string, ...names: string[]): Promise<Map<string, Task>> {
  const printed = await turbo(folder, 'run', ...names, '--dry=json')
  const { tasks } = JSON.parse(printed.slice(printed.indexOf('{\n'), printed.lastIndexOf('}') + 1)) as {
    tasks: Task[]
  }
  return new Map(tasks.map((task) => [task.taskId, task]))
}

/** Runs tasks and returns how each of them ended, with what turbo printed. */
export async function summarizedRun(
  variables: Record<string, string>,
  folder: string,
  ...words: string[]
): Promise<{ tasks: RunTask[]; printed: string }> {
  const runs = join(folder, '.turbo/runs')
  rmSync(runs, { recursive: true, force: true })
  const printed = await turboWith(variables, folder, 'run', ...words, '--summarize')
  const [file = ''] = readdirSync(runs)
  return { ...JSON.parse(readFileSync(join(runs, file), 'utf8')), printed }
}

/** A turbo inside a turbo task must not use the settings of the outer run. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(TURBO_(HASH|RUN|IS_TUI|CACHE|INVOCATION)|FORCE_COLOR|VITEST|NODE_ENV)/.test(name),
    ),
  )
}
