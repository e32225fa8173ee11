import { resolve } from 'node:path'
import { compare } from '../compare/compare.ts'
import type { KnownContradiction } from '../compare/known-contradictions.ts'
import type { Reading } from '../facts/fact.ts'
import { compareWithRecord } from '../facts/record.ts'
import { pagesByApi, readPageFiles, UsageError } from '../pages/page-files.ts'
import { type Project, readDescription } from '../project.ts'
import { formatJson, formatMarkdown, formatText } from '../report/formats.ts'
import { type ApiReport, isClean } from '../report/report.ts'
import { type Command, EXIT, type Options, type Surroundings } from './surroundings.ts'

export const runCompare: Command = (paths, options, surroundings) => {
  refuseMixtures(paths, options)
  const [folder] = paths
  const readings = folder
    ? readingsOf(resolve(surroundings.folder, folder), options, surroundings)
    : recordedReadings(options, surroundings)
  if (!options.description) surroundings.project.bundle()
  const reports = [...readings].map(([api, reading]) =>
    reportOf(api, reading, folder !== undefined, options, surroundings),
  )
  const format = options.json ? formatJson : options.markdown ? formatMarkdown : formatText
  surroundings.out(format(reports, options.all ?? false))
  // The gaps of a draft are its to-do list.
  const isOpen = ({ api }: ApiReport) =>
    options.description === undefined && surroundings.project.isDraft(api)
  return reports.every((report) => isClean(report) || isOpen(report)) ? EXIT.clean : EXIT.findings
}

function refuseMixtures(paths: string[], options: Options): void {
  if (paths.length > 1) throw new UsageError(`One folder of pages, not ${paths.length}: ${paths.join(', ')}`)
  if (options.json && options.markdown) throw new UsageError('Either --json or --markdown, not both.')
  if (options.record && paths.length === 0)
    throw new UsageError('--record needs the folder of pages to record.')
  if (options.record && options.description) {
    throw new UsageError('--record is for the descriptions of this repository. Leave out --description.')
  }
  if (options.description && !options.api) {
    throw new UsageError('--description needs --api, the name for the report.')
  }
}

function readingsOf(
  folder: string,
  options: Options,
  { project, progress }: Surroundings,
): Map<string, Reading> {
  const { api } = options
  if (api && !options.description && !project.apis().includes(api)) {
    throw new UsageError(
      `No description of ${api}. There are: ${project.apis().join(', ')}. Or give --description.`,
    )
  }
  const groups = pagesByApi(folder, project.apis(), api)
  return new Map(groups.map((group) => [group.api, readPageFiles(group.folder, group.files, progress)]))
}

/** Without pages the descriptions are compared with the recorded facts. */
function recordedReadings(options: Options, { project }: Surroundings): Map<string, Reading> {
  const hasFacts = (api: string) => project.record(api) !== undefined || !project.isDraft(api)
  const apis = options.api ? [options.api] : project.apis().filter(hasFacts)
  return new Map(
    apis.map((api) => {
      const record = project.record(api)
      if (!record) {
        throw new UsageError(`No facts are recorded for ${api}. Give the folder of its pages and --record.`)
      }
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
  const result = compare(readDescription(path), reading, knownFor(api, options, project, folder))
  if (options.record) err(`Recorded ${reading.facts.length} facts in ${project.writeRecord(api, reading)}`)
  // A description from elsewhere has no record here.
  const isOwn = hasPages && !options.record && !options.description
  const recorded = isOwn ? project.record(api) : undefined
  if (isOwn && !recorded) err(`No facts are recorded for ${api} yet. Record them with --record.`)
  return { api, result, record: recorded ? compareWithRecord(reading, recorded) : [] }
}

/** The project's own reviews are about its own descriptions. */
function knownFor(api: string, options: Options, project: Project, folder: string): KnownContradiction[] {
  if (options.known) return project.known(api, resolve(folder, options.known))
  return options.description ? [] : project.known(api)
}
