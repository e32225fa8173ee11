import {
  Description,
  isObject,
  type JsonObject,
  type Located,
  type SchemaObject,
  variantsOf,
} from '@clientele/description'
import { buildValue } from './build-value.ts'
import type { NamedType } from './names.ts'
import { type Validate, validators } from './validators.ts'

/** Test data of one named type. */
export interface Sample {
  value: JsonObject
  /** JSON Pointers of the required properties. */
  required: string[]
}

type Side = NamedType['side']

/** The mark of the other side. */
const foreignMarks = { Readable: 'writeOnly', Writable: 'readOnly' } as const

/**
 * A sample of each named type that is an object: the fullest valid example in the description, either of the schema
 * itself or inside another example. Without one, it is built from the examples, defaults and values of the properties.
 * A type without a valid value has no sample.
 *
 * @param document A bundled description. It is not changed.
 * @param names The named types of the description.
 * @returns The samples by the names of their types.
 * @example
 * ```ts
 * findSamples(document, namedTypes(document)).Ticket.value // { id: 7, title: 'Printer on fire' }
 * ```
 */
export function findSamples(document: JsonObject, names: readonly NamedType[]): Record<string, Sample> {
  const description = new Description(document)
  const examples = collectExamples(description)
  const isValid = validators(document)
  const found = names.map((type) => [type.name, sampleOf(description, examples, isValid, type)] as const)
  return Object.fromEntries(found.filter(([, sample]) => sample)) as Record<string, Sample>
}

function sampleOf(
  description: Description,
  examples: Examples,
  isValid: Validate,
  { schema: name, side }: NamedType,
): Sample | undefined {
  const pointer = `/components/schemas/${name}`
  const schema = description.locate<SchemaObject>(pointer)
  if (!schema) return undefined
  const other: Side = side === 'Readable' ? 'Writable' : 'Readable'
  const known = [side, other].flatMap((each) =>
    byFullness([...(examples[each].get(pointer) ?? [])].filter(isObject)),
  )
  for (const candidate of [...known, buildValue(description, schema)]) {
    const value = withoutForeign(description, schema, candidate, side)
    if (isObject(value) && isValid(name, side, value))
      return { value, required: requiredIn(description, schema, value) }
  }
  return undefined
}

const byFullness = (values: JsonObject[]): JsonObject[] =>
  values.toSorted((one, other) => countOf(other) - countOf(one))

/** How many values there are in it, lists counted as one. */
const countOf = (value: unknown): number =>
  isObject(value) ? Object.values(value).reduce<number>((sum, each) => sum + countOf(each), 1) : 1

type Examples = Record<Side, Map<string, Set<unknown>>>

/** Every example in the bodies and schemas of the description, by the pointer of its schema. */
function collectExamples(description: Description): Examples {
  const examples: Examples = { Readable: new Map(), Writable: new Map() }
  const collectContent = (message: Located<object>, side: Side) => {
    for (const { schema, ...media } of description.content(message)) {
      if (!schema) continue
      const named = description.parts(media, 'examples').map(({ node }) => node.value)
      for (const value of [media.node.example, ...named]) visit(description, schema, value, examples[side])
    }
  }
  for (const operation of description.operations) {
    const body = description.part(operation, 'requestBody')
    if (body) collectContent(body, 'Writable')
    for (const response of description.parts(operation, 'responses')) collectContent(response, 'Readable')
  }
  for (const schema of description.parts<SchemaObject>(description.root, 'components', 'schemas')) {
    const { example, examples: own } = schema.node
    const values = [example, ...(Array.isArray(own) ? own : [])]
    for (const value of values) visit(description, schema, value, examples.Readable)
  }
  return examples
}

/** Records a value for its schema, and its parts for theirs. */
function visit(
  description: Description,
  schema: Located<SchemaObject>,
  value: unknown,
  found: Map<string, Set<unknown>>,
): void {
  if (typeof value !== 'object' || value === null) return
  for (const variant of variantsOf(description, schema)) {
    for (const pointer of variant.chain) found.set(pointer, (found.get(pointer) ?? new Set()).add(value))
    for (const [name, part] of Object.entries(value)) {
      const place = Array.isArray(value) ? ['items'] : ['properties', name]
      const located =
        description.part<SchemaObject>(variant, ...place) ??
        description.part<SchemaObject>(variant, 'additionalProperties')
      if (located) visit(description, located, part, found)
    }
  }
}

/** Leaves out the other side's properties: read-only ones in a request, write-only ones in an answer. */
function withoutForeign(
  description: Description,
  schema: Located<SchemaObject>,
  value: unknown,
  side: Side,
): unknown {
  const variants = variantsOf(description, schema)
  if (Array.isArray(value)) {
    const items = variants.map((variant) => description.part<SchemaObject>(variant, 'items')).find(Boolean)
    return items ? value.map((each) => withoutForeign(description, items, each, side)) : value
  }
  if (!isObject(value)) return value
  const kept = Object.entries(value).flatMap(([name, part]) => {
    const found = variants.map((variant) => description.part<SchemaObject>(variant, 'properties', name))
    const property = found.find((each) => each !== undefined)
    if (found.some((each) => each?.node[foreignMarks[side]] === true)) return []
    return [[name, property ? withoutForeign(description, property, part, side) : part]]
  })
  return Object.fromEntries(kept)
}

/** Pointers of the properties of a value that every valid value has. */
function requiredIn(
  description: Description,
  schema: Located<SchemaObject>,
  value: JsonObject,
  at = '',
): string[] {
  const variants = variantsOf(description, schema)
  const required = new Set(
    variants.flatMap(({ node }) => (Array.isArray(node.required) ? node.required : [])),
  )
  return Object.entries(value).flatMap(([name, part]) => {
    const pointer = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const property = variants
      .map((variant) => description.part<SchemaObject>(variant, 'properties', name))
      .find(Boolean)
    const inner = property && isObject(part) ? requiredIn(description, property, part, pointer) : []
    return required.has(name) ? [pointer, ...inner] : inner
  })
}
