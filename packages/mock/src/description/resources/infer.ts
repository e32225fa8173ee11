import type { JsonSchema } from '../../json/json.ts'
import type { Operation } from '../operation.ts'
import { type ItemPath, itemPath, nounOf } from '../path-template.ts'
import type { Resolver } from '../resolver.ts'
import type { SchemaView } from '../schema-view.ts'
import type { ResourceSettings } from '../settings.ts'
import {
  type InferredEnvelope,
  inferEnvelope,
  isUsualList,
  listWrapperOf,
  unwrapSchema,
  wrapperOf,
} from './envelope.ts'
import { foldedName, keyOf } from './key.ts'
import { type Envelope, Resource, type ResourceFacts, type ResourceOperations } from './resource.ts'
import { type InferredSharing, inferSharing } from './sharing.ts'

/** The operations of one path template, by lower-case method. */
type PathOperations = Partial<Record<string, Operation>>

/** The input of inference. */
interface InferenceInput {
  readonly operations: readonly Operation[]
  readonly resolver: Resolver
  readonly view: SchemaView
  readonly corrections: Readonly<Record<string, ResourceSettings | false>>
}

/**
 * Infers the resources of a description from the shapes of its paths and schemas: `GET`/`POST /things` with
 * `/things/{id}` is a collection, an object that can be changed at a path without key is a singleton.
 */
export function inferResources(input: InferenceInput): Resource[] {
  const { view } = input
  const groups = groupByPath(input.operations)
  const memberships = takeMemberships(groups, view)
  const records = recordPaths(groups, view)
  const items = itemPathsByCollection(records, groups)
  const found: ResourceFacts[] = []
  for (const path of new Set([...groups.keys(), ...items.keys()])) {
    const correction = input.corrections[path]
    if (correction === false) continue
    const group = groups.get(path) ?? {}
    const isRecord = records.has(path)
    found.push(...factsOf(path, group, items.get(path), isRecord, groups, view, correction ?? {}))
  }
  return linked(resourcesOf(found, input), memberships)
}

/** The resources, with links between those that share their records. */
function resourcesOf(found: readonly ResourceFacts[], { resolver, view }: InferenceInput): Resource[] {
  const byNoun = new Map<string, ResourceFacts[]>()
  for (const facts of found) {
    const noun = nounOf(facts.name)
    byNoun.set(noun, [...(byNoun.get(noun) ?? []), facts])
  }
  const sharings = new Map(
    [...byNoun.values()].flatMap((namesakes) =>
      namesakes.map((facts) => [facts, inferSharing(facts, namesakes, view)] as const),
    ),
  )
  const resources = new Map(
    found.map((facts) => [facts, new Resource(asShared(facts, sharings.get(facts)), resolver)]),
  )
  for (const [facts, sharing] of sharings) {
    const home = sharing?.home && resources.get(sharing.home)
    const resource = resources.get(facts)
    if (!sharing || !home || !resource) continue
    resource.sharing = { home, parents: sharing.parents, parameters: sharing.parameters }
    home.sharers.push(resource)
  }
  return [...resources.values()]
}

/** A collection that shares its records stores them like the home. */
function asShared(facts: ResourceFacts, sharing: InferredSharing | undefined): ResourceFacts {
  if (!sharing) return facts
  const { key = facts.key, recordSchema = facts.recordSchema } = sharing.home ?? {}
  return { ...facts, key, recordSchema, why: [...facts.why, sharing.why] }
}

/** The paths that address one record, each judged once. */
function recordPaths(groups: Map<string, PathOperations>, view: SchemaView): Map<string, ItemPath> {
  const items = [...groups.keys()].flatMap((path) => itemPath(path, groups) ?? [])
  const collections = new Set(items.map(({ collection }) => collection))
  const records = items.filter((item) => addressesRecord(item, collections, groups, view))
  return new Map(records.map((item) => [item.path, item]))
}

