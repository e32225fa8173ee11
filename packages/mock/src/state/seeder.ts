import { seeded } from '../conventions/selected.ts'
import type { Api } from '../description/api.ts'
import { faultOf } from '../description/path-template.ts'
import {
  exampleKeys,
  isGuid,
  keyIn,
  type Resource,
  type Sharing,
  withKey,
} from '../description/resources/resource.ts'
import type { JsonObject } from '../json/json.ts'
import { onceFor } from '../json/kept.ts'
import type { Clock } from '../store/clock.ts'
import type { Random } from '../store/random.ts'
import { type Scope, type Store, scopeName } from '../store/store.ts'
import { generate } from '../values/generate.ts'
import { withoutMarked } from '../values/marked.ts'
import {
  type Generation,
  type Generations,
  type Persona,
  personaFrom,
  suggestText,
} from '../values/persona.ts'
import { repair } from '../values/repair.ts'
import { type ExampleRecord, exampleRecords } from './examples.ts'
import type { KeyMint } from './key-mint.ts'
import { belonging, changeCopies, homeScope, homeScopeOfPath, scopeOfSharer } from './sharing.ts'

/** Made-up times are before this one, so that they depend only on the seed, not on the time of the start. */
const madeUpBefore = new Date('2026-01-01T00:00:00Z')
/** How many records a collection gets if its description shows none. */
const madeUp = 3
/** Scope of the mock's own notes: which collections were filled. */
const marks = '#seeded'

interface SeedSettings {
  readonly store: Store
  readonly keys: KeyMint
  /** Conventions adapt first records to its time; made-up values depend only on the seed. */
  readonly clock: Clock
  readonly random: Random
  /** How many records a collection is filled up to; undefined means only those of the description. */
  readonly count: number | undefined
}

/**
 * Fills a collection when a request first needs it, which saves almost all work at the start of a large description. A
 * collection is never filled twice, even if all its records were deleted.
 */
export class Seeder implements Generations {
  readonly #settings: SeedSettings
  readonly #filled = new Set<string>()

  constructor(settings: SeedSettings) {
    this.#settings = settings
  }

