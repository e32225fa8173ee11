import { isObject } from '../json/json.ts'
import type { Operation } from './operation.ts'

/** Who may call an operation, as `x-permissions` says; undefined when it does not. */
export interface Permissions {
  /** Each of them is enough; undefined when no kind of account is listed. */
  readonly scopes: readonly string[] | undefined
  /** One of them is needed; undefined when none are listed. */
  readonly roles: readonly string[] | undefined
  /** How sure it is, and where it comes from, when it is not on a page of the API (`x-source`). */
  readonly source: { readonly basis?: string; readonly from?: string } | undefined
}

export function permissionsOf({ described }: Operation): Permissions | undefined {
  const extension = described.node['x-permissions' as keyof typeof described.node] as unknown
  if (!isObject(extension)) return undefined
  const { 'x-source': source, roles, ...kinds } = extension
  const lists = Object.values(kinds).filter(Array.isArray)
  return {
    scopes: lists.length === 0 ? undefined : [...new Set(lists.flat().map(String))],
    roles: Array.isArray(roles) ? roles.map(String) : undefined,
    source: isObject(source) ? source : undefined,
  }
}
