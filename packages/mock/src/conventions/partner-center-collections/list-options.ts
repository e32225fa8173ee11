import type { Resource } from '../../description/resources/resource.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import { isProblem, type Problem, problem } from '../../exchange/problem.ts'
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../../json/json.ts'

/** The most records on a page, and the default when neither the client nor the settings give a size. */
const MAX_SIZE = 500

/** Which page to read, relative to the continuation token. */
type SeekOperation = 'next' | 'previous' | 'first' | 'last'

/** In the order of the numbers by which older clients name them. */
const SEEK_OPERATIONS = ['next', 'previous', 'first', 'last', 'pageindex'] as const

export interface ListOptions {
  size: number
  sortField: string | undefined
  descending: boolean
  filter: FieldFilter | undefined
  seek: SeekOperation
  token: Continuation | undefined
}

export function readListOptions(exchange: Exchange, pageSize = MAX_SIZE): ListOptions | Problem {
  const size = readSize(exchange, pageSize)
  const descending = readDirection(exchange)
  const seek = readSeek(exchange)
  const sortField = readSortField(exchange)
  const filter = readFilter(textOf(exchange, 'filter'), exchange.resource)
  const token = readToken(exchange.headers['ms-continuationtoken'])
  for (const part of [size, descending, seek, sortField, filter, token]) if (isProblem(part)) return part
  const options = { size, descending, seek, sortField, filter, token } as ListOptions
  return options.seek === 'previous' && !options.token ? withoutToken() : options
}

function readSize(exchange: Exchange, pageSize: number): number | Problem {
  const text = textOf(exchange, 'size')
  if (text === undefined) return Math.min(pageSize, MAX_SIZE)
  const size = Number(text)
  if (/^\d+$/.test(text) && size >= 1) return Math.min(size, MAX_SIZE)
  return invalidParameter('size', 'size must be a whole number of at least 1')
}

function readDirection(exchange: Exchange): boolean | Problem {
  const text = textOf(exchange, 'SortDirection')?.toLowerCase()
  if (text === undefined || /^asc(?:ending)?$/.test(text)) return false
  if (/^desc(?:ending)?$/.test(text)) return true
  return invalidParameter('SortDirection', 'SortDirection must be Ascending or Descending')
}

function readSeek(exchange: Exchange): SeekOperation | Problem {
  const text = textOf(exchange, 'seekOperation')?.toLowerCase()
  if (text === undefined) return exchange.headers['ms-continuationtoken'] === undefined ? 'first' : 'next'
  const operation = SEEK_OPERATIONS.find((name, number) => text === name || text === String(number))
  if (operation === undefined)
    return invalidParameter('seekOperation', 'seekOperation must be Next, Previous, First or Last')
  if (operation === 'pageindex')
    return invalidParameter('seekOperation', 'seekOperation PageIndex is not offered here')
  return operation
}

function readSortField(exchange: Exchange): string | undefined | Problem {
  const text = textOf(exchange, 'SortField')
  if (text === undefined) return undefined
  const properties = [...(exchange.resource?.properties() ?? [])]
  const sortable = properties.filter(([, schema]) => isSortable(schema)).map(([name]) => name)
  const found = sortable.find((name) => name.toLowerCase() === text.toLowerCase())
  return (
    found ??
    invalidParameter(
      'SortField',
      `SortField names '${text.slice(0, 64)}', which records cannot be sorted by`,
      '3000',
    )
  )
}

/** Sorting by a writeOnly property would reveal its values. */
function isSortable({ type, writeOnly }: JsonSchema): boolean {
  return (
    writeOnly !== true &&
    ![type].flat().some((one) => one === 'object' || one === 'array' || one === undefined)
  )
}

function textOf({ query }: Exchange, name: string): string | undefined {
  const value = query[name]
  return Array.isArray(value) ? value[0] : value
}

function withoutToken(): Problem {
  return invalidParameter(
    'MS-ContinuationToken',
    'seekOperation Previous needs the MS-ContinuationToken of a page',
  )
}

/** `{"Field":"UserState","Value":"Inactive","Operator":"equals"}` */
interface FieldFilter {
  property: string
  matches(record: JsonObject): boolean
}

type Test = (own: string, wanted: string) => boolean