  /** Makes sure that a scope holds its first records. */
  ensure(api: Api, resource: Resource, scope: Scope): void {
    const name = scopeName(scope)
    if (this.#filled.has(name)) return
    const { store } = this.#settings
    const mark = { api: api.name, resource: marks, parents: [] }
    if (resource.sharing) this.#takeOver(api, resource, resource.sharing, scope)
    if (!store.get(mark, '*') && !store.get(mark, name)) {
      store.transaction(() => {
        store.put(mark, name, {})
        this.#fill(api, resource, scope)
      })
    }
    this.#filled.add(name)
  }

  /** Makes the record of a resource that answers any key, unless it was made (and perhaps deleted) before. */
  ensureRecord(api: Api, resource: Resource, scope: Scope, key: string): void {
    const { store } = this.#settings
    const mark = { api: api.name, resource: marks, parents: [] }
    const name = `${scopeName(scope)} ${key}`
    if (store.get(scope, key) || store.get(mark, '*') || store.get(mark, name)) return
    const [example] = examplesOf(resource, api)
    store.put(mark, name, {})
    this.#put(api, resource, scope, key, example ? example.value : this.#made(api, resource, scope, 0))
  }

  /**
   * Notes that a request made a record of a resource that answers any key, so that it stays deleted after a deletion.
   */
  noteRecord(api: Api, scope: Scope, key: string): void {
    const mark = { api: api.name, resource: marks, parents: [] }
    this.#settings.store.put(mark, `${scopeName(scope)} ${key}`, {})
  }

  /** Fills every collection at the root, and every one with records in the description. */
  ensureAll(apis: readonly Api[]): void {
    for (const api of apis) {
      for (const resource of api.resources) {
        for (const scope of this.#shownScopes(api, resource)) this.ensure(api, resource, scope)
      }
    }
  }

  /** Inserts a given record into a collection, and into those that share it. */
  place(api: Api, resource: Resource, scope: Scope, key: string, value: JsonObject): void {
    const { store } = this.#settings
    this.ensure(api, resource, scope)
    const { sharing } = resource
    const whole = sharing ? belonging(sharing, scope, value) : value
    const at = sharing && homeScope(sharing, scope, whole)
    if (sharing && at) this.place(api, sharing.home, at, key, whole)
    const entry = store.put(scope, key, whole)
    changeCopies(store, resource, scope, key, entry)
  }

  /** Makes records until a collection has `count` of them. */
  topUp(api: Api, resource: Resource, scope: Scope, count: number): void {
    this.ensure(api, resource, scope)
    const from = this.#settings.store.count(scope)
    this.#makeUp(api, resource, scope, from, count)
  }

  /** Fills nothing more: the records in the store are all there are. */
  stop(apis: readonly Api[]): void {
    for (const api of apis) this.#settings.store.put({ api: api.name, resource: marks, parents: [] }, '*', {})
    this.#filled.clear()
  }

  /** Forgets what was filled, because the store was emptied. */
  restart(): void {
    this.#filled.clear()
  }

  /** A value that fits the persona of a record, for what a request leaves open. */
  generation(purpose: string, resource: Resource | undefined): Generation {
    const random = this.#settings.random.fork(purpose)
    let persona: Persona | undefined
    return {
      random,
      get persona() {
        persona ??= personaFrom(random.fork('persona'))
        return persona
      },
      noun: resource?.noun ?? '',
      now: madeUpBefore,
    }
  }

  #fill(api: Api, resource: Resource, scope: Scope): void {
    const shown = examplesOf(resource, api).filter((example) => belongs(example, scope))
    for (const { key, value } of shown) {
      this.#put(api, resource, scope, key ?? this.#mint(resource, scope, 'shown'), value)
    }
    if (resource.kind === 'singleton') {
      if (shown.length === 0) this.#put(api, resource, scope, '', this.#made(api, resource, scope, 0))
      return
    }
    const filled = resource.sharing ? this.#settings.store.count(scope) : shown.length
    this.#makeUp(api, resource, scope, filled, this.#wanted(resource, filled))
  }

  /** Copies the records of the home that belong to a scope of a collection that shares them. */
  #takeOver(api: Api, resource: Resource, sharing: Sharing, scope: Scope): void {
    const { store } = this.#settings
    const at = homeScopeOfPath(sharing, scope)
    if (!at) return
    this.ensure(api, sharing.home, at)
    for (const { key, value } of store.entries(at)) {
      const own = scopeOfSharer(resource, at, value)
      const isMissing = own && scopeName(own) === scopeName(scope) && !store.get(scope, key)
      if (isMissing) store.put(scope, key, value)
    }
  }

