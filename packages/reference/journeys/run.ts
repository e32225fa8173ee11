import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { specsFolder } from '@clientele/api-folders'
import { createMock, type FaultPlan, type Mock } from '@clientele/mock'
import { parse } from 'yaml'
import type { Exchange, Journey, JourneyStep } from '../src/description/journey.ts'
import { readApis } from '../src/description/read.ts'

/** Where the journeys are: Arazzo documents (https://spec.openapis.org/arazzo/latest.html). */
export const journeysFolder = join(specsFolder, 'journeys')

const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js')

/** The day of the examples, so that every run of a journey gives the same answers. */
const now = () => new Date('2026-03-16T09:30:00Z')

/** An outcome of a journey with what `redocly respect` printed about it. */
export interface Outcome extends Journey {
  readonly report: string
}

/** The names of all journeys in alphabetical order. */
export async function journeyNames(folder: string = journeysFolder): Promise<string[]> {
  const suffix = '.arazzo.yaml'
  const files = await readdir(folder).catch(() => [])
  return files
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .sort()
}

/**
 * Runs journeys with `redocly respect`, each in a session of one mock. Faults come from `x-mock` of the Arazzo document.
 *
 * @param names files `<name>.arazzo.yaml` in `folder`
 * @throws Error when a document cannot be read; a step that fails is part of the outcome
 */
export async function runJourneys(
  names: readonly string[],
  folder: string = journeysFolder,
): Promise<Outcome[]> {
  const mock = createMock({ now })
  try {
    const { url } = await mock.listen()
    return await Promise.all(
      names.map((name) => runJourney(mock, url, join(folder, `${name}.arazzo.yaml`), name)),
    )
  } finally {
    await mock.close()
  }
}

async function runJourney(mock: Mock, url: string, file: string, name: string): Promise<Outcome> {
  const document = parse(await readFile(file, 'utf8')) as Arazzo
  mock.session(name).faults.set(document['x-mock']?.faults ?? {})
  const addresses = mock
    .apis()
    .map((api) => ({ api: api.name, local: `${url}/__session/${name}${api.basePaths[0] ?? ''}` }))
  const run = await respect(file, addresses)
  const { title, summary, description = summary } = document.info
  return { name, title, summary, description, ...stepsOf(document, run, addresses), report: run.report }
}

interface Address {
  readonly api: string
  readonly local: string
}

interface Run {
  readonly passed: boolean
  readonly report: string
  readonly steps: readonly ExecutedStep[]
  readonly exchanges: readonly HarEntry[]
}

async function respect(file: string, addresses: readonly Address[]): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-journey-'))
  const [log, har] = [join(folder, 'log.json'), join(folder, 'requests.har')]
  const servers = addresses.flatMap(({ api, local }) => ['--server', `${api}=${local}`])
  // What looks like a secret is part of the example.
  const options = ['--no-secrets-masking', '--json-output', log, '--har-output', har]
  try {
    const { status, output } = await execute([redocly, 'respect', file, ...servers, ...options])
    const { files } = JSON.parse(await readFile(log, 'utf8').catch(() => '{"files":{}}')) as Log
    const { entries } = (JSON.parse(await readFile(har, 'utf8').catch(() => noHar)) as Har).log
    const steps = Object.values(files).flatMap(({ executedWorkflows }) => executedSteps(executedWorkflows))
    return { passed: status === 0 && steps.length > 0, report: output, steps, exchanges: entries }
  } finally {
    await rm(folder, { recursive: true })
  }
}

const noHar = '{"log":{"entries":[]}}'

function execute(args: readonly string[]): Promise<{ status: number; output: string }> {
  const env = {
    ...process.env,
    REDOCLY_TELEMETRY: 'off',
    REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    NO_COLOR: '1',
  }
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ status: error ? 1 : 0, output: `${stdout}${stderr}` }),
    )
  })
}

/** A step may start another workflow. */
function executedSteps(parts: readonly Executed[]): ExecutedStep[] {
  return parts.flatMap((part) =>
    part.executedSteps ? executedSteps(part.executedSteps) : [part as ExecutedStep],
  )
}

