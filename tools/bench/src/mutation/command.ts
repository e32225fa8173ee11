import { fork } from 'node:child_process'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Mutant, mutantsIn } from './mutants.ts'
import { readSeeded } from './seeded.ts'
import { type TestFile, TestRuns } from './test-runs.ts'

const usage = `Usage: npm run mutate -- <package> [options]

Changes the sources of a package, one place at a time, and counts the changes that its tests notice. It writes only
the score in the package's README. A change counts as noticed if a test fails or does not end.

  <package>       a folder below packages or tools, for example mock
  --sample <n>    how many changes are drawn (default 100); all: every change
  --seed <n>      seed of the draw (default 1)
  --file <text>   only files with the text in their path; the README stays unchanged
  --seeded        the changes of the package's bench/seeded-changes.yaml, each with the test that has to notice it`

/** A test run that takes longer than this counts as endless, in milliseconds. */
const patience = 240_000

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    file: { type: 'string', default: '' },
    seeded: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const repository = resolve(import.meta.dirname, '../../../..')
const root = ['packages', 'tools']
  .map((folder) => join(repository, folder, positionals[0] ?? ''))
  .find((folder) => existsSync(join(folder, 'package.json')))
if (
  values.help ||
  positionals.length !== 1 ||
  root === undefined ||
  !/^(all|\d+)$/.test(values.sample) ||
  !/^\d+$/.test(values.seed)
) {
  console.error(usage)
  process.exit(values.help ? 0 : 2)
}
async function run(folder: string): Promise<number> {
  const all = values.seeded ? readSeeded(folder) : everyMutant(folder)
  const chosen =
    values.seeded || values.sample === 'all' ? all : drawn(all, Number(values.sample), Number(values.seed))
  console.log(`${chosen.length} of ${all.length} changes${values.seeded ? '' : `, seed ${values.seed}`}`)
  const tests = values.seeded ? [] : await new TestRuns(folder).survey((line) => console.log(line))
  const judge = new Judge(folder)
  const unnoticed: Mutant[] = []
  for (const [index, mutant] of chosen.entries()) {
    const files = 'test' in mutant ? [join(folder, String(mutant.test))] : testsFor(mutant, tests)
    if (values.seeded && !(await passes(files, judge, mutant))) {
      console.error(`${files.join(', ')} fails without a change, so changes cannot be judged.`)
      judge.stop()
      return 1
    }
    const verdict = files.length === 0 ? 'no test reaches it' : await judge.verdict(mutant, files)
    if (verdict !== 'noticed' && verdict !== 'does not end') unnoticed.push(mutant)
    console.log(`${index + 1}/${chosen.length} ${verdict}: ${placeOf(folder, mutant)} ${mutant.change}`)
  }
  judge.stop()
  const score = Math.floor((100 * (chosen.length - unnoticed.length)) / chosen.length)
  console.log(`\n${chosen.length - unnoticed.length} of ${chosen.length} noticed: ${score} %`)
  for (const mutant of unnoticed) console.log(`unnoticed: ${placeOf(folder, mutant)} ${mutant.change}`)
  if (values.file === '') keepScore(folder, `${score} % of ${chosen.length}`)
  return values.seeded && score < 95 ? 1 : 0
}

function everyMutant(folder: string): Mutant[] {
  const files = globSync('src/**/*.ts', { cwd: folder })
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
  const wanted = files.filter((file) => file.includes(values.file) && !/\/generated\/|\.d\.ts$/.test(file))
  return wanted.flatMap((file) => mutantsIn(file, readFileSync(join(folder, file), 'utf8')))
}

const passing = new Set<string>()

/** Whether the tests pass with unchanged sources. */
async function passes(files: readonly string[], judge: Judge, { file }: Mutant): Promise<boolean> {
  const name = files.join()
  if (passing.has(name)) return true
  const nothing = { file, start: 0, end: 0, replacement: '', change: 'none', within: undefined }
  if ((await judge.verdict(nothing, files)) !== 'unnoticed') return false
  passing.add(name)
  return true
}

/** A sample without repetition; the same seed draws the same places of the same sources. */
function drawn(mutants: readonly Mutant[], size: number, seed: number): Mutant[] {
  let state = seed
  const next = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const left = [...mutants]
  const sample: Mutant[] = []
  while (sample.length < size && left.length > 0)
    sample.push(...left.splice(Math.floor(next() * left.length), 1))
  return sample.sort((one, other) => one.file.localeCompare(other.file) || one.start - other.start)
}

/** The fastest first: most changes fail the first of them. */
function testsFor({ file, within }: Mutant, tests: readonly TestFile[]): string[] {
  const reaching = tests.filter(({ reached }) =>
    within === undefined
      ? [...reached].some((place) => place.startsWith(`${file}:`))
      : reached.has(`${file}:${within}`),
  )
  return reaching.toSorted((one, other) => one.milliseconds - other.milliseconds).map(({ path }) => path)
}

type Verdict = 'noticed' | 'unnoticed' | 'does not end' | 'no test reaches it'

/** Runs tests in a separate process, which is ended if a change makes them run for ever. */
class Judge {
  readonly #folder: string
  #child: ReturnType<typeof fork> | undefined

  constructor(folder: string) {
    this.#folder = folder
  }

  verdict(mutant: Mutant, files: readonly string[]): Promise<Verdict> {
    this.#child ??= fork(new URL('judge.ts', import.meta.url), [this.#folder], {
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const child = this.#child
    return new Promise((settle) => {
      const end = (verdict: Verdict) => {
        clearTimeout(timer)
        child.off('message', onMessage)
        child.off('exit', onExit)
        settle(verdict)
      }
      const onMessage = (noticed: unknown) => end(noticed === true ? 'noticed' : 'unnoticed')
      const onExit = () => {
        this.#child = undefined
        end('noticed')
      }
      const timer = setTimeout(() => {
        this.stop()
        end('does not end')
      }, patience)
      child.on('message', onMessage)
      child.on('exit', onExit)
      child.send({ mutant, files })
    })
  }

  /** With the workers that it started. */
  stop(): void {
    const pid = this.#child?.pid
    this.#child = undefined
    if (pid === undefined) return
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}

function placeOf(folder: string, { file, start }: Mutant): string {
  const line = readFileSync(join(folder, file), 'utf8').slice(0, start).split('\n').length
  return `${file}:${line}`
}

/** Replaces the score between the marks in the package's README, of drawn or of seeded changes. */
function keepScore(folder: string, score: string): void {
  const path = join(folder, 'README.md')
  const kind = values.seeded ? 'seeded' : 'drawn'
  const text = readFileSync(path, 'utf8')
  const mark = new RegExp(`(<!-- ${kind} -->).*?(<!-- /${kind} -->)`, 's')
  if (mark.test(text))
    writeFileSync(
      path,
      text.replace(mark, (_, open, close) => `${open}${score}${close}`),
    )
  else console.log(`The README has no <!-- ${kind} --><!-- /${kind} --> for the score.`)
}

process.exitCode = await run(root)
