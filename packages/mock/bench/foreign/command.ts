import { execFile } from 'node:child_process'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import type { Count, Outcome } from './walk.ts'

const usage = `Usage: node packages/mock/bench/foreign/command.ts [--failures] [--timeout <seconds>] <description>…

Serves each OpenAPI description, and in every pair of a collection and its item creates, reads, lists, changes and
deletes one record. Prints what went as a user expects. Every answer is checked by ajv.

  --failures           also what did not go well, a line each
  --timeout <seconds>  a description that takes longer counts as a hang (default 300)`

const counts = ['created', 'same', 'listed', 'updated', 'deleted'] as const

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    failures: { type: 'boolean' },
    timeout: { type: 'string', default: '300' },
    one: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})

if (values.help || positionals.length === 0) console.log(usage)
else if (values.one) {
  const { walk } = await import('./walk.ts')
  process.stdout.write(JSON.stringify(await walk(positionals[0] as string)))
  process.exit(0)
} else await table(positionals)

async function table(paths: readonly string[]): Promise<void> {
  const all: Outcome[] = []
  console.log(
    '| API (operations) | pairs | created | same record | in list | updated | deleted | invalid | contradictory | not judged | 5xx | s |',
  )
  console.log('|---|---|---|---|---|---|---|---|---|---|---|---|')
  for (const path of paths) {
    const started = performance.now()
    const outcome = await inProcess(path)
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    if (typeof outcome === 'string') console.log(`| ${basename(path)} | ${outcome} |`)
    else {
      all.push(outcome)
      console.log(row(`${basename(path)} (${outcome.operations})`, outcome, seconds))
    }
    if (values.failures && typeof outcome !== 'string') report(outcome)
  }
  console.log(row('all', sum(all), ''))
}

/** A description that hangs the process is ended with it. */
async function inProcess(path: string): Promise<Outcome | string> {
  const own = fileURLToPath(import.meta.url)
  const limits = { timeout: Number(values.timeout) * 1000, maxBuffer: 1 << 28 }
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [own, '--one', path], limits)
    return JSON.parse(stdout.slice(stdout.indexOf('{')))
  } catch (error) {
    const { killed, stderr } = error as { killed: boolean; stderr: string }
    return killed
      ? `did not end in ${values.timeout} s`
      : `failed: ${stderr.trim().split('\n').slice(-12).join(' ').slice(0, 600)}`
  }
}

function row(name: string, outcome: Outcome, seconds: string): string {
  const cells = counts.map((count) => share(outcome[count]))
  return `| ${[name, outcome.pairs, ...cells, `${outcome.invalid.length} of ${outcome.answers}`, outcome.contradictory.length, outcome.unusable.length, outcome.broken.length, seconds].join(' | ')} |`
}

function share({ right, tried }: Count): string {
  return tried === 0 ? '-' : `${right} of ${tried} (${Math.round((100 * right) / tried)} %)`
}

function report({ failures, invalid, contradictory, unusable, unsent, broken }: Outcome): void {
  for (const line of failures) console.log(`  not as expected: ${line}`)
  for (const line of invalid) console.log(`  invalid answer: ${line}`)
  for (const line of contradictory) console.log(`  the description contradicts itself: ${line}`)
  for (const line of unusable) console.log(`  schema that ajv refuses: ${line}`)
  for (const line of unsent) console.log(`  not sent: ${line}`)
  for (const line of broken) console.log(`  broken: ${line}`)
}

function sum(all: readonly Outcome[]): Outcome {
  const add = (name: (typeof counts)[number]): Count => ({
    tried: all.reduce((total, each) => total + each[name].tried, 0),
    right: all.reduce((total, each) => total + each[name].right, 0),
  })
  return {
    operations: all.reduce((total, each) => total + each.operations, 0),
    pairs: all.reduce((total, each) => total + each.pairs, 0),
    created: add('created'),
    same: add('same'),
    listed: add('listed'),
    updated: add('updated'),
    deleted: add('deleted'),
    answers: all.reduce((total, each) => total + each.answers, 0),
    invalid: all.flatMap((each) => each.invalid),
    unusable: all.flatMap((each) => each.unusable),
    contradictory: all.flatMap((each) => each.contradictory),
    unsent: all.flatMap((each) => each.unsent),
    broken: all.flatMap((each) => each.broken),
    failures: [],
  }
}
