import { statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { mistakesIn } from './mistakes.ts'
import { MockProcess } from './mock-process.ts'
import { type Failure, type Outcome, root, runTasks } from './turbo.ts'

/** How long no file may change before turbo runs, in milliseconds. */
const settle = 50

/** The steps that an edit may need, in this order. Turbo knows which of them it does need. */
const steps = [
  { name: 'lint', done: 'right', tasks: ['lint', '--filter={./specs/*}'] },
  {
    name: 'types',
    done: 'built',
    tasks: ['build', '--filter=@clientele/types', '--filter=@clientele/client'],
  },
  { name: 'page', done: 'built', tasks: ['build', '--filter=@clientele/reference'] },
]

const mockStep = { name: 'mock', tasks: ['build', '--filter=@clientele/mock'] }

interface FollowerOptions {
  /** Whether the site is built again. */
  pages: boolean
  /** Options of `clientele-mock`. */
  options: readonly string[]
  /** The root files of the present APIs. */
  documents(): string[]
}

/** Follows edits: the mock at once, everything else through turbo, with one line for each step that ran. */
export class Follower {
  readonly #options: FollowerOptions
  readonly #mock: MockProcess
  #documents: string[] = []
  /** Files that changed since turbo last ran. */
  #edits = new Set<string>()
  /** When the first of them was written, in milliseconds of the system's clock. */
  #since = 0
  #timer: NodeJS.Timeout | undefined
  #working = false
  /** Why the mock refuses an edit: shown if no other step reports it better. */
  #refusal: string | undefined
  #followed = false
  /** The hashes of each step at its last run. */
  readonly #known = new Map<string, string>()

  constructor(options: FollowerOptions) {
    this.#options = options
    this.#mock = new MockProcess(options.options, {
      reloaded: (path) => {
        this.#refusal = undefined
        this.#tell('mock', `${basename(dirname(path))} reloaded, the state is kept`)
      },
      refused: (why) => {
        this.#refusal = why
        this.#tell('mock', 'answers by the description before this edit')
      },
      ended: (code) => process.stderr.write(`The mock ended (${code}); the next edit starts it again.\n`),
    })
  }

  get running(): boolean {
    return this.#mock.running
  }

  async start(): Promise<void> {
    this.#documents = this.#options.documents()
    await this.#mock.start(this.#documents)
  }

  /** Learns what is already built, so that the first edit can be compared with it. */
  async learn(): Promise<void> {
    for (const { name, tasks } of [mockStep, ...this.#steps()]) await this.#run(name, tasks)
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#mock.stop()
  }

  /** Notes an edit; the steps begin when no further edit comes at once. */
  edited(file: string): void {
    if (this.#edits.size === 0) this.#since = writtenAt(file)
    if (!this.#edits.has(file)) process.stdout.write(`\n${file}\n`)
    this.#edits.add(file)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#follow(), settle)
  }

  async #follow(): Promise<void> {
    if (this.#working) return
    this.#working = true
    while (this.#edits.size > 0) {
      const edits = [...this.#edits]
      this.#edits.clear()
      this.#followed = false
      await this.#followMock(edits)
      await this.#followSteps()
    }
    this.#working = false
  }

  /** The mock reads edits of its descriptions by itself; other APIs and new code need a new process. */
  async #followMock(edits: readonly string[]): Promise<void> {
    const documents = this.#options.documents()
    const otherApis = documents.join() !== this.#documents.join()
    const newCode = edits.some((file) => !file.startsWith('specs/')) && (await this.#buildMock())
    if (!otherApis && !newCode && this.#mock.running) return
    this.#documents = documents
    await this.#mock.stop()
    await this.#mock.start(documents)
    const why = otherApis ? ' with other APIs' : newCode ? ' with the new code' : ''
    if (this.#mock.running) this.#tell('mock', `started again${why}, the state is kept`)
  }

  /** Whether the mock has new code that can be run. */
  async #buildMock(): Promise<boolean> {
    const { changed, failures } = await this.#run(mockStep.name, mockStep.tasks)
    if (failures.length > 0) this.#tellMistakes('mock', failures)
    return changed && failures.length === 0
  }

  async #followSteps(): Promise<void> {
    let wrong = false
    for (const { name, done, tasks } of this.#steps()) {
      const { changed, failures } = await this.#run(name, tasks)
      // A further edit makes the remaining steps pointless, so they begin again.
      if (this.#edits.size > 0) return
      const failed = failures.length > 0
      if (failed && wrong) this.#tell(name, 'waits for that')
      else if (failed) this.#tellMistakes(name, failures)
      else if (changed) this.#tell(name, done)
      wrong ||= failed
    }
    if (this.#refusal && !wrong) process.stdout.write(`${indented(this.#refusal)}\n`)
    else if (!this.#followed && !wrong) process.stdout.write('  nothing follows from it\n')
  }

  #steps() {
    return this.#options.pages ? steps : steps.filter(({ name }) => name !== 'page')
  }

  /** Runs the tasks of a step, and returns whether they differ from before. */
  async #run(name: string, tasks: readonly string[]): Promise<Outcome & { changed: boolean }> {
    const outcome = await runTasks(tasks)
    const changed = this.#known.get(name) !== outcome.hashes
    this.#known.set(name, outcome.hashes)
    return { ...outcome, changed }
  }

  #tellMistakes(name: string, failures: readonly Failure[]): void {
    this.#tell(name, 'wrong')
    process.stdout.write(`${failures.flatMap(mistakesIn).map(indented).join('\n')}\n`)
  }

  #tell(name: string, what: string): void {
    this.#followed = true
    const seconds = ((Date.now() - this.#since) / 1000).toFixed(1)
    process.stdout.write(`  ${name.padEnd(6)} ${what.padEnd(48)} ${seconds} s\n`)
  }
}

function indented(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, '    ')
}

/** When a file was written; now, if it is gone or came here with an old date. */
function writtenAt(file: string): number {
  const now = Date.now()
  const written = statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? now
  return now - written < 5_000 ? Math.min(written, now) : now
}
