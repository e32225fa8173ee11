import type { TriedMock } from './tried-mock.ts'

/** The parts of a mock's snapshot that are used here. */
export interface Snapshot {
  collections: {
    api: string
    resource: string
    parents: string[]
    records: { key: string; value: Record<string, unknown> }[]
  }[]
}

/** A key of a record that exists, and what a person calls the record. */
export interface Choice {
  key: string
  label: string
}

/** A collection of records below certain parents. */
export interface Collection {
  /** The path template, such as `/customers/{customer_id}/users`. */
  resource: string
  /** The values of its parameters. */
  parents: string[]
  records: Choice[]
}

/**
 * Asks a mock for the records that the path parameters of an operation can name.
 *
 * @returns undefined if the mock does not show its state.
 */
export async function choicesOf(
  mock: TriedMock,
  api: string,
  path: string,
): Promise<Collection[] | undefined> {
  const answer = await mock.control('/__mock/state')
  return answer.ok ? collectionsFor(await answer.json(), api, path) : undefined
}

/**
 * The collections of a snapshot that the path parameters of an operation can name.
 *
 * @param path - of the operation, such as `/customers/{customer_id}/users/{user_id}`.
 */
export function collectionsFor({ collections }: Snapshot, api: string, path: string): Collection[] {
  const wanted = stemOf(path)
  if (wanted === path) return []
  return collections.filter((each) => each.api === api && stemOf(each.resource) === wanted).map(collectionOf)
}

/** A path up to its first parameter: collections below the same one have the same. */
export function stemOf(path: string): string {
  return path.split('/{', 1)[0] ?? path
}

/** What a form needs of a collection in a snapshot. */
export function collectionOf({ resource, parents, records }: Snapshot['collections'][number]): Collection {
  const choices = records.map(({ key, value }) => ({ key, label: nameOf(value) }))
  return { resource, parents, records: choices }
}

/**
 * The keys that a path parameter can have: those of its collection's records, or else of parents that have records.
 *
 * @param typed - the values of the parameters before it, by their names.
 */
export function choicesFor(
  collections: readonly Collection[],
  path: string,
  name: string,
  typed: Record<string, string>,
): Choice[] {
  const collection = path.slice(0, path.indexOf(`{${name}}`)).replace(/[^\w}]+$/, '')
  const before = [...collection.matchAll(/\{(\w+)\}/g)].map(([, parameter = '']) => typed[parameter])
  const records = collections
    .filter(
      ({ resource, parents }) => resource === collection && parents.every((key, i) => key === before[i]),
    )
    .flatMap((each) => each.records)
  if (records.length > 0) return records
  const below = collections.filter(({ resource }) => resource.startsWith(`${collection}/{${name}}`))
  const parents = below.flatMap((each) => each.parents[before.length] ?? [])
  return [...new Set(parents)].map((key) => ({ key, label: '' }))
}

/** What people call the record: its first property with such a name. */
function nameOf(record: Record<string, unknown>): string {
  const named = Object.entries(record).find(
    ([name, value]) =>
      /^(display|full|first)?_?(name|title|label|subject)$/i.test(name) && typeof value === 'string',
  )
  return String(named?.[1] ?? '')
}
