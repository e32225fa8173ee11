import type { JsonSchema } from '../../json/json.ts'
import { parameterNames, shapeOf, singularOf } from '../path-template.ts'
import type { SchemaView } from '../schema-view.ts'
import { unwrapSchema } from './envelope.ts'
import { foldedName, inferKey, namesAccounts, saysWhich } from './key.ts'
import type { ParameterOfSharer, ParentOfHome, ResourceFacts } from './resource.ts'

/** How one collection shares the records of another, or why that is unknown. */
export interface InferredSharing {
  /** Undefined if it is unknown. */
  readonly home: ResourceFacts | undefined
  readonly parents: readonly ParentOfHome[]
  readonly parameters: readonly ParameterOfSharer[]
  readonly why: string
}

/**
 * Finds the collection whose item path addresses the records of one that has no item path of its own: `/tasks` for
 * `/projects/{id}/tasks`. Both end in the same word and answer records of the same schema. When several fit, or a
 * parent of the record stays unknown, the collection keeps its records to itself.
 *
 * @param namesakes Those that end in the same word.
 */
export function inferSharing(
  sharer: ResourceFacts,
  namesakes: readonly ResourceFacts[],
  view: SchemaView,
): InferredSharing | undefined {
  if (sharer.kind !== 'collection' || sharer.key || !endsInWord(sharer.name)) return undefined
  const answered = answeredRecords(sharer, view)
  const homes = namesakes.filter(
    (each) =>
      each.key?.property !== undefined &&
      each.operations.read &&
      each.recordSchema !== undefined &&
      view.properties(each.recordSchema).size > 0 &&
      answered.has(each.recordSchema),
  )
  const [home, ...others] = homes
  if (!home) return undefined
  const names = homes.map(({ name }) => name).join(' or ')
  if (others.length > 0) return undecided(`its records may be those of ${names}, so it keeps its own`)
  return sharingWith(sharer, home, view)
}

function undecided(why: string): InferredSharing {
  return { home: undefined, parents: [], parameters: [], why }
}

function sharingWith(
  sharer: ResourceFacts,
  home: ResourceFacts,
  view: SchemaView,
): InferredSharing | undefined {
  const parents = parameterNames(home.name).map((name) => parentOfHome(name, sharer, home, view))
  const unknown = parents.findIndex(({ parameter, path }) => parameter === undefined && !path)
  if (unknown >= 0) {
    const name = parameterNames(home.name)[unknown]
    return undecided(
      `its records may be those of ${home.name}, but nothing tells {${name}}, so it keeps its own`,
    )
  }
  const parameters = parameterNames(sharer.name).map((name, index) => {
    const parent = parents.findIndex(({ parameter }) => parameter === index)
    return parent >= 0
      ? { parent, path: parents[parent]?.path }
      : { parent: undefined, path: pathToParent(name, sharer.name, home, view) }
  })
  const decided =
    parameters.length > 0 && parameters.every(({ parent, path }) => parent !== undefined || path)
  if (!decided && !sharer.operations.create) return undefined
  const which = decided ? 'those that belong to its path' : 'those that are created in it'
  return { home, parents, parameters, why: `shares the records of ${home.name}, and has ${which}` }
}

/** Schemas of one record in the answers of a collection. */
function answeredRecords(facts: ResourceFacts, view: SchemaView): Set<JsonSchema | undefined> {
  const { operations, envelope, recordSchema, wrappers } = facts
  const { create, list } = operations
  const listed = view.successSchema(list)
  const inside = envelope?.items === undefined ? listed : view.properties(listed).get(envelope.items)
  const created = create && unwrapSchema(view, view.successSchema(create), wrappers.get(create))
  return new Set([recordSchema, view.items(inside), view.resolve(created), created])
}

/** Whether a path ends in a literal segment, not in a parameter. */
function endsInWord(path: string): boolean {
  return !path.slice(path.lastIndexOf('/')).includes('{')
}

/** The source of a parent of the home: the same parameter, one that also names accounts, or the record. */
function parentOfHome(
  name: string,
  sharer: ResourceFacts,
  home: ResourceFacts,
  view: SchemaView,
): ParentOfHome {
  const own = parameterNames(sharer.name)
  const same = own.findIndex(
    (each) =>
      (each === name && !saysWhich(name)) || prefixOf(each, sharer.name) === prefixOf(name, home.name),
  )
  if (same >= 0) return { parameter: same, path: undefined }
  const path = pathInRecord([foldedName(name)], name, home, view)
  const accounts = own.flatMap((each, index) => (namesAccounts(each) ? index : []))
  const [account] = accounts
  const isAccount = namesAccounts(name) && accounts.length === 1 && path !== undefined
  return { parameter: isAccount ? account : undefined, path }
}

/** The path before a parameter, whatever the names of its parameters. */
function prefixOf(name: string, path: string): string {
  return shapeOf(path.slice(0, path.indexOf(`{${name}}`)), 'any')
}

/** The property that names the parent of a record: for `/projects/{id}` it is `project_id`, `project` or `project.id`. */
function pathToParent(
  name: string,
  path: string,
  home: ResourceFacts,
  view: SchemaView,
): readonly string[] | undefined {
  const noun = foldedName(singularOf(prefixOf(name, path).split('/').at(-2) ?? ''))
  const names = [...(saysWhich(name) ? [] : [foldedName(name)]), ...(noun === '' ? [] : [`${noun}id`, noun])]
  return pathInRecord(names, name, home, view)
}

/** The first property with one of the names: itself where it is text or a number, else the key within it. */
function pathInRecord(
  names: readonly string[],
  parameter: string,
  { recordSchema, key }: ResourceFacts,
  view: SchemaView,
): readonly string[] | undefined {
  const properties = [...view.properties(recordSchema)].filter(([name]) => name !== key?.property)
  const found = names.flatMap((wanted) => properties.filter(([name]) => foldedName(name) === wanted))
  for (const [name, schema] of found) {
    const inner = view.properties(schema)
    const bare = inner.size === 0 && !view.items(schema) && !view.isObjectSchema(schema)
    if (bare || mayBeText(schema, view)) return [name]
    const facts = { parameter, parameterSchema: undefined, example: undefined, noun: name }
    const within = inferKey({ ...facts, properties: inner, required: new Set(), within: () => new Map() })
    if (within.path.length === 1) return [name, ...within.path]
  }
  return undefined
}

/** Whether one of the alternatives is a text: a key instead of the whole object. */
function mayBeText({ oneOf, anyOf }: JsonSchema, view: SchemaView): boolean {
  return [oneOf, anyOf].flat().some((each) => view.resolve(each)?.type === 'string')
}
