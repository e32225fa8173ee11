import { isObject } from '../../json/json.ts'
import type { Api } from '../api.ts'
import { type Operation, permissionsOf } from '../operation.ts'
import type { Resource } from './resource.ts'

/** One row of the inferred resources. */
export interface ExplainedResource {
  readonly api: string
  readonly path: string
  readonly kind: 'collection' | 'singleton'
  /** Path parameter and property, as `{id} = id (uuid)`. */
  readonly key: string
  /** The property of a list that holds its records. */
  readonly list: string
  /** The possible operations, as `list create read`. */
  readonly operations: string
  readonly why: string
}

/** The inferred resources, row by row, and the operations that fit no resource. */
export interface Explanation {
  readonly resources: readonly ExplainedResource[]
  /** `GET /path` of each operation that is answered with Prism's example. */
  readonly unresolved: readonly { readonly api: string; readonly operation: string }[]
  /** Who may call an operation, where the description says so (`x-permissions`). */
  readonly permissions: readonly ExplainedPermissions[]
  /**
   * `webhook newPet`, `callback onEvent of POST /subscriptions`: requests that the description mentions and the mock
   * does not send.
   */
  readonly notSent: readonly { readonly api: string; readonly name: string }[]
  /** Findings of the requests so far; only trying each operation finds all. */
  readonly doubts: readonly ExplainedDoubt[]
}

/** Answers that cannot be as described; the mock sends the nearest one. */
export interface ExplainedDoubt {
  readonly api: string
  /** `operationId`, or `GET /path` without one. */
  readonly operation: string
  readonly doubt: string
}

/** Required of the tokens that a scenario lists. */
export interface ExplainedPermissions {
  readonly api: string
  readonly operation: string
  /** Any one of them is enough. */
  readonly scopes: readonly string[]
  /** One of them is needed, if there are any. */
  readonly roles: readonly string[]
  /** The basis: `page`, or that of its `x-source`. */
  readonly basis: string
}

export function explain(apis: readonly Api[], doubts: readonly ExplainedDoubt[] = []): Explanation {
  return {
    resources: apis.flatMap((api) => api.resources.map((resource) => explained(api, resource))),
    unresolved: apis.flatMap((api) =>
      api.operations
        .filter(({ role }) => role === undefined)
        .map(({ method, path }) => ({ api: api.name, operation: `${method} ${path}` })),
    ),
    permissions: apis.flatMap((api) => api.operations.flatMap((operation) => permitted(api, operation))),
    notSent: apis.flatMap((api) => notSentBy(api).map((name) => ({ api: api.name, name }))),
    doubts,
  }
}

function notSentBy({ document, operations }: Api): string[] {
  const webhooks = Object.keys(isObject(document.webhooks) ? document.webhooks : {})
  const callbacks = operations.flatMap((operation) =>
    operation.callbacks.map((name) => `callback ${name} of ${operation.method} ${operation.path}`),
  )
  return [...webhooks.map((name) => `webhook ${name}`), ...callbacks]
}

function permitted(api: Api, operation: Operation): ExplainedPermissions[] {
  const permissions = permissionsOf(operation)
  if (!permissions) return []
  const { scopes = [], roles = [], source } = permissions
  return [{ api: api.name, operation: operation.id, scopes, roles, basis: source?.basis ?? 'page' }]
}

/** The explanation as a table for a terminal. */
export function explanationTable({
  resources,
  unresolved,
  permissions,
  notSent,
  doubts,
}: Explanation): string {
  const head = ['API', 'path', 'kind', 'key', 'list', 'operations', 'why']
  const rows = resources.map(({ api, path, kind, key, list, operations, why }) => [
    api,
    path,
    kind,
    key,
    list,
    operations,
    why,
  ])
  const lines = [table([head, ...rows])]
  const rest = unresolved.map(({ api, operation }) => `  ${api}  ${operation}`)
  if (rest.length > 0) lines.push('', 'Answered by examples, because they fit no resource:', ...rest)
  const silent = notSent.map(({ api, name }) => `  ${api}  ${name}`)
  if (silent.length > 0) lines.push('', 'Described, but never sent:', ...silent)
  const unsure = doubts.map(({ api, operation, doubt }) => `  ${api}  ${operation}: ${doubt}`)
  if (unsure.length > 0) lines.push('', 'Cannot be had as described, the nearest is answered:', ...unsure)
  if (permissions.length > 0)
    lines.push('', 'Asked of the tokens that a scenario lists:', permissionTable(permissions))
  return lines.join('\n')
}

function permissionTable(permissions: readonly ExplainedPermissions[]): string {
  const rows = permissions.map(({ api, operation, scopes, roles, basis }) => [
    api,
    operation,
    scopes.join(' or ') || '-',
    roles.join(' or ') || '-',
    basis,
  ])
  return table([['API', 'operation', 'scope', 'role', 'basis'], ...rows])
}

function explained(api: Api, resource: Resource): ExplainedResource {
  const { key, envelope, kind, name, operations, why } = resource
  return {
    api: api.name,
    path: `${api.basePaths[0] ?? ''}${name}`,
    kind,
    key: key ? `{${key.parameter}} = ${key.property ?? 'not shown'} (${key.format})` : '-',
    list: envelope ? (envelope.items ?? 'bare array') : '-',
    operations: [...Object.keys(operations), ...memberOperations(resource)].join(' '),
    why: why.join('; '),
  }
}

/** `add:tags`, `remove:tags`. */
function memberOperations({ members }: Resource): string[] {
  return [...members].map(([{ role }, property]) => `${role}:${property}`)
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] as string).length)),
  )
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] as number))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
