import { writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { stringify } from 'yaml'
import { compare } from './compare/compare.ts'
import type { KnownContradiction } from './compare/known-contradictions.ts'
import { draftDescription } from './draft/draft-description.ts'
import type { Reading } from './facts/fact.ts'
import { mergeReadings } from './facts/reading.ts'
import { compareWithRecord } from './facts/record.ts'
import { HELP } from './help.ts'
import { pageFiles, pagesByApi, readPageFiles, UsageError } from './pages/page-files.ts'
import { type Project, readDescription } from './project.ts'
import { describePlace } from './report/describe.ts'
import { formatJson, formatMarkdown, formatText } from './report/formats.ts'
import { type ApiReport, isClean } from './report/report.ts'

/** Exit codes of the command. */
export const EXIT = { clean: 0, findings: 1, usage: 2 } as const

/** What the command needs from its surroundings. */
export interface Surroundings {
  /** Folder that paths on the command line start from. */
  folder: string
  project: Project
  out(text: string): void
  err(text: string): void
}

const OPTIONS = {
  api: { type: 'string' },
  description: { type: 'string' },
  known: { type: 'string' },
  title: { type: 'string' },
  output: { type: 'string' },
  record: { type: 'boolean' },
  all: { type: 'boolean' },
  json: { type: 'boolean' },
  markdown: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

type Options = ReturnType<typeof parse>['values']
type Command = (paths: string[], options: Options, surroundings: Surroundings) => number

/** The options that each command knows; any other is a mistake. */
const COMMANDS: Record<string, { run: Command; options: readonly (keyof Options)[] }> = {
  compare: { run: runCompare, options: ['api', 'description', 'known', 'record', 'all', 'json', 'markdown'] },
  facts: { run: runFacts, options: ['output'] },
  draft: { run: runDraft, options: ['title', 'output'] },
}

/**
 * Runs the command line.
 *
 * @param args Arguments after the command's name.
 * @returns The exit code: 0 when all is well, 1 on any finding, 2 when the command was called wrongly.
 */
export function run(args: string[], surroundings: Surroundings): number {
  try {
    const { values, positionals } = parse(args)
    if (values.help) {
      surroundings.out(HELP)
      return EXIT.clean
    }
    const [name = 'compare', paths] = commandIn(positionals)
    const command = COMMANDS[name] as (typeof COMMANDS)[string]
    refuseOthers(name, command.options, values)
    return command.run(paths, values, surroundings)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const isUsage = error instanceof UsageError || 'code' in error
    surroundings.err(isUsage ? `${error.message}\nSee: npm run conformance -- --help` : error.message)
    return EXIT.usage
  }
}

function parse(args: string[]) {
  return parseArgs({ args, options: OPTIONS, allowPositionals: true })
}

function commandIn(positionals: string[]): [string | undefined, string[]] {
  const [first, ...rest] = positionals
  return first !== undefined && Object.hasOwn(COMMANDS, first) ? [first, rest] : [undefined, positionals]
}

function refuseOthers(command: string, known: readonly string[], values: Options): void {
  const strangers = Object.keys(values).filter((name) => !known.includes(name))
  if (strangers.length === 0) return
  throw new UsageError(`"${command}" has no option ${strangers.map((name) => `--${name}`).join(', ')}.`)
}

function runCompare(paths: string[], options: Options, surroundings: Surroundings): number {
  if (paths.length > 1) throw new UsageError(`One folder of pages, not ${paths.length}: ${paths.join(', ')}`)
  if (options.json && options.markdown) throw new UsageError('Either --json or --markdown, not both.')
  const [folder] = paths
  if (options.record && !folder) throw new UsageError('--record needs the folder of pages to record.')
  const readings = folder
    ? readingsOf(resolve(surroundings.folder, folder), options, surroundings)
    : recordedReadings(options, surroundings)
  if (!options.description) surroundings.project.bundle([...readings.keys()])
  const reports = [...readings].map(([api, reading]) =>
    reportOf(api, reading, folder !== undefined, options, surroundings),
  )
  const format = options.json ? formatJson : options.markdown ? formatMarkdown : formatText
  surroundings.out(format(reports, options.all ?? false))
  return reports.every(isClean) ? EXIT.clean : EXIT.findings
}

function readingsOf(folder: string, options: Options, { project }: Surroundings): Map<string, Reading> {
  const { api } = options
  if (api && !options.description && !project.apis().includes(api)) {
    throw new UsageError(
      `No description of ${api}. There are: ${project.apis().join(', ')}. Or give --description.`,
    )
  }
  if (options.description && !api) throw new UsageError('--description needs --api, the name for the report.')
  const groups = pagesByApi(folder, project.apis(), api)
  return new Map(groups.map((group) => [group.api, readPageFiles(group.folder, group.files)]))
}

/** Without pages the descriptions are compared with the recorded facts. */
function recordedReadings(options: Options, { project }: Surroundings): Map<string, Reading> {
  const apis = options.api ? [options.api] : project.apis()
  return new Map(
    apis.map((api) => {
      const record = project.record(api)
      if (!record)
        throw new UsageError(`No facts are recorded for ${api}. Give the folder of its pages and --record.`)
      return [api, record]
    }),
  )
}

function reportOf(
  api: string,
  reading: Reading,
  hasPages: boolean,
  options: Options,
  { project, folder, err }: Surroundings,
): ApiReport {
  const path = options.description ? resolve(folder, options.description) : project.bundlePath(api)
  const known = knownFor(api, options, project, folder)
  const result = compare(readDescription(path), reading, known)
  if (options.record) err(`Recorded ${reading.facts.length} facts in ${project.writeRecord(api, reading)}`)
  // A description from elsewhere has no record here.
  const isOwn = hasPages && !options.record && project.apis().includes(api) && !options.description
  const recorded = isOwn ? project.record(api) : undefined
  if (isOwn && !recorded) err(`No facts are recorded for ${api} yet. Record them by --record.`)
  const record = recorded ? compareWithRecord(reading, recorded) : []
  return { api, result, record }
}

/** The project's own reviews speak of its own descriptions. */
function knownFor(api: string, options: Options, project: Project, folder: string): KnownContradiction[] {
  if (options.known) return project.known(api, resolve(folder, options.known))
  return options.description ? [] : project.known(api)
}

function runFacts(paths: string[], options: Options, surroundings: Surroundings): number {
  const reading = readingOfPaths('facts', paths, surroundings)
  write(JSON.stringify(reading, null, 2), options.output, surroundings)
  return EXIT.clean
}

function runDraft(paths: string[], options: Options, surroundings: Surroundings): number {
  const reading = readingOfPaths('draft', paths, surroundings)
  if (reading.facts.length === 0)
    throw new UsageError(`${paths.join(', ')}: no facts to draft a description from.`)
  const draft = draftDescription(reading, options.title ? { title: options.title } : {})
  write(
    stringify(draft, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd(),
    options.output,
    surroundings,
  )
  for (const place of reading.notUnderstood) {
    surroundings.err(`${describePlace(place)}: not understood: ${place.reason}`)
  }
  return EXIT.clean
}

function readingOfPaths(command: string, paths: string[], { folder }: Surroundings): Reading {
  if (paths.length === 0) throw new UsageError(`"${command}" needs pages or folders of pages.`)
  return mergeReadings(
    paths.map((path) => {
      const start = resolve(folder, path)
      const files = pageFiles(start)
      const isFile = files.length === 1 && files[0] === start
      return readPageFiles(isFile ? dirname(start) : start, files)
    }),
  )
}

function write(text: string, output: string | undefined, { folder, out, err }: Surroundings): void {
  if (output === undefined) out(text)
  else {
    writeFileSync(resolve(folder, output), `${text}\n`)
    err(`Wrote ${output}`)
  }
}