/** The path that addresses one record of a collection: the one with the most operations, if there are several. */
function itemPathsByCollection(
  records: ReadonlyMap<string, ItemPath>,
  groups: Map<string, PathOperations>,
): Map<string, ItemPath> {
  const items = new Map<string, ItemPath>()
  const weight = (item: ItemPath | undefined) => Object.keys((item && groups.get(item.path)) ?? {}).length
  for (const item of records.values()) {
    if (weight(item) > weight(items.get(item.collection))) items.set(item.collection, item)
  }
  return items
}

/**
 * Whether a path with a key at its end addresses one record instead of a list that belongs to it. No single sign
 * decides: records hold lists, and lists answer 404. A path with only POST is an action.
 */
function addressesRecord(
  item: ItemPath,
  collections: ReadonlySet<string>,
  groups: Map<string, PathOperations>,
  view: SchemaView,
): boolean {
  const group = groups.get(item.path) ?? {}
  const { get } = group
  if (!(get ?? group.put ?? group.patch ?? group.delete)) return false
  const answer = view.successSchema(get)
  const above = groups.get(item.collection) ?? {}
  const siblings = [above.post, above.put].map((each) => view.successSchema(each))
  const parameters = (get?.described.parameters ?? []).map(({ node }) => String(node.name))
  const signs: readonly (readonly [number, boolean])[] = [
    [-6, view.items(answer) !== undefined],
    [-4, isUsualList(view, answer)],
    [-3, parameters.some((name) => pagingNames.has(foldedName(name)))],
    [-2, collections.has(item.path)],
    [1, get !== undefined && view.answers(get, '404')],
    [2, (group.delete ?? group.patch ?? group.put) !== undefined],
    [3, view.properties(answer).has('id') || view.properties(answer).has(item.parameter)],
    [4, answer !== undefined && siblings.includes(answer)],
  ]
  return signs.reduce((sum, [weight, holds]) => (holds ? sum + weight : sum), 1) > 0
}

/** Query parameters that only lists have. */
const pagingNames = new Set(['limit', 'offset', 'page', 'perpage', 'pagesize', 'cursor', 'pagetoken'])

function factsOf(
  path: string,
  group: PathOperations,
  item: ItemPath | undefined,
  isRecord: boolean,
  groups: Map<string, PathOperations>,
  view: SchemaView,
  correction: ResourceSettings,
): ResourceFacts[] {
  const isItem = isRecord && !item
  const plain = correction.kind === undefined && correction.items === undefined
  const collection =
    correction.kind === 'singleton' || (isItem && plain)
      ? undefined
      : collectionFacts(path, group, item, groups, view, correction)
  if (collection) return [collection]
  if (isItem && correction.kind !== 'singleton') return []
  const singleton = singletonFacts(path, group, view)
  return singleton ? [singleton] : []
}

function collectionFacts(
  path: string,
  group: PathOperations,
  item: ItemPath | undefined,
  groups: Map<string, PathOperations>,
  view: SchemaView,
  correction: ResourceSettings,
): ResourceFacts | undefined {
  const one = (item && groups.get(item.path)) ?? {}
  const single = view.successSchema(one.get ?? one.put ?? one.patch)
  const envelope = envelopeOf(path, group, single, item !== undefined, view, correction)
  const operations = collectionOperations(group, one, envelope, view)
  const count = Object.keys(operations).length
  if (count === 0 || (!envelope && !item) || (count === 1 && operations.read)) return undefined
  const wrappers = wrappersOf(operations, view, nounOf(path), envelope?.recordSchema)
  const wrapper = mainWrapper(operations, wrappers)
  const recordSchema = recordSchemaOf(operations, envelope, view, wrappers)
  const shown = { operations, envelope, wrappers, recordSchema }
  const key = item && keyOf(item, path, shown, view, correction)
  return {
    name: path,
    kind: 'collection',
    key,
    envelope,
    wrapper,
    wrappers,
    operations,
    recordSchema,
    why: [
      item ? `${item.path} addresses one record` : 'it is listed, but no record is addressed',
      ...(envelope ? [envelope.why] : ['nothing lists it']),
      ...(wrapper === undefined ? [] : [`one record is inside ${wrapper}`]),
      ...(key ? [key.why] : []),
    ],
  }
}

