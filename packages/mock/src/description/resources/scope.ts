import type { Scope } from '../../store/store.ts'
import type { InferredResource } from './inferred-resource.ts'

const guid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i
const noParents: readonly string[] = []
/** The scope of a collection at the root is the same object every time. */
const rootScopes = new WeakMap<InferredResource, Scope>()

export function isGuid(value: unknown): value is string {
  return typeof value === 'string' && value.length === 36 && guid.test(value)
}

/** GUIDs are the same in any letter case; every other key is taken as it is. */
export function normalizeKey(key: string): string {
  return isGuid(key) ? key.toLowerCase() : key
}

/** Where the records of a resource are for the given path parameters. */
export function scopeOf(
  api: string,
  resource: InferredResource,
  pathParameters: Readonly<Record<string, string>>,
): Scope {
  const { name, parentParameters } = resource
  if (parentParameters.length > 0) {
    const parents = parentParameters.map((parameter) => normalizeKey(pathParameters[parameter] ?? ''))
    return { api, resource: name, parents }
  }
  let scope = rootScopes.get(resource)
  if (!scope) {
    scope = { api, resource: name, parents: noParents }
    rootScopes.set(resource, scope)
  }
  return scope
}

/** The scope of the records that are the parents of a scope, and the key of the one it belongs to. */
export function parentOf(
  resource: InferredResource,
  scope: Scope,
): { scope: Scope; key: string } | undefined {
  if (!resource.parent) return undefined
  const parents = scope.parents.slice(0, -1)
  return {
    scope: { api: scope.api, resource: resource.parent.name, parents },
    key: scope.parents.at(-1) as string,
  }
}
