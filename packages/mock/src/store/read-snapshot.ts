import { isObject, type JsonObject } from '../json/json.ts'
import { accepted, checked, integer, list, object, readSettings, text } from '../json/settings.ts'
import type { CollectionSnapshot, StoreSnapshot } from './store.ts'

type RecordSnapshot = CollectionSnapshot['records'][number]

const anyText = accepted<string>((value) => typeof value === 'string', 'must be text')
const value = accepted<JsonObject>(isObject, 'must be an object')
const record = object<RecordSnapshot>({ key: anyText, value, version: integer(1) }, ['key', 'value'])

/** Two records with one key would become one record. */
const records = checked(list(record), (read) => {
  const keys = read.map((each) => each?.key)
  const again = [...keys.entries()].filter(([index, key]) => key !== undefined && keys.indexOf(key) < index)
  return again.map(([index]) => ({ steps: [index, 'key'], message: 'is the key of an earlier record too' }))
})

const format = accepted<1>((given) => given === 1, 'must be 1, the format this version knows')

/** A snapshot. */
export const storeSnapshot = object<StoreSnapshot>(
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