  #makeUp(api: Api, resource: Resource, scope: Scope, from: number, to: number): void {
    for (let index = from; index < to; index++) this.#putMade(api, resource, scope, index)
  }

  #putMade(api: Api, resource: Resource, scope: Scope, index: number): void {
    const made = this.#made(api, resource, scope, index)
    const key = this.#ownKey(resource, scope, made, index) ?? this.#mint(resource, scope, String(index))
    this.#put(api, resource, scope, key, made)
  }

  /** The made-up key, if the key is a name or an address that people use for the record. */
  #ownKey(resource: Resource, scope: Scope, made: JsonObject, index: number): string | undefined {
    const { key } = resource
    const own = key?.format === 'text' ? keyIn(resource, made) : undefined
    if (own === undefined || key?.property === undefined || exampleKeys(resource).length > 0) return undefined
    const { persona, noun } = this.generation(`${scopeName(scope)} ${index}`, resource)
    const free = !faultOf(own) && !this.#settings.store.get(keyedAt(resource, scope), own)
    return free && own === suggestText(key.property, noun, persona) ? own : undefined
  }

  /** Below a parent that no description has, only the records of the description exist. */
  #wanted(resource: Resource, shown: number): number {
    const orphan = !resource.parent && resource.parentParameters.some((name) => !isEnumerated(resource, name))
    if (resource.answersAnyKey || (orphan && shown === 0)) return shown
    const { count } = this.#settings
    return Math.max(shown, count ?? (shown === 0 ? madeUp : 0))
  }

  #mint(resource: Resource, scope: Scope, purpose: string): string {
    const { keys, random } = this.#settings
    return keys.mint(resource, keyedAt(resource, scope), random.fork(`${scopeName(scope)} ${purpose} key`))
  }

  #made(api: Api, resource: Resource, scope: Scope, index: number): JsonObject {
    const schema = resource.schema()
    if (!schema) return {}
    const generation = this.generation(`${scopeName(scope)} ${index}`, resource)
    const made = generate(schema, resource.noun, generation)
    const own = ownGuids(examplesOf(resource, api)).map((name) => [name, generation.random.uuid()])
    return { ...(made as JsonObject), ...Object.fromEntries(own), ...parentProperties(resource, scope) }
  }

  #put(api: Api, resource: Resource, scope: Scope, key: string, value: JsonObject): void {
    const schema = resource.schema()
    const keyed = resource.kind === 'singleton' ? value : withKey(resource, value, key)
    const shown = withoutMarked(keyed, schema, 'writeOnly')
    const generation = () => this.generation(`${scopeName(scope)} ${key} repair`, resource)
    const current = seeded(api, shown, this.#settings.clock.now())
    const fit = schema ? repair(api, schema, current, generation) : current
    // If the schema refuses the key, repair has replaced it.
    const own = resource.kind === 'singleton' ? '' : (keyIn(resource, fit) ?? key)
    this.#settings.store.put(
      scope,
      own,
      resource.sharing ? this.#putAtHome(api, resource.sharing, scope, own, fit) : fit,
    )
  }

  /** The record of the home under this key: the existing one, else this one. */
  #putAtHome(api: Api, sharing: Sharing, scope: Scope, key: string, value: JsonObject): JsonObject {
    const { store } = this.#settings
    const whole = belonging(sharing, scope, value)
    const at = homeScope(sharing, scope, whole)
    if (!at) return value
    this.ensure(api, sharing.home, at)
    if (sharing.home.answersAnyKey) this.noteRecord(api, at, key)
    return (store.get(at, key) ?? store.put(at, key, whole)).value
  }

  #shownScopes(api: Api, resource: Resource): Scope[] {
    const { name } = resource
    if (resource.parentParameters.length === 0) return [{ api: api.name, resource: name, parents: [] }]
    const places = new Map<string, Scope>()
    for (const { parents } of examplesOf(resource, api)) {
      if (parents.some((parent) => parent === undefined)) continue
      const scope = { api: api.name, resource: name, parents: parents as string[] }
      places.set(scopeName(scope), scope)
    }
    return [...places.values()]
  }
}

/** Where a key must be unused: in the home, for a collection that shares its records. */
function keyedAt({ sharing }: Resource, scope: Scope): Scope {
  return (sharing && homeScopeOfPath(sharing, scope)) ?? scope
}

/** Saves reading the examples for each session and each made-up record: 30 µs of CPU time for a few examples. */
const examplesOf = onceFor((resource: Resource, api: Api) => exampleRecords(api, resource))

/** Whether the description lists the values of a path parameter, such as versions: all of them exist. */
function isEnumerated({ operations }: Resource, parameter: string): boolean {
  const [operation] = Object.values(operations)
  const parameters = (operation?.full().parameters ?? []) as { name: string; schema?: { enum?: unknown } }[]
  return Array.isArray(parameters.find(({ name }) => name === parameter)?.schema?.enum)
}

function belongs({ parents }: ExampleRecord, scope: Scope): boolean {
  return parents.every((parent, index) => parent === undefined || parent === scope.parents[index])
}

/** Properties whose GUIDs differ in all records that the description shows: each belongs to one record. */
function ownGuids(shown: readonly ExampleRecord[]): string[] {
  if (shown.length < 2) return []
  return Object.keys(shown[0]?.value ?? {}).filter((name) => {
    const values = shown.map(({ value }) => value[name])
    return values.every(isGuid) && new Set(values).size === values.length
  })
}

/** A record below `/projects/{projectId}` that has a property `projectId` names its parent there. */
function parentProperties(resource: Resource, scope: Scope): JsonObject {
  const properties: Record<string, string | number> = {}
  for (const [index, parameter] of resource.parentParameters.entries()) {
    const schema = resource.properties().get(parameter)
    const key = scope.parents[index] as string
    if (schema && parameter !== resource.key?.property) {
      properties[parameter] = [schema.type].flat().includes('integer') ? Number(key) : key
    }
  }
  return properties
}
