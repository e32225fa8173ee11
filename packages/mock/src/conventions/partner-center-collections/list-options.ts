import type { Exchange } from '../../exchange/exchange.ts'
import { isProblem, type Problem } from '../../exchange/problem.ts'
import type { JsonSchema } from '../../json/json.ts'
import { type Continuation, readToken } from './continuation.ts'
import { type FieldFilter, readFilter } from './field-filter.ts'
import { invalidParameter } from './invalid-parameter.ts'

/** The most that a page holds, and what it holds when neither the client nor the settings say. */
const MAX_SIZE = 500

/** Where to go from the page that the continuation token stands for. */
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
  return invalidParameter('size', 'size must be a whole number from 1 on')
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
      `SortField names '${text.slice(0, 64)}', by which records do not sort`,
      '3000',
    )
  )
}

/** An order by a writeOnly property would tell its values. */
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
