import type { JsonSchema } from '../../json/json.ts'
import type { Operation } from '../operations/operation.ts'
import type { Resolver } from '../resolver.ts'
import type { SchemaView } from '../schema-view.ts'
import type { ResourceSettings } from '../settings.ts'
import { type InferredEnvelope, inferEnvelope, unwrapSchema, wrapperOf } from './envelope.ts'
import { inferKey, parameterExample } from './key.ts'
import { groupByPath, type ItemPath, itemPath, nounOf, type PathOperations } from './paths.ts'
import {
  type Envelope,
  Resource,
  type ResourceFacts,
  type ResourceKey,
  type ResourceOperations,
} from './resource.ts'

/** What inference works on. */
interface InferenceInput {
  readonly operations: readonly Operation[]
  readonly resolver: Resolver
  readonly view: SchemaView
  readonly corrections: Readonly<Record<string, ResourceSettings | false>>
}

/**
 * Reads the resources of a description out of the shapes of its paths and schemas: `GET`/`POST /things` with
 * `/things/{id}` is a collection, an object that can be changed at a path without key is a singleton.
 */
export function inferResources(input: InferenceInput): Resource[] {
  const { view } = input
  const groups = groupByPath(input.operations)
  const items = itemPathsByCollection(groups, view)
  const found: Resource[] = []
  for (const path of new Set([...groups.keys(), ...items.keys()])) {
    const correction = input.corrections[path]
    if (correction === false) continue
    const group = groups.get(path) ?? {}
    const facts = factsOf(path, group, items.get(path), groups, view, correction ?? {})
    found.push(...facts.map((each) => new Resource(each, input.resolver)))
  }
  return linked(found)
}

/** The path that addresses one record of a collection: the one with the most operations, when there are several. */
function itemPathsByCollection(groups: Map<string, PathOperations>, view: SchemaView): Map<string, ItemPath> {
  const items = new Map<string, ItemPath>()
  const weight = (item: ItemPath | undefined) => Object.keys((item && groups.get(item.path)) ?? {}).length
  for (const [path, group] of groups) {
    const item = itemPath(path)
    if (!item || !addressesRecord(group, view)) continue
    if (weight(item) > weight(items.get(item.collection))) items.set(item.collection, item)
  }
  return items
}

/** A path with a key at its end that only takes POST is an action, one that answers an array is a list. */
function addressesRecord(group: PathOperations, view: SchemaView): boolean {
  if (view.items(view.successSchema(group.get))) return false
  return Boolean(group.get ?? group.put ?? group.patch ?? group.delete)
}

function factsOf(
  path: string,
  group: PathOperations,
  item: ItemPath | undefined,
  groups: Map<string, PathOperations>,
  view: SchemaView,
  correction: ResourceSettings,
): ResourceFacts[] {
  const collection =
    correction.kind === 'singleton' ? undefined : collectionFacts(path, group, item, groups, view, correction)
  if (collection) return [collection]
  const addressed = itemPath(path)
  if (addressed && addressesRecord(group, view) && correction.kind !== 'singleton') return []
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
  const envelope = envelopeOf(path, group, item, view, correction)
  const operations = collectionOperations(group, one, envelope)
  const count = Object.keys(operations).length
  if (count === 0 || (!envelope && !item) || (count === 1 && operations.read)) return undefined
  const wrapper = singleWrapper(operations, view, nounOf(path))
  const recordSchema = recordSchemaOf(operations, envelope, view, wrapper)
  const key = item && keyOf(item, one, path, recordSchema, view, correction)
  return {
    name: path,
    kind: 'collection',
    key,
    envelope,
    wrapper,
    operations,
    recordSchema,
    why: [
      item ? `${item.path} addresses one record` : 'it is listed, but no record is addressed',
      ...(envelope ? [envelope.why] : ['nothing lists it']),
      ...(wrapper === undefined ? [] : [`one record stands inside ${wrapper}`]),
      ...(key ? [key.why] : []),
    ],
  }
}

