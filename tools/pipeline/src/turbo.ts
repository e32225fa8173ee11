import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A task of turbo's graph with the hash that decides over its cache. */
export interface Task {
  taskId: string
  hash: string
  command: string
  outputs: string[] | null
  inputs: Record<string, string>
  dependencies: string[]
}

/**
 * Runs turbo in a folder, as the scripts of the root do.
 *
 * @returns what it printed
 * @throws Error whose message holds the output, when a task failed
 */
export async function turbo(folder: string, ...words: string[]): Promise<string> {
  const bin = join(folder, 'node_modules/turbo/bin/turbo')
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [`--env-file=${join(folder, 'turbo.env')}`, bin, ...words],
      { cwd: folder, maxBuffer: 2 ** 26, env: ownEnvironment() },
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

/** A turbo inside a turbo task must not take the outer run's settings for its own. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(TURBO_(HASH|RUN|IS_TUI|CACHE|INVOCATION)|FORCE_COLOR|VITEST|NODE_ENV)/.test(name),
    ),
  )
}