function envelopeOf(
  path: string,
  group: PathOperations,
  single: JsonSchema | undefined,
  addressed: boolean,
  view: SchemaView,
  { items, total }: ResourceSettings,
): InferredEnvelope | undefined {
  const schema = view.successSchema(group.get)
  if (items !== undefined) return correctedEnvelope(schema, items, total, view)
  const certain = addressed || Boolean(group.post)
  const inferred = group.get && inferEnvelope(view, schema, { noun: nounOf(path), certain, single })
  return inferred && total !== undefined ? { ...inferred, total } : inferred
}

function correctedEnvelope(
  schema: JsonSchema | undefined,
  items: string | null,
  total: string | undefined,
  view: SchemaView,
): InferredEnvelope {
  const list = items === null ? schema : view.properties(schema).get(items)
  const envelope: Envelope = { items: items ?? undefined, total }
  return {
    ...envelope,
    recordSchema: view.items(list) ?? {},
    why: 'the configuration says where the records are',
  }
}

function collectionOperations(
  group: PathOperations,
  one: PathOperations,
  envelope: InferredEnvelope | undefined,
  view: SchemaView,
): ResourceOperations {
  const roles = {
    list: envelope && group.get,
    create: group.post,
    read: one.get,
    update: one.patch ?? updatingPost(one, view),
    replace: one.put ?? (one.patch ? undefined : keyedPut(group, one, view)),
    delete: one.delete,
  }
  return Object.fromEntries(Object.entries(roles).filter(([, operation]) => operation)) as ResourceOperations
}

/** POST on a record that answers the record changes it; with any other answer it is an action. */
function updatingPost({ get, post, put }: PathOperations, view: SchemaView): Operation | undefined {
  if (!post || put) return undefined
  const [read, answer] = [view.successSchema(get), view.successSchema(post)]
  if (answer === undefined) return get && post.described.requestBody ? post : undefined
  return answer === read || sharesProperties(view, answer, read) ? post : undefined
}

/** PUT on a collection that takes one record: the key is in the body. */
function keyedPut({ put }: PathOperations, { get }: PathOperations, view: SchemaView): Operation | undefined {
  const taken = view.jsonSchema(put?.described.requestBody)
  const read = view.successSchema(get)
  return taken && (taken === read || sharesProperties(view, taken, read)) ? put : undefined
}

function sharesProperties(
  view: SchemaView,
  left: JsonSchema | undefined,
  right: JsonSchema | undefined,
): boolean {
  const [own, other] = [view.properties(left), view.properties(right)]
  const shared = [...own.keys()].filter((name) => other.has(name)).length
  return shared > 0 && shared * 2 >= Math.min(own.size, other.size)
}

type Wrappers = ReadonlyMap<Operation, string | undefined>

/**
 * The wrapper around the record in the answers of each operation. If an answer does not show it, it is as in the
 * others.
 */
function wrappersOf(
  { list, ...operations }: ResourceOperations,
  view: SchemaView,
  noun: string,
  record: JsonSchema | undefined,
): Wrappers {
  const { read, create, update, replace } = operations
  const main = [read, create, update, replace].map((each) => view.successSchema(each)).find(Boolean)
  const find = (schema: JsonSchema | undefined) =>
    wrapperOf(view, schema, noun, record) ?? listWrapperOf(view, schema, record)
  const usual = find(main)
  const own = (schema: JsonSchema | undefined) =>
    schema === undefined || (usual !== undefined && view.properties(schema).has(usual)) ? usual : find(schema)
  return new Map(Object.values(operations).map((each) => [each, own(view.successSchema(each))]))
}

/** The wrapper of most answers, by which requests are unwrapped too. */
function mainWrapper(
  { read, create, update, replace }: ResourceOperations,
  wrappers: Wrappers,
): string | undefined {
  const used = [read, create, update, replace].map((operation) => operation && wrappers.get(operation))
  return used.find((wrapper) => wrapper !== undefined)
}

