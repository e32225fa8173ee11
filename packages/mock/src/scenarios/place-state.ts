import type { Api } from '../description/api.ts'
import { keyIn, type Resource } from '../description/resources/resource.ts'
import { scopeOf } from '../exchange/exchange.ts'
import { percentDecoded } from '../exchange/message.ts'
import type { JsonObject, JsonSchema } from '../json/json.ts'
import { type Mistake, SettingsError } from '../json/mistakes.ts'
import { placeOf, type Steps } from '../json/settings.ts'
import type { Scope, Store, StoreSnapshot } from '../store/store.ts'
import { findings } from '../values/repair.ts'
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

/** Records a mistake at a place of the state. */
type Wrong = (steps: Steps, message: string) => undefined

/** @throws SettingsError that names every path and record that has no place. */
export function placeState(state: ScenarioState, apis: readonly Api[]): PlacedState {
  return collectMistakes((wrong) => {
    const counts = placed(state.count ?? {}, apis, ['state', 'count'], wrong)
    const records = placed(state.records ?? {}, apis, ['state', 'records'], wrong)
    return {
      from: state.from ?? 'seed',
      counts: counts.map(({ collection, value }) => ({ collection, count: value })),
      records: records.flatMap(({ collection, value, steps }) =>
        // Checked as JSON when the scenario was read; typed records of others have no index signature.
        placeRecords(collection, value as readonly JsonObject[], steps, wrong),
      ),
    }
  })
}

/** @throws SettingsError when it holds collections that no loaded description has. */
export function checkSnapshot(snapshot: StoreSnapshot, apis: readonly Api[]): void {
  collectMistakes((wrong) => {
    for (const [index, { api, resource, parents }] of snapshot.collections.entries()) {
      const steps = ['collections', index]
      const found = apiNamed(api, apis, [...steps, 'api'], wrong)
      if (!found || resource.startsWith('#')) continue
      const known = found.resources.find(({ name }) => name === resource)
      if (!known) wrong([...steps, 'resource'], noResource(resource, found))
      else if (known.parentParameters.length !== parents.length) {
        wrong([...steps, 'parents'], `must have ${known.parentParameters.length} keys for ${resource}`)
      }
    }
  })
}

/**
 * How many records of a collection are compared with its schema; a sample shows whether the description has changed.
 */
const compared = 1_000

/**
 * Records of an earlier run that no longer fit the descriptions: a phrase for each collection. They are still served.
 */
export function misfits(store: Store, apis: readonly Api[]): string[] {
  const found: string[] = []
  for (const scope of store.scopes()) {
    const why = scope.resource.startsWith('#') ? undefined : misfit(scope, store, apis)
    const { api, resource, parents } = scope
    const below = parents.length > 0 ? ` below ${parents.join(', ')}` : ''
    if (why) found.push(`${store.count(scope)} in ${api} ${resource}${below} (${why})`)
  }
  return found
}

function misfit(scope: Scope, store: Store, apis: readonly Api[]): string | undefined {
  const api = apis.find(({ name }) => name === scope.api)
  if (!api) return 'no such API is served'
  const resource = api.resources.find(({ name }) => name === scope.resource)
  if (!resource) return 'the API has no such collection'
  if (resource.parentParameters.length !== scope.parents.length) return 'it has other parents'
  const schema = resource.schema()
  let seen = 0
  for (const { key, value } of schema ? store.entries(scope) : []) {
    if (++seen > compared) break
    const [finding] = findings(api, schema as JsonSchema, value)
    if (finding !== undefined) return `${key === '' ? '' : `${key}: `}${finding}`
  }
  return undefined
}

function collectMistakes<T>(work: (wrong: Wrong) => T): T {
  const mistakes: Mistake[] = []
  const result = work((steps, message) => {
    mistakes.push({ at: placeOf(steps), message })
    return undefined
  })
  if (mistakes.length > 0) throw new SettingsError('state', mistakes)
  return result
}

function placed<T>(byPath: ByPath<T>, apis: readonly Api[], above: Steps, wrong: Wrong) {
  return Object.entries(byPath).flatMap(([name, paths]) => {
    const api = apiNamed(name, apis, [...above, name], wrong)
    if (!api) return []
    return Object.entries(paths).flatMap(([path, value]) => {
      const steps = [...above, name, path]
      const collection = collectionAt(api, path) ?? wrong(steps, noResource(path, api))
      return collection ? [{ collection, value, steps }] : []
    })
  })
}

function apiNamed(name: string, apis: readonly Api[], steps: Steps, wrong: Wrong): Api | undefined {
  const api = apis.find((each) => each.name === name)
  return api ?? wrong(steps, `is not loaded; loaded are ${apis.map((each) => each.name).join(', ')}`)
}

function noResource(path: string, { name, resources }: Api): string {
  return `${JSON.stringify(path)} leads to no collection of ${name}; there are ${resources.map((each) => each.name).join(', ')}`
}

function placeRecords(
  collection: FoundCollection,
  values: readonly JsonObject[],
  steps: Steps,
  wrong: Wrong,
): PlacedRecord[] {
  const { resource } = collection
  if (resource.kind === 'singleton') {
    if (values.length > 1) wrong(steps, 'takes one record, because there is only one')
    return values.slice(0, 1).map((value) => ({ collection, key: '', value }))
  }
  return values.flatMap((value, index) => {
    const key = keyIn(resource, value) ?? wrong([...steps, index], noKey(resource.key?.property))
    return key === undefined ? [] : [{ collection, key, value }]
  })
}

function noKey(property: string | undefined): string {
  if (property === undefined)
    return 'cannot be here: records of this collection do not show their key. Use a snapshot'
  return `needs its key in the property ${property}`
}

/** A collection, or a single record, with the parents that its path names. */
interface FoundCollection {
  readonly api: Api
  readonly resource: Resource
  readonly scope: Scope
}

/** Finds what `/customers/0d…/users` names: a resource's path with the keys of its parents filled in. */
function collectionAt(api: Api, path: string): FoundCollection | undefined {
  for (const resource of api.resources) {
    const parameters = parametersOf(resource.name, path, api.settings.letterCase)
    if (parameters) return { api, resource, scope: scopeOf(api.name, resource, parameters) }
  }
  return undefined
}

function parametersOf(
  template: string,
  path: string,
  letterCase: 'any' | 'exact',
): Record<string, string> | undefined {
  const wanted = template.split('/')
  const given = path.replace(/\/$/, '').split('/')
  if (wanted.length !== given.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] as string
    const parameter = /^\{(.+)\}$/.exec(segment)?.[1]
    if (parameter !== undefined && value !== '') parameters[parameter] = percentDecoded(value) ?? value
    else if (!same(segment, value, letterCase)) return undefined
  }
  return parameters
}

function same(one: string, other: string, letterCase: 'any' | 'exact'): boolean {
  return one === other || (letterCase === 'any' && one.toLowerCase() === other.toLowerCase())
}
