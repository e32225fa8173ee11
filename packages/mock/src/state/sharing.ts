import { expanded } from '../description/resolver.ts'
import {
  keyAt,
  normalizeKey,
  placed,
  type Resource,
  type Sharing,
} from '../description/resources/resource.ts'
import { propertyOf } from '../description/schema-view.ts'
import type { JsonObject, JsonValue } from '../json/json.ts'
import type { Entry, Scope, Store } from '../store/store.ts'

/**
 * Where the records of a collection without an item path are: in the collection that addresses them. The
 * sharing collection holds copies, so that its lists work like all others; writes to a record change its copies.
 * Undefined if the record does not name its parents.
 */
export function homeScope(sharing: Sharing, scope: Scope, record: JsonObject): Scope | undefined {
  const parents = sharing.parents.map(({ parameter, path }) =>
    parameter === undefined ? path && keyAt(record, path) : scope.parents[parameter],
  )
  return parents.every((parent) => parent !== undefined)
    ? { api: scope.api, resource: sharing.home.name, parents: parents.map(normalizeKey) }
    : undefined
}

/** Where in the home the records of a scope are, if its path shows it. */
export function homeScopeOfPath(sharing: Sharing, scope: Scope): Scope | undefined {
  return homeScope(
    { ...sharing, parents: sharing.parents.map((each) => ({ ...each, path: undefined })) },
    scope,
    {},
  )
}

/** The record with the properties that name its parents, if the path has them. */
export function belonging(sharing: Sharing, scope: Scope, record: JsonObject): JsonObject {
  return sharing.parameters.reduce((whole, { path }, index) => {
    const parent = scope.parents[index]
    return path && parent !== undefined ? placed(whole, path, typedKey(sharing.home, path, parent)) : whole
  }, record)
}

/** The record with the properties of a completed one that name its parents in the home. */
export function withParents({ parents }: Sharing, record: JsonObject, completed: JsonObject): JsonObject {
  const names = parents.flatMap(({ parameter, path }) => (parameter === undefined ? (path?.[0] ?? []) : []))
  const told = names.flatMap((name) => (completed[name] === undefined ? [] : [[name, completed[name]]]))
  return { ...record, ...Object.fromEntries(told) }
}

function typedKey(home: Resource, [first = '', second]: readonly string[], key: string): JsonValue {
  const own = expanded(home.properties().get(first))
  const schema = second === undefined ? own : expanded(propertyOf(own, second))
  return [schema?.type].flat().includes('integer') ? Number(key) : key
}

/** The scope of a sharing collection that a record of the home belongs to; undefined if the record does not show it. */
export function scopeOfSharer(
  { name, sharing }: Resource,
  home: Scope,
  record: JsonObject,
): Scope | undefined {
  if (!sharing || sharing.parameters.length === 0) return undefined
  const parents = sharing.parameters.map(({ parent, path }) =>
    parent === undefined ? path && keyAt(record, path) : home.parents[parent],
  )
  return parents.every((parent) => parent !== undefined)
    ? { api: home.api, resource: name, parents: parents.map(normalizeKey) }
    : undefined
}

/** Changes the copies of a record in the collections that share it, after it was written or deleted. */
export function changeCopies(
  store: Store,
  resource: Resource,
  home: Scope,
  key: string,
  after: Entry | undefined,
): void {
  if (resource.sharers.length === 0) return
  const names = new Set(resource.sharers.map(({ name }) => name))
  const places = [...store.scopes()].filter(({ api, resource: name }) => api === home.api && names.has(name))
  for (const sharer of resource.sharers) {
    const belongs = after && scopeOfSharer(sharer, home, after.value)
    for (const place of places.filter((each) => each.resource === sharer.name)) {
      if (!isCopyOf(store, sharer, place, home, key)) continue
      const moved = belongs && !sameScope(belongs, place)
      if (after && !moved) store.put(place, key, after.value)
      else store.delete(place, key)
    }
    if (after && belongs) store.put(belongs, key, after.value)
  }
}

function isCopyOf(store: Store, { sharing }: Resource, place: Scope, home: Scope, key: string): boolean {
  const copy = store.get(place, key)
  const own = copy && sharing && homeScope(sharing, place, copy.value)
  return own !== undefined && sameScope(own, home)
}

function sameScope(one: Scope, other: Scope): boolean {
  return one.resource === other.resource && one.parents.join('/') === other.parents.join('/')
}
