import { readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import type { Security } from '@clientele/description'
import { explanationTable } from '../description/resources/explain.ts'
import { MockConfigurationError, SettingsError } from '../json/mistakes.ts'
import { loadScenario } from '../scenarios/scenario.ts'
import { compileChecks } from '../server/compile-checks.ts'
import { readConfiguration } from '../server/configuration.ts'
import { createLog } from '../server/log.ts'
import type { Mock } from '../server/mock.ts'
import type { MockOptions } from '../server/mock-options.ts'
import { createMock } from '../server/node-mock.ts'
import type { Listening } from '../server/node-server.ts'
import { StateFileError } from '../store/state-file.ts'
import { type CommandOptions, planOfFlags, readOptions, usage } from './options.ts'

/** Errors that say what to do; any other error is a bug of the mock. */
const mistakes = [MockConfigurationError, SettingsError, StateFileError]

/** Runs the command and returns its exit code; a server that it starts keeps running. */
export async function run(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  try {
    const options = readOptions(args, env)
    if (options.help) return print(usage)
    if (options.version) return print(`${version()}\n`)
    if (options.compileChecks !== undefined) return await writeChecks(options, options.compileChecks)
    const mock = createMock(mockOptions(options))
    await mock.ready()
    if (options.explain) return await explainAndEnd(mock)
    return await serve(mock, options)
  } catch (error) {
    if (!mistakes.some((kind) => error instanceof kind)) throw error
    process.stderr.write(`clientele-mock: ${(error as Error).message}\n`)
    return 1
  }
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

function mockOptions(options: CommandOptions): MockOptions {
  const { documents, bases, site, configuration, scenario, seed, count, state, log } = options
  const { control, controlToken, keepRequests, trustProxy, allowRefs, dynamic, errors } = options
  return {
    bases,
    control,
    dynamic,
    errors,
    trustProxy,
    allowRefs,
    faults: planOfFlags(options),
    ...(documents.length > 0 && { documents }),
    ...(site !== undefined && { site }),
    ...(configuration !== undefined && { configuration: readConfiguration(configuration) }),
    ...(scenario !== undefined && { scenario: loadScenario(scenario) }),
    ...(seed !== undefined && { seed }),
    ...(count !== undefined && { count }),
    ...(keepRequests !== undefined && { keepRequests }),
    ...(controlToken !== undefined && { controlToken }),
    ...(state !== undefined && { state }),
    ...(log !== 'silent' && { log: createLog(log, process.stdout) }),
    report: (message) => process.stderr.write(`${message}\n`),
  }
}

async function writeChecks(options: CommandOptions, file: string): Promise<number> {
  const { documents, configuration, allowRefs = false } = mockOptions(options)
  const text = await compileChecks({
    allowRefs,
    ...(documents && { documents }),
    ...(configuration && { configuration }),
  })
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new MockConfigurationError(
      `--compile-checks ${file} cannot be written: ${(error as Error).message}`,
    )
  }
  return print(`Wrote ${file}. Give its default export to createMock as "checks".\n`)
}

async function explainAndEnd(mock: Mock): Promise<number> {
  print(`${explanationTable(mock.explain({ thorough: true }))}\n`)
  await mock.close()
  return 0
}

async function serve(mock: Mock, options: CommandOptions): Promise<number> {
  const { port, host, log } = options
  const address = { port, host, https: httpsOf(options) }
  const listening = await mock.listen(address).catch(async (error: NodeJS.ErrnoException) => {
    await mock.close()
    if (error instanceof MockConfigurationError) throw error
    throw new MockConfigurationError(whyNotListening(error, port, host))
  })
  // A program that reads the address may stop the server at once, or stop reading, as `| head` does.
  stopOnSignals(mock, process, (message) => process.stderr.write(`${message}\n`))
  process.stdout.on('error', () => undefined)
  if (log !== 'json') print(greeting(mock, listening, options))
  else print(`${JSON.stringify({ listening: listening.url })}\n`)
  return 0
}

function httpsOf({ https, cert, key }: CommandOptions): boolean | { cert: string; key: string } {
  if (cert === undefined || key === undefined) return https
  return { cert: pemFile('--cert', cert), key: pemFile('--key', key) }
}

function pemFile(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new MockConfigurationError(`${option} ${path} cannot be read: ${(error as Error).message}`)
  }
}

