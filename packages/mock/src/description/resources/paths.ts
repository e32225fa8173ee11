import type { Operation } from '../operations/operation.ts'

/** The operations of one path template, by lower-case method. */
export type PathOperations = Partial<Record<string, Operation>>

/** A path that addresses one record of a collection. */
export interface ItemPath {
  readonly path: string
  readonly collection: string
  readonly parameter: string
}

/**
 * `/things/{id}` and the OData forms `/things('{id}')`, `/things({id})` address one record of `/things`;
 * any other path addresses none.
 */
export function itemPath(path: string): ItemPath | undefined {
  const match = /^(.*?)(?:\/\{([^{}/]+)\}|\('?\{([^{}/]+)\}'?\))\/?$/.exec(path)
  if (!match || match[1] === '') return undefined
  return { path, collection: match[1] as string, parameter: (match[2] ?? match[3]) as string }
}

export function groupByPath(operations: readonly Operation[]): Map<string, PathOperations> {
  const groups = new Map<string, PathOperations>()
  for (const operation of operations) {
    const group = groups.get(operation.path) ?? {}
    group[operation.method.toLowerCase()] = operation
    groups.set(operation.path, group)
  }
  return groups
}

/** Last literal segment of a path: `/projects/{id}/tasks` → `tasks`. */
export function nounOf(path: string): string {
  const literals = path.split('/').filter((segment) => segment !== '' && !segment.includes('{'))
  return literals.at(-1) ?? ''
}
