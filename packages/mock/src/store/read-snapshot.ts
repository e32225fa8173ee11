import { isObject, type JsonObject } from '../json/json.ts'
import { integer, list, object, type Reader, readSettings, text } from '../json/reader.ts'
import type { CollectionSnapshot, StoreSnapshot } from './store.ts'

type RecordSnapshot = CollectionSnapshot['records'][number]

const anyText: Reader<string> = (value, place) =>
  typeof value === 'string' ? value : place.wrong('must be text')

const value: Reader<JsonObject> = (given, place) =>
  isObject(given) ? (given as JsonObject) : place.wrong('must be an object')

const record = object<RecordSnapshot>({ key: anyText, value, version: integer(1) }, ['key', 'value'])

/** Two records with one key would be one record: better said than chosen between. */
const records: Reader<readonly RecordSnapshot[]> = (given, place) => {
  const read = list(record)(given, place) ?? []
  const seen = new Set<string>()
  for (const [index, each] of read.entries()) {
    if (each === undefined) continue
    if (seen.has(each.key)) place.item(index).property('key').wrong('is the key of an earlier record too')
    seen.add(each.key)
  }
  return read
}

const format: Reader<1> = (given, place) =>
  given === 1 ? 1 : place.wrong('must be 1, the format this version knows')

/** Reads a snapshot. */
export const storeSnapshot: Reader<StoreSnapshot> = object<StoreSnapshot>(
  {
    format,
    collections: list(
      object<CollectionSnapshot>({ api: text(), resource: text(), parents: list(anyText), records }, [
        'api',
        'resource',
        'parents',
        'records',
      ]),
    ),
  },
  ['format', 'collections'],
)

/** @throws SettingsError with every mistake in it. */
export function readSnapshot(given: unknown): StoreSnapshot {
  return readSettings('snapshot', given, storeSnapshot)
}
