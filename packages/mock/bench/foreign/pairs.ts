import type { Description, Operation } from '@clientele/description'

/** A collection and one of its items, as the paths alone show them. */
export interface Pair {
  readonly collection: string
  readonly item: string
  /** Name of the parameter that holds the key. */
  readonly parameter: string
  /** Undefined for records that others only read: they are looked up as parents. */
  readonly create: Operation | undefined
  readonly get: Operation
  readonly list: Operation | undefined
  readonly update: Operation | undefined
  readonly remove: Operation | undefined
}

/**
 * The pairs of a description: a path, and GET on the same path with one parameter more, whatever ending such as
 * `.json` both share. It looks at paths and methods only, and knows nothing of what the mock infers.
 */
export function pairsOf({ operations }: Description): Pair[] {
  const byPath = new Map<string, Operation[]>()
  for (const operation of operations) {
    byPath.set(operation.path, [...(byPath.get(operation.path) ?? []), operation])
  }
  const find = (path: string, ...methods: string[]) =>
    methods
      .map((method) => byPath.get(path)?.find((operation) => operation.method === method))
      .find((operation) => operation !== undefined)
  return [...byPath.keys()].flatMap((item) => {
    const [, stem, parameter = '', ending = ''] = /^(.*)\/\{([^{}/]+)\}(\.[a-z]+)?\/?$/.exec(item) ?? []
    const collection = [`${stem}${ending}`, `${stem}/`].find((path) => byPath.has(path))
    const get = find(item, 'get')
    if (collection === undefined || !get) return []
    const create = find(collection, 'post')
    const list = find(collection, 'get')
    const update = find(item, 'patch', 'put', 'post')
    return [{ collection, item, parameter, create, get, list, update, remove: find(item, 'delete') }]
  })
}