function envelopeOf(
  path: string,
  group: PathOperations,
  item: ItemPath | undefined,
  view: SchemaView,
  { items, total }: ResourceSettings,
): InferredEnvelope | undefined {
  const schema = view.successSchema(group.get)
  if (items !== undefined) return correctedEnvelope(schema, items, total, view)
  const inferred =
    group.get && inferEnvelope(view, schema, nounOf(path), item !== undefined || Boolean(group.post))
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
): ResourceOperations {
  const roles = {
    list: envelope && group.get,
    create: group.post,
    read: one.get,
    update: one.patch,
    replace: one.put,
    delete: one.delete,
  }
  return Object.fromEntries(Object.entries(roles).filter(([, operation]) => operation)) as ResourceOperations
}

function singleWrapper(operations: ResourceOperations, view: SchemaView, noun: string): string | undefined {
  const { read, create, update, replace } = operations
  const single = [read, create, update, replace].map((operation) => view.successSchema(operation))
  return wrapperOf(
    view,
    single.find((schema) => schema !== undefined),
    noun,
  )
}

/** One record's schema: of reading it, else of the list, else of what the writes answer or take. */
function recordSchemaOf(
  operations: ResourceOperations,
  envelope: InferredEnvelope | undefined,
  view: SchemaView,
  wrapper: string | undefined,
): JsonSchema | undefined {
  const { read, create, update, replace } = operations
  const candidates = [read, replace, update, create].map((operation) =>
    unwrapSchema(view, view.successSchema(operation), wrapper),
  )
  const taken = [create, replace, update].map((operation) =>
    view.jsonSchema(operation?.described.requestBody),
  )
  const [reading, ...writing] = candidates
  return [reading, envelope?.recordSchema, ...writing, ...taken].find((schema) => view.isObjectSchema(schema))
}

function keyOf(
  item: ItemPath,
  one: PathOperations,
  path: string,
  recordSchema: JsonSchema | undefined,
  view: SchemaView,
  { key: correction = {} }: ResourceSettings,
): ResourceKey & { why: string } {
  const operation = one.get ?? one.patch ?? one.put ?? one.delete
  const parameter = operation?.described.parameters.find(({ node }) => node.name === item.parameter)?.node
  const inferred = inferKey({
    parameter: item.parameter,
    parameterSchema: view.resolve(parameter?.schema),
    example: parameterExample(parameter, (node) => view.resolve(node)),
    noun: nounOf(path),
    properties: view.properties(recordSchema),
  })
  if (Object.keys(correction).length === 0) return inferred
  const { property = inferred.property, ...rest } = correction
  return {
    ...inferred,
    ...rest,
    property: property ?? undefined,
    why: 'the configuration says what the key is',
  }
}

function singletonFacts(path: string, group: PathOperations, view: SchemaView): ResourceFacts | undefined {
  const { get: read, patch: update, put: replace } = group
  if (!update && !replace) return undefined
  const roles = { read, update, replace, delete: group.delete }
  const operations = Object.fromEntries(
    Object.entries(roles).filter(([, each]) => each),
  ) as ResourceOperations
  const wrapper = singleWrapper(operations, view, nounOf(path))
  const recordSchema = recordSchemaOf(operations, undefined, view, wrapper)
  if (!recordSchema) return undefined
  const why = ['an object that can be changed at a path without key']
  if (wrapper !== undefined) why.push(`it stands inside ${wrapper}`)
  return {
    name: path,
    kind: 'singleton',
    key: undefined,
    envelope: undefined,
    wrapper,
    operations,
    recordSchema,
    why,
  }
}

/** Ties nested resources to the collections whose records are their parents, and operations to their roles. */
function linked(resources: Resource[]): Resource[] {
  const byItemPath = new Map<string, Resource>()
  for (const resource of resources) {
    for (const [role, operation] of Object.entries(resource.operations)) {
      operation.role = role as keyof ResourceOperations
      if (resource.key && !['list', 'create'].includes(role)) byItemPath.set(operation.path, resource)
    }
  }
  for (const resource of resources) {
    const prefix = resource.name.slice(0, resource.name.lastIndexOf('}') + 1)
    resource.parent = byItemPath.get(prefix)
  }
  return resources
}
