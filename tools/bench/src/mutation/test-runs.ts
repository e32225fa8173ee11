import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CliOptions, createVitest, type Vitest } from 'vitest/node'
import { type Mutant, telling } from './mutants.ts'

/** What a test file of a package reaches, and how long it takes. */
export interface TestFile {
  readonly path: string
  readonly milliseconds: number
  readonly reached: ReadonlySet<string>
}

const options: CliOptions = {
  watch: false,
  // Sources are not what their files hold.
  fsModuleCache: false,
  reporters: [],
  silent: true,
  testTimeout: 60_000,
  hookTimeout: 60_000,
  teardownTimeout: 60_000,
  typecheck: { enabled: false },
}

/** The tests of a package, run on sources that are changed on their way to them; no file is written. */
export class TestRuns {
  readonly #root: string
  #vitest: Vitest | undefined
  #mutant: Mutant | undefined

  constructor(root: string) {
    this.#root = root
  }

  /** Runs every test file once and notes which functions it calls; those that fail are left out. */
  async survey(report: (line: string) => void): Promise<TestFile[]> {
    const folder = join(this.#root, 'node_modules/.mutation')
    rmSync(folder, { recursive: true, force: true })
    const setupFiles = [fileURLToPath(new URL('reached.ts', import.meta.url))]
    const vitest = await createVitest(
      'test',
      { ...options, root: this.#root, setupFiles, provide: { reachedFolder: folder } },
      { plugins: [this.#plugin((file, code) => telling(file, code))] },
    )
    try {
      const { testModules } = await vitest.runTestSpecifications(await vitest.globTestSpecifications())
      const passed = testModules.filter((module) => module.state() === 'passed')
      for (const { moduleId } of testModules.filter((module) => module.state() === 'failed'))
        report(`left out, since it fails as it is: ${relative(this.#root, moduleId)}`)
      const files = new Set(readdirSync(folder))
      return passed.flatMap((module) => {
        const name = encodeURIComponent(module.moduleId)
        if (!files.has(name)) return []
        const reached = new Set<string>(JSON.parse(readFileSync(join(folder, name), 'utf8')))
        const { duration, collectDuration } = module.diagnostic()
        return [{ path: module.moduleId, milliseconds: duration + collectDuration, reached }]
      })
    } finally {
      await vitest.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }

  /** Whether one of the test files fails with the change in place. */
  async notices(mutant: Mutant, files: readonly string[]): Promise<boolean> {
    this.#vitest ??= await createVitest(
      'test',
      { ...options, root: this.#root, bail: 1 },
      { plugins: [this.#plugin((file, code) => this.#changed(file, code))] },
    )
    const vitest = this.#vitest
    const changed = join(this.#root, mutant.file)
    this.#mutant = mutant
    vitest.invalidateFile(changed)
    try {
      const specifications = files.map((file) => vitest.getRootProject().createSpecification(file))
      const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications)
      return unhandledErrors.length > 0 || testModules.some((module) => module.state() === 'failed')
    } finally {
      this.#mutant = undefined
      vitest.invalidateFile(changed)
    }
  }

  async close(): Promise<void> {
    await this.#vitest?.close()
  }

  #changed(file: string, code: string): string {
    const mutant = this.#mutant
    if (!mutant || mutant.file !== file) return code
    return code.slice(0, mutant.start) + mutant.replacement + code.slice(mutant.end)
  }

  #plugin(change: (file: string, code: string) => string) {
    const sources = join(this.#root, 'src') + sep
    return {
      name: 'mutation',
      enforce: 'pre' as const,
      transform: (code: string, id: string) => {
        const [path = ''] = id.split('?')
        if (!path.startsWith(sources) || !path.endsWith('.ts')) return undefined
        return { code: change(relative(this.#root, path).replaceAll(sep, '/'), code), map: null }
      },
    }
  }
}
