import { createHash } from 'node:crypto'
import {
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
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
  // The sources differ from their files.
  fsModuleCache: false,
  reporters: [],
  silent: true,
  testTimeout: 60_000,
  hookTimeout: 60_000,
  teardownTimeout: 60_000,
  typecheck: { enabled: false },
}

/** The tests of a package, run on sources that are changed in memory; no file is written. */
export class TestRuns {
  readonly #root: string
  #vitest: Vitest | undefined
  #mutant: Mutant | undefined

  constructor(root: string) {
    this.#root = root
  }

  /**
   * Runs every test file once and records which functions it calls; those that fail are left out. Repeated when sources
   * or tests have changed.
   */
  async survey(report: (line: string) => void): Promise<TestFile[]> {
    const folder = join(this.#root, 'node_modules/.mutation')
    const kept = join(folder, `${hashOf(this.#root)}.json`)
    if (!existsSync(kept)) {
      const files = await this.#survey(folder, report)
      mkdirSync(folder, { recursive: true })
      const text = JSON.stringify(files.map((file) => ({ ...file, reached: [...file.reached] })))
      writeFileSync(kept, text)
    }
    const files = JSON.parse(readFileSync(kept, 'utf8')) as (Omit<TestFile, 'reached'> & {
      reached: string[]
    })[]
    return files.map((file) => ({ ...file, reached: new Set(file.reached) }))
  }

  async #survey(folder: string, report: (line: string) => void): Promise<TestFile[]> {
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
    // A failure of the previous run would end this one.
    vitest.state.filesMap.clear()
    vitest.state.clearErrors()
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

/** Of all sources and tests of a package. */
function hashOf(root: string): string {
  const hash = createHash('sha256')
  for (const file of globSync('{src,test}/**/*.*', { cwd: root }).sort())
    if (statSync(join(root, file)).isFile()) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex').slice(0, 16)
}