/** One record's schema: from reading it, else from the list, else from the answers or bodies of writes. */
function recordSchemaOf(
  operations: ResourceOperations,
  envelope: InferredEnvelope | undefined,
  view: SchemaView,
  wrappers: Wrappers,
): JsonSchema | undefined {
  const { read, create, update, replace } = operations
  const candidates = [read, replace, update, create].map(
    (operation) => operation && unwrapSchema(view, view.successSchema(operation), wrappers.get(operation)),
  )
  const taken = [create, replace, update].map((operation) =>
    view.jsonSchema(operation?.described.requestBody),
  )
  const [reading, ...writing] = candidates
  return [reading, envelope?.recordSchema, ...writing, ...taken].find((schema) => view.isObjectSchema(schema))
}

function singletonFacts(path: string, group: PathOperations, view: SchemaView): ResourceFacts | undefined {
  const { get: read, patch: update, put: replace } = group
  if (!update && !replace) return undefined
  const roles = { read, update, replace, delete: group.delete }
  const operations = Object.fromEntries(
    Object.entries(roles).filter(([, each]) => each),
  ) as ResourceOperations
  const wrappers = wrappersOf(operations, view, nounOf(path), undefined)
  const wrapper = mainWrapper(operations, wrappers)
  const recordSchema = recordSchemaOf(operations, undefined, view, wrappers)
  if (!recordSchema) return undefined
  const why = ['an object that can be changed at a path without key']
  if (wrapper !== undefined) why.push(`it is inside ${wrapper}`)
  return {
    name: path,
    kind: 'singleton',
    key: undefined,
    envelope: undefined,
    wrapper,
    wrappers,
    operations,
    recordSchema,
    why,
  }
}

/** An operation that changes one list of a record. */
interface Membership {
  readonly operation: Operation
  /** Path of the record. */
  readonly item: string
  /** Property of the record that is the list. */
  readonly property: string
}

/**
 * `POST /things/{id}/tags` and `DELETE` there change the list `tags` of the thing if they take such a list and answer
 * the whole thing.
They are removed from the groups, because paths below are unrelated to them.
 */
function takeMemberships(groups: Map<string, PathOperations>, view: SchemaView): Membership[] {
  return [...groups].flatMap(([path, group]) => {
    const [, item = '', name = ''] = /^(.*\})\/([^/{}]+)$/.exec(path) ?? []
    const record = view.successSchema(groups.get(item)?.get)
    const methods = (['post', 'delete'] as const).filter(
      (method) => group[method] && view.successSchema(group[method]) === record,
    )
    if (record === undefined || methods.length === 0) return []
    const folded = foldedName(name)
    const property = [...view.properties(record).keys()].find((each) => foldedName(each) === folded)
    if (property === undefined || !isList(view, record, property)) return []
    return methods.flatMap((method) => {
      const operation = group[method] as Operation
      if (!isList(view, view.jsonSchema(operation.described.requestBody), property)) return []
      delete group[method]
      return [{ operation, item, property }]
    })
  })
}

function isList(view: SchemaView, schema: JsonSchema | undefined, property: string): boolean {
  return view.items(view.properties(schema).get(property)) !== undefined
}

/** Links nested resources to the collections of their parents, and operations to their roles. */
function linked(resources: Resource[], memberships: readonly Membership[]): Resource[] {
  const byItemPath = new Map<string, Resource>()
  for (const resource of resources) {
    for (const [role, operation] of Object.entries(resource.operations)) {
      operation.role = role as keyof ResourceOperations
      if (resource.key && !['list', 'create'].includes(role)) byItemPath.set(operation.path, resource)
    }
  }
  for (const { operation, item, property } of memberships) {
    operation.role = operation.method === 'POST' ? 'add' : 'remove'
    byItemPath.get(item)?.members.set(operation, property)
    operation.wrapper = byItemPath.get(item)?.operations.read?.wrapper
  }
  for (const resource of resources) {
    const prefix = resource.name.slice(0, resource.name.lastIndexOf('}') + 1)
    resource.parent = byItemPath.get(prefix)
  }
  return resources
}

function groupByPath(operations: readonly Operation[]): Map<string, PathOperations> {
  const groups = new Map<string, PathOperations>()
  for (const operation of operations) {
    const group = groups.get(operation.path) ?? {}
    group[operation.method.toLowerCase()] = operation
    groups.set(operation.path, group)
  }
  return groups
}