/** Operators of Partner Center's SDK that compare one field, ignoring letter case. */
const OPERATORS: Record<string, Test> = {
  equals: (own, wanted) => own === wanted,
  not_equals: (own, wanted) => own !== wanted,
  starts_with: (own, wanted) => own.startsWith(wanted),
  not_starts_with: (own, wanted) => !own.startsWith(wanted),
  substring: (own, wanted) => own.includes(wanted),
}

/** Fields whose name in filters differs from the property. */
const FIELDS: Record<string, string> = { userstate: 'state' }

function readFilter(
  text: string | undefined,
  resource: Resource | undefined,
): FieldFilter | undefined | Problem {
  if (text === undefined || text === '') return undefined
  const condition = conditionOf(text)
  if (!condition) return invalidParameter('filter', 'filter must be JSON with Field, Value and Operator')
  const { field, value, operator } = condition
  const test = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined
  if (!test)
    return invalidParameter(
      'filter',
      `filter has no Operator '${operator.slice(0, 64)}'; there is ${names()}`,
    )
  const property = propertyFor(field, resource)
  if (property === undefined)
    return invalidParameter('filter', `filter has no Field '${field.slice(0, 64)}'`, '3000')
  const wanted = comparable(value)
  return { property, matches: (record) => test(comparable(record[property]), wanted) }
}

function conditionOf(text: string) {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isObject(json)) return undefined
  const lowered = Object.fromEntries(Object.entries(json).map(([name, own]) => [name.toLowerCase(), own]))
  const { field, value, operator } = lowered
  if (typeof field !== 'string' || typeof operator !== 'string' || isObject(value) || value === undefined)
    return undefined
  return { field, value: value as JsonValue, operator: operator.toLowerCase() }
}

function propertyFor(field: string, resource: Resource | undefined): string | undefined {
  const lower = field.toLowerCase()
  const wanted = FIELDS[lower] ?? lower
  for (const [name, schema] of resource?.properties() ?? []) {
    if (name.toLowerCase() === wanted && schema.writeOnly !== true) return name
  }
  return undefined
}

function comparable(value: JsonValue | undefined): string {
  return value === null || value === undefined ? '' : String(value).toLowerCase()
}

function names(): string {
  return Object.keys(OPERATORS).join(', ')
}

/** A place in the sorted list: the sort value of a record and its place of insertion. */
export interface Place {
  value: string | number
  sequence: number
}

/** The content of a token: the first and the last record of a page, so that both neighbours can be found. */
interface Continuation {
  first: Place
  last: Place
}

export function writeToken({ first, last }: Continuation): string {
  return toBase64(JSON.stringify([first.value, first.sequence, last.value, last.sequence]))
}

function readToken(token: string | undefined): Continuation | undefined | Problem {
  if (token === undefined) return undefined
  const content = contentOf(token)
  if (!Array.isArray(content) || content.length !== 4) return foreign()
  const [firstValue, firstSequence, lastValue, lastSequence] = content
  if (!Number.isSafeInteger(firstSequence) || !Number.isSafeInteger(lastSequence)) return foreign()
  if (!isSortValue(firstValue) || !isSortValue(lastValue)) return foreign()
  return {
    first: { value: firstValue, sequence: firstSequence },
    last: { value: lastValue, sequence: lastSequence },
  }
}

function contentOf(token: string): unknown {
  try {
    return JSON.parse(fromBase64(token))
  } catch {
    return undefined
  }
}

function isSortValue(value: unknown): value is Place['value'] {
  return typeof value === 'string' || typeof value === 'number'
}

function foreign(): Problem {
  return invalidParameter(
    'MS-ContinuationToken',
    'This collection did not give out this MS-ContinuationToken',
  )
}

/** A 400 that names the query parameter or header; 3000 is Partner Center's code for a property that does not exist. */
function invalidParameter(parameter: string, message: string, code: '800002' | '3000' = '800002'): Problem {
  const place = parameter.startsWith('MS-') ? ('header' as const) : ('query' as const)
  return problem(400, `${message}.`, { code, violations: [{ in: place, path: [parameter], message }] })
}

/** Base64 of a text in UTF-8. */
function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

/** @throws when it is not base64. */
function fromBase64(text: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)))
}