function whyNotListening(error: NodeJS.ErrnoException, port: number, host: string): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is taken. Choose another one: --port ${port + 1} (or PORT=${port + 1}).`
  }
  if (error.code === 'EACCES')
    return `Port ${port} needs more rights than this user has. Choose one above 1023: --port 4010.`
  return `Cannot listen on ${host}:${port}: ${(error as Error).message}`
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}

/** What is served where, and one line to try it. */
export function greeting(
  mock: Mock,
  { url }: Listening,
  {
    site,
    https,
    cert,
    control,
  }: { [Name in 'site' | 'https' | 'cert' | 'control']?: CommandOptions[Name] | undefined },
): string {
  const lines = addresses(mock, url)
  if (site !== undefined) lines.push(['Site', `${url}/`])
  if (control) lines.push(['Control', `${url}/__mock/`])
  const width = Math.max(...lines.map(([title]) => title.length))
  const listed = lines.map(([title, address]) => `  ${title.padEnd(width)}  ${address}`)
  const first = firstAddress(mock)
  // This machine does not trust a certificate that was just made.
  const insecure = https && cert === undefined ? ' --insecure' : ''
  const tryIt = first && ['', 'Try it:', `  ${curl(`${url}${first.path}`, first.security)}${insecure}`]
  return ['', 'The mock is running:', ...listed, ...(tryIt ?? []), '', ''].join('\n')
}

/** A path that can be requested without changes: that of a list, if there is one. */
function firstAddress(mock: Mock): { path: string; security: Security } | undefined {
  const { resources, unresolved } = mock.explain()
  const list = resources.find(({ operations, path }) => operations.startsWith('list') && !path.includes('{'))
  const plain = unresolved.find(({ operation }) => /^GET [^{]*$/.test(operation))
  const api = mock.apis().find(({ name }) => name === (list ?? plain)?.api)
  const path = list?.path ?? (plain && `${api?.basePaths[0] ?? ''}${plain.operation.slice(4)}`)
  return path === undefined ? undefined : { path, security: api?.security ?? { type: 'none' } }
}

/** A request with the credentials that the API needs. */
function curl(url: string, security: Security): string {
  if (security.type === 'bearer') return `curl -H "Authorization: Bearer any" ${url}`
  if (security.type === 'basic') return `curl -u any:any ${url}`
  if (security.type === 'none') return `curl ${url}`
  const { in: place, name } = security
  if (place === 'query') return `curl "${url}?${encodeURIComponent(name)}=any"`
  return place === 'cookie' ? `curl -b "${name}=any" ${url}` : `curl -H "${name}: any" ${url}`
}

/** One line for each base path, with the names of its APIs. */
function addresses(mock: Mock, url: string): [string, string][] {
  const names = new Map<string, string[]>()
  for (const { name, basePaths } of mock.apis()) {
    const address = `${url}${basePaths[0] || '/'}`
    names.set(address, [...(names.get(address) ?? []), name])
  }
  return [...names].map(([address, each]) => [each.join(', '), address])
}

/** The server to stop: `close` finishes running requests, saves, and resolves. */
interface Stoppable {
  close(): Promise<void>
}

/** The part of `process` that stopping needs. */
interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
  exit(code: number): void
}

/**
 * Ends the process cleanly: the first SIGINT or SIGTERM lets running requests finish, saves, and exits 0; a
 * second one exits at once with the code that a shell expects of a signal (128 and its number).
 *
 * @param say Called with a sentence about what happens.
 */
export function stopOnSignals(mock: Stoppable, source: SignalSource, say: (message: string) => void): void {
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    source.on(signal, () => {
      if (stopping) return source.exit(128 + constants.signals[signal])
      stopping = true
      say('Stopping: running requests are finished first. Send the signal again to stop at once.')
      mock.close().then(() => source.exit(0), failed)
    })
  }

  function failed(error: unknown): void {
    say(`Stopping failed: ${error instanceof Error ? error.message : String(error)}`)
    source.exit(1)
  }
}
