import type { Api } from '../description/api.ts'
import { jsonValue, mistakesInName, type PlainValue, plainValue } from '../interceptors/own-answers.ts'
import { differences, shown } from '../json/differences.ts'
import type { JsonValue } from '../json/json.ts'
import { SettingsError } from '../json/mistakes.ts'
import { integer, object, readSettings, table, text } from '../json/settings.ts'
import type { RequestRecord } from './log.ts'

/** A match of requests. All given values must match. */
export interface RequestMatch {
  /** `operationId`, with or without the name of the API before it. */
  readonly operation?: string
  /** In any letter case. */
  readonly method?: string
  /** Values of path parameters by their names. */
  readonly path?: Readonly<Record<string, PlainValue>>
  /** Values of query parameters by their names. There may be others. */
  readonly query?: Readonly<Record<string, PlainValue>>
  /** Values of headers by their names in any letter case. */
  readonly header?: Readonly<Record<string, string>>
  /** A part of the body: objects may have more properties, lists and values must be equal. */
  readonly body?: JsonValue
  /** Status of the answer; 0 for a reset connection. */
  readonly status?: number
}

/** Thrown when the mock did not receive the requests that a test expects. */
export class VerificationError extends Error {
  override readonly name = 'VerificationError'
  /** The requests that matched. */
  readonly requests: readonly RequestRecord[]

  constructor(message: string, requests: readonly RequestRecord[]) {
    super(message)
    this.requests = requests
  }
}

const requestMatch = object<RequestMatch>({
  operation: text(),
  method: text(),
  path: table(plainValue),
  query: table(plainValue),
  header: table(text('text', /^/)),
  body: jsonValue,
  status: integer(0, 599),
})

/** @throws SettingsError when it is not a match, or names an operation that there is not. */
export function matching(
  records: readonly RequestRecord[],
  match: RequestMatch,
  apis: readonly Api[],
): RequestRecord[] {
  const read = readSettings('requests', match, requestMatch)
  // While descriptions from elsewhere are on their way, nobody knows.
  const isKnown = read.operation === undefined || apis.length === 0
  const mistakes = isKnown ? [] : mistakesInName(read.operation, 'operation', apis)
  if (mistakes.length > 0) throw new SettingsError('requests', mistakes)
  return records.filter((record) => missedBy(record, read).length === 0)
}

/** How many nearly matching requests are shown. */
const shownMisses = 3

/**
 * @param count How many requests must match; by default one or more.
 * @param asked How many requests there were in total; only the last ones are kept.
 * @throws VerificationError that shows the nearest requests.
 */
export function verify(
  records: readonly RequestRecord[],
  match: RequestMatch,
  count: number | undefined,
  asked: number,
  apis: readonly Api[],
): readonly RequestRecord[] {
  const found = matching(records, match, apis)
  if (count === undefined ? found.length > 0 : found.length === count) return found
  const times = count === undefined ? 'A request' : `${count} ${count === 1 ? 'request' : 'requests'}`
  const were =
    found.length === 0 ? 'there was none' : `there ${found.length === 1 ? 'was 1' : `were ${found.length}`}`
  const lines = [
    `${times} with ${described(match)} ${count === 1 || count === undefined ? 'was' : 'were'} expected; ${were}.`,
  ]
  if (found.length > 0) lines.push(...found.map(summaryOf))
  else lines.push(...nearMisses(records, match))
  if (asked > records.length)
    lines.push(
      `Of ${asked} requests, the last ${records.length} are kept; the option keepRequests raises that.`,
    )
  throw new VerificationError(lines.join('\n'), found)
}

function nearMisses(records: readonly RequestRecord[], match: RequestMatch): string[] {
  if (records.length === 0) return ['The mock was asked nothing.']
  const misses = records
    .map((record) => ({ record, missed: missedBy(record, match) }))
    .sort(
      (one, other) => weight(one.missed) - weight(other.missed) || other.record.number - one.record.number,
    )
    .slice(0, shownMisses)
  return [
    'The nearest:',
    ...misses.flatMap(({ record, missed }) => [summaryOf(record), ...missed.map((each) => `      ${each}`)]),
  ]
}

/** Another operation counts as further away than any other difference. */
function weight(missed: readonly string[]): number {
  return missed.length + (missed[0]?.startsWith('operation') ? 100 : 0)
}

function summaryOf({ number, method, url, status }: RequestRecord): string {
  return `  #${number} ${method} ${url} ${status === 0 ? 'reset' : status}`
}

function described(match: RequestMatch): string {
  const parts = Object.entries(match).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : shown(value)}`,
  )
  return parts.length === 0 ? 'any content' : parts.join(', ')
}

/** How a request differs from the wanted one. */
function missedBy(record: RequestRecord, match: RequestMatch): string[] {
  const { operation, method, path, query, header, body, status } = match
  return [
    ...(operation === undefined || names(record.operation, operation)
      ? []
      : [`operation was ${record.operation ?? 'none'}, not ${operation}`]),
    ...(method === undefined ? [] : differences('method', record.method, method.toUpperCase())),
    ...each('path', path, (name) => [record.path?.[name] ?? []].flat()),
    ...each('query', query, (name) => new URLSearchParams(record.url.split('?')[1] ?? '').getAll(name)),
    ...each('header', header, (name) => [record.headers[name.toLowerCase()] ?? []].flat()),
    ...(body === undefined ? [] : differences('body', record.body, body)),
    ...(status === undefined ? [] : differences('status', record.status, status)),
  ]
}

function names(operation: string | undefined, wanted: string): boolean {
  return operation === wanted || operation?.endsWith(` ${wanted}`) === true
}

function each(
  what: string,
  wanted: Readonly<Record<string, PlainValue>> = {},
  values: (name: string) => readonly string[],
): string[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const found = values(name)
    return found.includes(String(value)) ? [] : differences(what, found[0], String(value), [name])
  })
}
