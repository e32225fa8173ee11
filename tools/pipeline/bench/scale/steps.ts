import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { root } from '../../src/repository.ts'
import type { WorkspaceCopy } from '../../src/workspace-copy.ts'
import { writeDescription } from './description.ts'

/** Minutes after which a step counts as not finished. */
const patience = 15

const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js')
const environment = [`--env-file=${join(root, 'turbo.env')}`]

/** What the steps took for one size. A step that did not end, or whose input is missing, is endless. */
export interface Measured {
  /** Seconds of CPU time by step, for all processes of the step together. */
  seconds: Record<string, number>
  /** Megabytes: resident memory of the mock after its first answer, and all files of the site. */
  megabytes: Record<string, number>
}

export const steps = ['lint', 'bundle', 'types', 'tsc', 'table', 'mock start', 'site']
export const sizesOf = ['mock', 'site']

/** A description with a number of operations in a separate folder, and the steps on it. */
export class ScaledApi {
  readonly #folder: string
  readonly #log: (message: string) => void
  readonly #measured: Measured = { seconds: {}, megabytes: {} }

  constructor(folder: string, log: (message: string) => void) {
    this.#folder = folder
    this.#log = log
  }

  async measure(operations: number): Promise<Measured> {
    const files = writeDescription(this.#path('api'), operations)
    this.#log(`${operations} operations: ${files} files`)
    const config = readFileSync(join(root, 'specs/redocly.yaml'), 'utf8').replace(
      '../tools',
      join(root, 'tools'),
    )
    writeFileSync(this.#path('redocly.yaml'), config)
    const bundle = this.#path('fleet.yaml')
    const options = ['--config', this.#path('redocly.yaml')]
    await this.#step('lint', [...environment, redocly, 'lint', this.#path('api/openapi.yaml'), ...options])
    await this.#step('bundle', [
      ...environment,
      ...[redocly, 'bundle', this.#path('api/openapi.yaml'), ...options, '--output', bundle],
    ])
    await this.#step('types', [tool('type-generator'), bundle, this.#path('types')])
    mkdirSync(this.#path('types'), { recursive: true })
    writeFileSync(this.#path('types/use.ts'), typeTest)
    const strict = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--ignoreConfig']
    await this.#step('tsc', [
      join(root, 'node_modules/typescript/bin/tsc'),
      ...strict,
      this.#path('types/use.ts'),
    ])
    await this.#step('table', [tool('operation-table'), bundle, this.#path('table')])
    const answer = await this.#step('mock start', ['--input-type=module', '--eval', mockProgram(bundle)])
    this.#measured.megabytes.mock = answer === undefined ? Number.POSITIVE_INFINITY : Number(answer.trim())
    return this.#measured
  }

  /** Builds the site in a copy of the repository in which this is the only API. */
  async measureSite(copy: WorkspaceCopy): Promise<void> {
    for (const file of globSync('specs/*/openapi.yaml', { cwd: copy.root })) rmSync(copy.path(file))
    mkdirSync(copy.path('specs/fleet'), { recursive: true })
    mkdirSync(copy.path('specs/dist'), { recursive: true })
    cpSync(this.#path('api/openapi.yaml'), copy.path('specs/fleet/openapi.yaml'))
    cpSync(this.#path('fleet.yaml'), copy.path('specs/dist/fleet.yaml'))
    const site = copy.path('packages/reference')
    for (const folder of ['dist', 'generated']) rmSync(join(site, folder), { recursive: true, force: true })
    const astro = join(copy.root, 'node_modules/astro/bin/astro.mjs')
    const build = `node redoc/build.ts && node --env-file=../../turbo.env ${astro} build`
    const printed = await this.#step(
      'site',
      ['--eval', `require('node:child_process').execSync(${JSON.stringify(build)}, { stdio: 'inherit' })`],
      site,
    )
    const built = globSync('**', { cwd: join(site, 'dist'), withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    const bytes = built.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
    this.#measured.megabytes.site = printed === undefined ? Number.POSITIVE_INFINITY : bytes / 1e6
  }

  #path(name: string): string {
    return join(this.#folder, name)
  }

  /** @returns what it printed; undefined when it did not end in time, or failed. */
  async #step(name: string, args: readonly string[], cwd = this.#folder): Promise<string | undefined> {
    const run = await measured(args, cwd)
    this.#measured.seconds[name] = 'problem' in run ? Number.POSITIVE_INFINITY : run.seconds
    this.#log('problem' in run ? `${name}: ${run.problem}` : `${name}: ${run.seconds.toFixed(1)} s of CPU`)
    return 'problem' in run ? undefined : run.output
  }
}

const tool = (name: string) => join(root, `tools/${name}/src/command.ts`)

const typeTest = `import type { operations } from './types.d.ts'
export type Page = operations['listShips1']['responses'][200]['content']['application/json']
export const name = (page: Page): string | undefined => page.value[0]?.name
`

/** Starts the mock, sends one request, prints its memory in megabytes. */
function mockProgram(bundle: string): string {
  return `
    const { createMock } = await import(${JSON.stringify(join(root, 'packages/mock/dist/index.js'))})
    const mock = createMock({ documents: [${JSON.stringify(bundle)}] })
    const headers = { authorization: 'Bearer any' }
    const answer = await mock.fetch(new Request('https://fleet.example/v1/ships1', { headers }))
    if (!answer.ok) throw new Error('The mock answered ' + answer.status)
    console.log(process.memoryUsage.rss() / 1e6)
    await mock.close()
  `
}

type Run = { seconds: number; output: string } | { problem: string }

/**
 * Runs Node and takes the CPU time of it and its children from the shell, which reports it for processes it waited for.
 */
async function measured(args: readonly string[], cwd: string): Promise<Run> {
  if (process.platform === 'win32')
    throw new Error('CPU time is measured by sh, which Windows does not have.')
  const script = '"$@"; code=$?; times >&3; exit $code'
  const child = spawn('sh', ['-c', script, 'sh', process.execPath, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    // A separate group, so that all of it can be ended.
    detached: true,
  })
  const [output, errors, times] = [1, 2, 3].map((index) => textOf(child, index))
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    process.kill(-(child.pid as number), 'SIGKILL')
  }, patience * 60_000)
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  clearTimeout(timer)
  if (isLate) return { problem: `not finished after ${patience} minutes` }
  if (code !== 0) return { problem: `failed\n${`${output?.()}${errors?.()}`.trim().slice(-2000)}` }
  return { seconds: childrenTime(times?.() ?? ''), output: output?.() ?? '' }
}

function textOf({ stdio }: ChildProcess, index: number): () => string {
  let text = ''
  stdio[index]?.on('data', (part: Buffer) => {
    text += part.toString()
  })
  return () => text
}

/** The last line of \`times\` is \`0m1.20s 0m0.30s\`: user and system time of the children. */
function childrenTime(times: string): number {
  const found = [...(times.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)]
  return found.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0)
}
