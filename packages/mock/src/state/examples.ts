import type { Api } from '../description/api.ts'
import type { Operation, Role } from '../description/operation.ts'
import { keyIn, normalizeKey, type Resource } from '../description/resources/resource.ts'
import { parameterExample } from '../description/schema-view.ts'
import { isObject, type JsonObject } from '../json/json.ts'

/** A record in the description, and its place. */
export interface ExampleRecord {
  /** Keys of the parents from the examples of the path parameters; undefined if there is none. */
  readonly parents: readonly (string | undefined)[]
  /** Empty for a single record; undefined if neither the record nor the path has it. */
  readonly key: string | undefined
  readonly value: JsonObject
}

/** Lists give the order; other examples of the same record complete it. */
const showing: readonly Role[] = ['list', 'read', 'replace', 'update']

/**
 * The records in the examples of a resource's answers. Examples of creation count only if there are no others, because
 * their records do not exist before.
 */
export function exampleRecords(api: Api, resource: Resource): ExampleRecord[] {
  const shown = showing.flatMap((role) => fromOperation(api, resource, role))
  return completed(shown.length > 0 ? shown : fromOperation(api, resource, 'create'))
}

/** Values of the JSON examples of an operation's successful answers, with their names. */
function successExamples(operation: Operation): { name: string; value: unknown }[] {
  const responses = operation.full().responses
  const successful = Object.entries(isObject(responses) ? responses : {}).filter(([code]) => /^2/.test(code))
  return successful.flatMap(([, response]) => {
    const content = isObject(response) && isObject(response.content) ? response.content : {}
    const json = Object.entries(content).find(([mediaType]) => /[/+]json\b/i.test(mediaType))
    return json ? examplesIn(json[1]) : []
  })
}

function examplesIn(mediaType: unknown): { name: string; value: unknown }[] {
  if (!isObject(mediaType)) return []
  const named = Object.entries(isObject(mediaType.examples) ? mediaType.examples : {})
    .filter(([, example]) => isObject(example) && 'value' in example)
    .map(([name, example]) => ({ name, value: (example as { value: unknown }).value }))
  const own = 'example' in mediaType ? [{ name: '', value: mediaType.example }] : []
  const schema = isObject(mediaType.schema) && 'example' in mediaType.schema ? [mediaType.schema.example] : []
  return [...named, ...own, ...schema.map((value) => ({ name: '', value }))]
}

function fromOperation(api: Api, resource: Resource, role: Role): ExampleRecord[] {
  const operation = resource.operations[role]
  if (!operation) return []
  return successExamples(operation).flatMap(({ name, value }) => {
    const path = pathExamples(api, operation, name)
    const parents = resource.parentParameters.map((parameter) => path[parameter])
    const addressed = resource.key && role !== 'list' ? path[resource.key.parameter] : undefined
    return recordsIn(resource, role, value).map((record) => ({
      parents,
      // A singleton has one place, whichever example shows it.
      key: resource.kind === 'singleton' ? '' : (keyIn(resource, record) ?? addressed),
      value: record,
    }))
  })
}

function recordsIn(resource: Resource, role: Role, value: unknown): JsonObject[] {
  if (role !== 'list') {
    const wrapper = resource.operations[role]?.wrapper
    const record = wrapper !== undefined && isObject(value) ? value[wrapper] : value
    return [record].flat().filter(isObject) as JsonObject[]
  }
  const items = resource.envelope?.items
  const list = items === undefined ? value : isObject(value) ? value[items] : undefined
  return (Array.isArray(list) ? list : []).filter(isObject) as JsonObject[]
}

/** Examples of the path parameters: the one with the same name as the answer's example, else the first. */
function pathExamples(api: Api, operation: Operation, name: string): Record<string, string | undefined> {
  const values: Record<string, string | undefined> = {}
  for (const parameter of operation.full().parameters as Record<string, unknown>[]) {
    if (parameter.in !== 'path') continue
    const named = isObject(parameter.examples) ? parameter.examples[name] : undefined
    const example =
      isObject(named) && 'value' in named
        ? named.value
        : parameterExample(parameter, (node) => api.resolve(node))
    values[String(parameter.name)] = example === undefined ? undefined : normalizeKey(String(example))
  }
  return values
}

/** One record per place and key; the first value of each property wins. */
function completed(records: readonly ExampleRecord[]): ExampleRecord[] {
  const byPlace = new Map<string, ExampleRecord>()
  for (const [index, record] of records.entries()) {
    const place = JSON.stringify([record.parents, record.key ?? index])
    const known = byPlace.get(place)
    byPlace.set(place, known ? { ...known, value: { ...record.value, ...known.value } } : record)
  }
  return [...byPlace.values()]
}
