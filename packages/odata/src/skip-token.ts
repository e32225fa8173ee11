import type { Key } from './comparable.ts'
import { QueryOptionError } from './query-option-error.ts'

/**
 * Where the next page starts: after the last record of this one, by its sort keys and its place of insertion. A token
 * does not count records, so inserts and deletes between two pages do not shift the others.
 */
export interface PagePosition {
  sequence: number
  keys: readonly Key[]
  /** `$filter` and `$orderby` that the position belongs to. */
  query: string
}

export function writeSkipToken({ sequence, keys, query }: PagePosition): string {
  return toBase64Url(JSON.stringify([sequence, keys.map(writable), query]))
}

/** @throws QueryOptionError for a token that was built by hand or belongs to another query. */
export function readSkipToken(token: string, query: string, keyCount: number): PagePosition {
  const content = parse(token)
  const [sequence, written, own] = Array.isArray(content) ? content : []
  const keys = Array.isArray(written) ? written.map(readable) : [undefined]
  const valid = Number.isSafeInteger(sequence) && keys.every(isKey)
  if (!valid || own !== query || keys.length !== keyCount) {
    throw new QueryOptionError(
      '$skiptoken',
      '$skiptoken does not belong to this query; follow @odata.nextLink without changing it.',
    )
  }
  return { sequence, keys, query }
}

function parse(token: string): unknown {
  try {
    return JSON.parse(fromBase64Url(token))
  } catch {
    return undefined
  }
}

/** JSON has no INF and no NaN, and would write null, which sorts elsewhere: `$orderby=contractType divby 0`. */
function writable(key: Key): Key | string[] {
  return typeof key === 'number' && !Number.isFinite(key) ? [String(key)] : key
}

function readable(written: unknown): unknown {
  return Array.isArray(written) ? Number(written[0]) : written
}

function isKey(value: unknown): value is Key {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function toBase64Url(text: string): string {
  return btoa(isAscii(text) ? text : binaryOf(text))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** The bytes of UTF-8, a character for each, as `btoa` takes them. */
function binaryOf(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
}

/** Almost every token is; turning text into bytes costs more than all else that a token takes. */
function isAscii(text: string): boolean {
  return !/[\u0080-\uffff]/.test(text)
}

function fromBase64Url(token: string): string {
  const binary = atob(token.replaceAll('-', '+').replaceAll('_', '/'))
  return new TextDecoder('utf-8', { fatal: true }).decode(
    Uint8Array.from(binary, (character) => character.charCodeAt(0)),
  )
}
