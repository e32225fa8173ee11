import type { Api } from '../description/api.ts'
import { keyIn } from '../description/resources/keys.ts'
import type { JsonObject } from '../json/json.ts'
import { type Mistake, SettingsError } from '../json/mistakes.ts'
import { Place } from '../json/reader.ts'
import type { StoreSnapshot } from '../store/store.ts'
import { collectionAt, type FoundCollection } from './collection-at.ts'
import type { ByPath, ScenarioState } from './scenario.ts'

/** A state whose paths were found in the loaded descriptions. */
export interface PlacedState {
  readonly from: 'seed' | 'nothing'
  readonly counts: readonly { readonly collection: FoundCollection; readonly count: number }[]
  readonly records: readonly PlacedRecord[]
}

interface PlacedRecord {
  readonly collection: FoundCollection
  readonly key: string
  readonly value: JsonObject
}

/** @throws SettingsError that names every path and record for which there is no place. */
export function placeState(state: ScenarioState, apis: readonly Api[]): PlacedState {
  return checked((mistakes) => {
    const at = (name: string) => new Place(`state.${name}`, mistakes)
    const counts = placed(state.count ?? {}, apis, at('count'))
    const records = placed(state.records ?? {}, apis, at('records'))
    return {
      from: state.from ?? 'seed',
      counts: counts.map(({ collection, value }) => ({ collection, count: value })),
      records: records.flatMap(({ collection, value, place }) => placeRecords(collection, value, place)),
    }
  })
}

/** @throws SettingsError when it holds collections that no loaded description has. */
export function checkSnapshot(snapshot: StoreSnapshot, apis: readonly Api[]): void {
  checked((mistakes) => {
    const collections = new Place('collections', mistakes)
    for (const [index, { api, resource, parents }] of snapshot.collections.entries()) {
      const place = collections.item(index)
      const found = apiNamed(api, apis, place.property('api'))
      if (!found || resource.startsWith('#')) continue
      const known = found.resources.find(({ name }) => name === resource)
      if (!known) place.property('resource').wrong(noResource(resource, found))
      else if (known.parentParameters.length !== parents.length) {
        place.property('parents').wrong(`must have ${known.parentParameters.length} keys for ${resource}`)
      }
    }
  })
}

function checked<T>(work: (mistakes: Mistake[]) => T): T {
  const mistakes: Mistake[] = []
  const result = work(mistakes)
  if (mistakes.length > 0) throw new SettingsError('state', mistakes)
  return result
}

function placed<T>(byPath: ByPath<T>, apis: readonly Api[], place: Place) {
  return Object.entries(byPath).flatMap(([name, paths]) => {
    const api = apiNamed(name, apis, place.property(name))
    if (!api) return []
    return Object.entries(paths).flatMap(([path, value]) => {
      const at = place.property(name).property(path)
      const collection = collectionAt(api, path) ?? at.wrong(noResource(path, api))
      return collection ? [{ collection, value, place: at }] : []
    })
  })
}

function apiNamed(name: string, apis: readonly Api[], place: Place): Api | undefined {
  const api = apis.find((each) => each.name === name)
  return api ?? place.wrong(`is not loaded; loaded are ${apis.map((each) => each.name).join(', ')}`)
}

function noResource(path: string, { name, resources }: Api): string {
  return `${JSON.stringify(path)} leads to no collection of ${name}; there are ${resources.map((each) => each.name).join(', ')}`
}

function placeRecords(
  collection: FoundCollection,
  values: readonly JsonObject[],
  place: Place,
): PlacedRecord[] {
  const { resource } = collection
  if (resource.kind === 'singleton') {
    if (values.length > 1) place.wrong('takes one record, because there is only one')
    return values.slice(0, 1).map((value) => ({ collection, key: '', value }))
  }
  return values.map((value, index) => {
    const key = keyIn(resource, value) ?? place.item(index).wrong(noKey(resource.key?.property))
    return { collection, key, value }
  })
}

function noKey(property: string | undefined): string {
  if (property === undefined)
    return 'cannot stand here: records of this collection do not show their key. Use a snapshot'
  return `needs its key in the property ${property}`
}
