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
 * `/things/{id}` and the OData forms `/things('{id}')`, `/things({id})` address one record of `/things`; any other
 * path addresses none. A slash or an ending such as `.json` behind the key belongs to the collection too, where the
 * description has it there.
 *
 * @param paths those of the description
 */
export function itemPath(path: string, paths: { has(path: string): boolean }): ItemPath | undefined {
  const match = /^(.*?)(?:\/\{([^{}/]+)\}|\('?\{([^{}/]+)\}'?\))(\.[A-Za-z]+)?\/?$/.exec(path)
  const [, stem = '', own, quoted, ending = ''] = match ?? []
  if (stem === '') return undefined
  const collection = [`${stem}${ending}`, `${stem}/`].find((each) => paths.has(each)) ?? stem
  return { path, collection, parameter: (own ?? quoted) as string }
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

/** Last literal segment of a path, without an ending: `/projects/{id}/tasks.json` → `tasks`. */
export function nounOf(path: string): string {
  const literals = path.split('/').filter((segment) => segment !== '' && !segment.includes('{'))
  return (literals.at(-1) ?? '').replace(/\.[A-Za-z]+$/, '')
}

/** `tasks` → `task`, `companies` → `company`, `boxes` → `box`; letters in lower case only. */
export function singularOf(noun: string): string {
  if (noun.endsWith('ies')) return `${noun.slice(0, -3)}y`
  return noun.replace(/(ses|xes|ches|shes)$/, (end) => end.slice(0, -2)).replace(/s$/, '')
}