function stepsOf(document: Arazzo, run: Run, addresses: readonly Address[]) {
  const real = documented(addresses)
  const entries = [...run.exchanges]
  // The log gives a repeated step the answer of its last attempt; the HAR file has each answer as it came.
  const attempts = run.steps
    .filter(({ response }) => (response?.statusCode ?? 0) > 0)
    .map(({ stepId }) => ({ stepId, entry: entries.shift() }))
  const steps = document.workflows
    .flatMap((workflow) => workflow.steps)
    .map(({ stepId, description, operationId }): JourneyStep => {
      const own = attempts.filter((attempt) => attempt.stepId === stepId)
      return {
        id: stepId,
        description: (description ?? stepId).trim(),
        ...operationOf(operationId),
        exchanges: own.flatMap(({ entry }) => (entry ? [exchangeOf(entry, real)] : [])),
      }
    })
  return { steps, passed: run.passed }
}

/** `$sourceDescriptions.<api>.<operationId>`. */
function operationOf(reference: string | undefined): Pick<JourneyStep, 'operation'> {
  const [, api, operationId] = /^\$sourceDescriptions\.([^.]+)\.(.+)$/.exec(reference ?? '') ?? []
  return api === undefined || operationId === undefined ? {} : { operation: { api, operationId } }
}

/** Replaces the address of the mock by the documented one of the API. */
function documented(addresses: readonly Address[]): (text: string) => string {
  const servers = new Map(readApis().map(({ api, document }) => [api, document.servers?.[0]?.url]))
  const pairs = addresses.map(({ api, local }) => [local, servers.get(api) ?? local] as const)
  return (text) => pairs.reduce((left, [local, server]) => left.replaceAll(local, server), text)
}

/** Headers of an answer that say what to do next. */
const telling = ['location', 'retry-after']

function exchangeOf({ request, response }: HarEntry, real: (text: string) => string): Exchange {
  const { text = '', mimeType = '' } = response.content
  const headers = response.headers.filter(({ name }) => telling.includes(name.toLowerCase()))
  return {
    method: request.method,
    url: readable(real(request.url)),
    ...(request.postData && { body: indented(request.postData.text) }),
    status: response.status,
    headers: headers.map(({ name, value }) => `${headerCase(name)}: ${real(value)}`),
    ...(text && { answer: mimeType.includes('json') ? indented(withoutIds(real(text), response)) : text }),
  }
}

/** Request ids differ from run to run; the pages show fixed ones. */
function withoutIds(text: string, { headers }: HarEntry['response']): string {
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
  const ids = headers.map(({ value }) => value).filter((value) => uuid.test(value))
  return ids.reduce((left, id) => left.replaceAll(id, '2f1de7a5-9b31-4c57-a4a8-6c1b6bd1f0e9'), text)
}

function readable(url: string): string {
  return url.replaceAll('%24', '$').replaceAll('%2C', ',').replaceAll('%27', "'")
}

function headerCase(name: string): string {
  return name.replaceAll(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())
}

function indented(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2)
}

interface Arazzo {
  readonly info: { title: string; summary: string; description?: string }
  readonly 'x-mock'?: { faults?: FaultPlan }
  readonly workflows: readonly {
    steps: readonly { stepId: string; description?: string; operationId?: string }[]
  }[]
}

/** The parts of `--json-output` that are used here. */
interface Executed {
  readonly executedSteps?: readonly Executed[]
}
interface ExecutedStep extends Executed {
  readonly stepId: string
  readonly response?: { statusCode: number }
}
interface Log {
  readonly files: Record<string, { executedWorkflows: readonly Executed[] }>
}

/** HTTP Archive 1.2, as far as it is read here. */
interface Har {
  readonly log: { entries: HarEntry[] }
}
interface HarEntry {
  readonly request: { method: string; url: string; postData?: { text: string } }
  readonly response: {
    status: number
    headers: { name: string; value: string }[]
    content: { text?: string; mimeType?: string }
  }
}
