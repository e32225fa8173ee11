import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Api, apisOf } from './apis.ts'
import { type Judgement, judge } from './judge.ts'
import { demandedStep, type Step } from './rate.ts'
import { renderJudgement } from './report.ts'
import { recordIfNew, smallChangesets, writeChangeset, writeVersion } from './write.ts'

const usage = `Usage: npm run api-diff -- [api…] [--bump] [--changeset] [--record] [--json]

Compares each description with its last release and says how far its changes raise info.x-version.
Exits 1 if the version is too low, or a waiver has expired.

  api          only these APIs
  --bump       raises info.x-version as far as needed
  --changeset  writes a changeset for the packages that contain the API
  --record     makes the present descriptions the release to compare with
  --json       prints the comparison as JSON`

const root = resolve(import.meta.dirname, '../../..')

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      bump: { type: 'boolean' },
      changeset: { type: 'boolean' },
      record: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return print(usage)
  const today = new Date().toISOString().slice(0, 10)
  const judgements: Judgement[] = []
  for (const api of chosen(positionals)) judgements.push(await judge(api, today))
  if (values.bump) return bump(judgements)
  if (values.changeset) return changeset(judgements)
  if (values.record) return record(judgements, today)
  return report(judgements, values.json ?? false)
}

function chosen(names: readonly string[]): Api[] {
  const apis = apisOf(root)
  const unknown = names.filter((name) => !apis.some((api) => api.name === name))
  if (unknown.length > 0) {
    throw new Error(
      `No API is called ${unknown.join(', ')}. There are: ${apis.map(({ name }) => name).join(', ')}.`,
    )
  }
  return names.length === 0 ? apis : apis.filter(({ name }) => names.includes(name))
}

function report(judgements: readonly Judgement[], json: boolean): number {
  const step = demandedStep(judgements.flatMap(({ changes }) => changes))
  const small = step === undefined ? [] : smallChangesets(root, step)
  const problems = [...judgements.flatMap((judgement) => judgement.problems), ...small]
  if (json) print(JSON.stringify({ apis: judgements.map(asJson), problems }, null, 2))
  else print(judgements.map(renderJudgement).join('\n'))
  for (const problem of problems) console.error(problem)
  return problems.length > 0 ? 1 : 0
}

function asJson({ api, ...rest }: Judgement) {
  return { api: api.name, ...rest }
}

/** An API that was never released begins at 1.0.0. */
function bump(judgements: readonly Judgement[]): number {
  for (const { api, version, atLeast, problems, draft, released } of judgements) {
    const wanted = released === undefined ? (version ?? '1.0.0') : (atLeast as string)
    const needed = !draft && (released === undefined ? version === undefined : problems.length > 0)
    if (needed) writeVersion(api, wanted)
    print(`${api.name}: ${needed ? `info.x-version is now ${wanted}` : 'needs no new version'}`)
  }
  return 0
}

function changeset(judgements: readonly Judgement[]): number {
  const changed = judgements.filter((each): each is Judgement & { step: Step } => each.step !== undefined)
  for (const judgement of changed)
    print(`Wrote ${writeChangeset(root, judgement)}. Edit its words for users.`)
  if (changed.length === 0) print('Nothing changed since the last release.')
  return 0
}

function record(judgements: readonly Judgement[], today: string): number {
  for (const judgement of judgements) {
    const recorded = recordIfNew(judgement, today)
    print(`${judgement.api.name}: ${recorded ? 'recorded' : 'nothing to record'}`)
  }
  return 0
}

function print(text: string): 0 {
  console.log(text)
  return 0
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 2
}
