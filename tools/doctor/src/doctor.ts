import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiNames, findGaps, isDraft } from '@clientele/api-folders'
import { bundleForBrowsers } from '@clientele/bench/bundle'
import { compare, countsOf, Project, parseDescription } from '@clientele/docs-conformance'
import {
  apisOf,
  type Judgement,
  judge,
  publishedPackages,
  readWaivers,
  type Waiver,
} from '@clientele/release'
import { deprecatedPackages, readEnded } from './ended.ts'
import { lackOf, operationsOf } from './operations.ts'
import { scoreOf } from './score.ts'
import { packedSizes } from './sizes.ts'

/** One line about the state of the repository. */
export interface Line {
  readonly title: string
  readonly text: string
  /** Whether it needs action. */
  readonly bad: boolean
}

/**
 * Examines a checkout whose packages are built.
 *
 * @param root folder of the repository
 * @param today the day that waivers are judged by, as `2026-12-01`
 * @returns ten lines, in the order of the way from the pages to the packages
 */
export async function examine(root: string, today: string): Promise<Line[]> {
  const specs = join(root, 'specs')
  const judgements = await Promise.all(apisOf(root).map((api) => judge(api, today)))
  return [
    facts(root),
    drafts(specs),
    await scores(root),
    operations(root),
    versions(root, judgements),
    changes(judgements),
    waivers(root, today),
    await packages(root),
    await client(root),
    dependencies(root),
  ]
}

function facts(root: string): Line {
  const project = new Project(root)
  const counts = project.apis().flatMap((api) => {
    const record = project.record(api)
    if (!record) return []
    const description = parseDescription(readFileSync(project.bundlePath(api), 'utf8'), api)
    return [countsOf(compare(description, record, project.known(api)))]
  })
  const sum = (pick: (each: (typeof counts)[number]) => number) =>
    counts.reduce((total, each) => total + pick(each), 0)
  const [recorded, found] = [sum((each) => each.facts), sum((each) => each.found)]
  const extras = sum(({ extras }) => extras)
  const reviewed = sum(({ known }) => known)
  const text = `${found} of ${recorded} found, ${reviewed} of them by a reviewed contradiction; ${extras} extra`
  return { title: 'Facts', text, bad: found < recorded || extras > 0 }
}

function drafts(specs: string): Line {
  const list = apiNames(specs).filter((api) => isDraft(api, specs))
  const gaps = list.map((api) => `${api} with ${counted(findGaps(join(specs, api)).length, 'gap')}`)
  return { title: 'Drafts', text: gaps.join(', ') || 'none', bad: false }
}

async function scores(root: string): Promise<Line> {
  const names = apiNames(join(root, 'specs'))
  const all = await Promise.all(names.map((api) => scoreOf(join(root, 'specs/dist', `${api}.yaml`))))
  const text = names.map((api, index) => `${api} ${all[index]}`).join(', ')
  return { title: 'Score', text: `${text} (of 100, for programs that read the description)`, bad: false }
}

function operations(root: string): Line {
  const all = operationsOf(root)
  const lacks = lackOf(root, all)
  const parts = Object.entries(lacks).map(([what, ids]) => `${ids.length} without ${what}${named(ids)}`)
  return {
    title: 'Operations',
    text: `${all.length}: ${parts.join(', ')}`,
    bad: lacks.example.length > 0,
  }
}

function versions(root: string, judgements: readonly Judgement[]): Line {
  const apis = judgements.map(({ api, version }) => `${api.name} ${version ?? 'none'}`)
  const packages = publishedPackages(root).map(({ manifest }) => manifest.version)
  return {
    title: 'Versions',
    text: `${apis.join(', ')}; packages ${[...new Set(packages)].join(', ')}`,
    bad: false,
  }
}

function changes(judgements: readonly Judgement[]): Line {
  const changed = judgements.filter(({ step }) => step !== undefined)
  const each = changed.map(
    ({ api, step, changes: list }) => `${api.name} ${step} (${counted(list.length, 'change')})`,
  )
  const problems = judgements.flatMap((judgement) => judgement.problems)
  const text = [each.join(', ') || 'nothing since the last release', ...problems].join('. ')
  return { title: 'Changes', text, bad: problems.length > 0 }
}

function waivers(root: string, today: string): Line {
  return waiverLine(
    apisOf(root).flatMap((api) => readWaivers(api)),
    today,
  )
}

/** How many waivers there are, and when the first expires. */
export function waiverLine(list: readonly Waiver[], today: string): Line {
  const days = list.map(({ expires }) => expires).sort()
  const expired = days.filter((day) => day < today).length
  const next = days.find((day) => day >= today)
  const text = [`${list.length}`, expired > 0 && `${expired} expired`, next && `the next expires on ${next}`]
  return { title: 'Waivers', text: text.filter(Boolean).join(', '), bad: expired > 0 }
}

async function packages(root: string): Promise<Line> {
  const sizes = await packedSizes(root)
  const text = sizes
    .map(({ name, bytes }) => `${name.replace(/^@[^/]+\//, '')} ${kilobytes(bytes)}`)
    .join(', ')
  return { title: 'Packed', text, bad: false }
}

async function client(root: string): Promise<Line> {
  const application = "export { createGraphClient } from '@clientele/client'"
  const { size } = await bundleForBrowsers(application, join(root, 'packages/client'))
  return {
    title: 'Client',
    text: `createGraphClient is ${size.toLocaleString('en')} bytes in a browser, minified and gzipped`,
    bad: false,
  }
}

function dependencies(root: string): Line {
  const ended = readEnded(root).map(({ name, since }) => `${name} (${since})`)
  const deprecated = deprecatedPackages(root)
  const text = [
    `${ended.length} ended, with a rehearsed way out: ${ended.join(', ') || 'none'}`,
    `${deprecated.length} deprecated${named(deprecated)}`,
  ]
  return { title: 'Dependencies', text: text.join('; '), bad: deprecated.length > 0 }
}

const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`

/** The first few names, so that the line stays short. */
function named(names: readonly string[]): string {
  if (names.length === 0) return ''
  return ` (${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''})`
}
