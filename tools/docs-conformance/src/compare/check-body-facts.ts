import {
  type Description,
  joinPointer,
  type Located,
  type Operation,
  pointerSteps,
} from '@clientele/description'
import { responseOf } from '../description/operations.ts'
import { checkType } from '../description/page-types.ts'
import {
  entriesOf,
  itemsOf,
  nearPropertyOf,
  placeOf,
  propertyOf,
  requiredOf,
  requiredPlaces,
  type Schema,
  schemaWithin,
  typesOf,
  valuesOf,
} from '../description/schemas.ts'
import type { ExamplePlace, Fact, FactOf, Limit, PropertyMark, TypeWord } from '../facts/fact.ts'
import { itemTypeOf } from '../markdown-page/type-words.ts'
import { checkKeyword, withOperation, withResponse } from './check-operation-facts.ts'
import { type Comparison, contradicting, found, missing, type Verdict } from './verdict.ts'

/** Runs a check on the schema of every media type; the first that fails is the verdict. */
function everySchema(
  { description }: Comparison,
  message: Located<object> | undefined,
  place: string,
  check: (schema: Schema) => Verdict,
): Verdict {
  const media = message ? description.content(message) : []
  const verdicts = media.flatMap(({ mediaType, pointer, schema }) => {
    if (schema) return [check(schema)]
    return hasProperties(mediaType) ? [missing(joinPointer(pointer, 'schema'), 'no schema')] : []
  })
  return joined(verdicts) ?? missing(place, 'no body with a schema')
}

/** JSON, XML and forms; other media types, such as pictures, need no schema in OpenAPI 3.1. */
function hasProperties(mediaType: string): boolean {
  return /[/+](json|xml)\b|\/(x-www-form-urlencoded|form-data)\b/i.test(mediaType)
}

/** The first verdict other than "found"; else "found", with the places of all. */
function joined(verdicts: readonly Verdict[]): Verdict | undefined {
  const [first] = verdicts
  const failed = verdicts.find(({ outcome }) => outcome !== 'found')
  if (!first) return undefined
  const touches = verdicts.flatMap((verdict) => ('touches' in verdict ? verdict.touches : []))
  if (failed?.outcome === 'contradicting') return { ...failed, touches: [...failed.touches, ...touches] }
  return failed ?? { outcome: 'found', place: first.place, touches }
}

function withRequestSchema(
  comparison: Comparison,
  fact: Fact & { operation: string },
  check: (schema: Schema) => Verdict,
): Verdict {
  return withOperation(comparison, fact.operation, (operation) => {
    const place = joinPointer(operation.pointer, 'requestBody')
    return everySchema(comparison, operation.requestBody, place, check)
  })
}

export function checkRequestBody(comparison: Comparison, fact: FactOf<'request-body'>): Verdict {
  return withRequestSchema(comparison, fact, (schema) => checkBodyType(comparison, schema, fact.type))
}

export function checkResponseBody(comparison: Comparison, fact: FactOf<'response-body'>): Verdict {
  return withResponse(comparison, fact, (response) =>
    everySchema(comparison, response, joinPointer(response.pointer, 'content'), (schema) =>
      checkBodyType(comparison, schema, fact.type),
    ),
  )
}

/** A collection is an array, or an object that has one under `value` (OData) or `items` (Partner Center). */
function checkBodyType({ description }: Comparison, schema: Schema, type: TypeWord): Verdict {
  const item = itemTypeOf(type)
  const list = item === undefined ? undefined : listIn({ description, facts: [] }, schema)
  const wanted = list ? `Collection(${item})` : type
  const check = checkType(description, list ?? schema, wanted)
  if (!check.fits) return contradicting(check.pointer, check.reason)
  return found((list ?? schema).pointer, ...check.touches)
}

function listIn({ description }: Comparison, schema: Schema): Schema | undefined {
  const lists = ['value', 'items'].map((name) => propertyOf(description, schema, name))
  return lists.find((list) => list && typesOf(description, list).includes('array'))
}

/** The schema of the body, or, for the property of a nested object, the schema of that type inside the body. */
function withOwner(
  comparison: Comparison,
  fact: Fact & { operation: string; of?: TypeWord },
  check: (schema: Schema) => Verdict,
): Verdict {
  return withRequestSchema(comparison, fact, (body) => {
    const { of } = fact
    if (of === undefined) return check(itemsOf(comparison.description, body) ?? body)
    const owner = schemaWithin(comparison.description, body, of)
    return owner ? check(owner) : missing(body.pointer, `no ${of} inside the body`)
  })
}

export function checkRequestProperty(comparison: Comparison, fact: FactOf<'request-property'>): Verdict {
  return withOwner(comparison, fact, (schema) =>
    checkSent(
      comparison,
      schema,
      fact.name,
      'request',
      checkProperty(comparison, schema, fact.name, fact.type),
    ),
  )
}

/**
 * A property that a page shows in a message can be sent that way, unless the page marks it as read-only or write-only.
 */
function checkSent(
  comparison: Comparison,
  schema: Schema,
  name: string,
  direction: 'request' | 'response',
  verdict: Verdict,
): Verdict {
  const mark = direction === 'request' ? 'readOnly' : 'writeOnly'
  const property = propertyOf(comparison.description, schema, name)
  if (verdict.outcome !== 'found' || property?.node[mark] !== true || isMarked(comparison, name, mark))
    return verdict
  return contradicting(
    verdict.place,
    `the page has it in a ${direction}, the schema is ${mark}`,
    ...verdict.touches,
  )
}

function isMarked(comparison: Comparison, name: string, mark: PropertyMark): boolean {
  const known = marks.get(comparison) ?? marksIn(comparison.facts)
  marks.set(comparison, known)
  return known.has(`${mark} ${name}`)
}

const marks = new WeakMap<Comparison, Set<string>>()

function marksIn(facts: readonly Fact[]): Set<string> {
  const isMark = (fact: Fact) => fact.kind === 'property-mark' || fact.kind === 'request-property-mark'
  return new Set(facts.filter(isMark).map((fact) => ('mark' in fact ? `${fact.mark} ${fact.name}` : '')))
}

/** Checks that a schema has a property, in this spelling and of this type. */
export function checkProperty(
  { description }: Comparison,
  schema: Schema,
  name: string,
  type: TypeWord | undefined,
): Verdict {
  const property = propertyOf(description, schema, name)
  if (!property) return withoutProperty(description, schema, name, type)
  const [usage = property.pointer] = property.chain
  const refused = refusesProperties(description, schema, name)
  if (refused) return contradicting(schema.pointer, refused, usage)
  if (!type) return found(usage)
  const check = checkType(description, property, type)
  return check.fits ? found(usage, ...check.touches) : contradicting(check.pointer, check.reason, usage)
}

/**
 * A name in another letter case is one contradiction; what the page says about its type still counts as on the page.
 */
function withoutProperty(
  description: Description,
  schema: Schema,
  name: string,
  type: TypeWord | undefined,
): Verdict {
  const near = nearPropertyOf(description, schema, name)
  const property = near && propertyOf(description, schema, near)
  if (!property) return missing(joinPointer(schema.pointer, 'properties'), `no property ${name}`)
  const [usage = property.pointer] = property.chain
  const check = type ? checkType(description, property, type) : undefined
  const touches = check?.fits ? check.touches : []
  return contradicting(usage, `the name in other letters: ${near}`, usage, ...touches)
}

/** Why a schema cannot have a property: beside a type other than `object` the keyword `properties` has no effect. */
function refusesProperties(description: Description, schema: Schema, name: string): string | undefined {
  const types = typesOf(description, schema)
  if (types.every((type) => type === 'object')) return undefined
  return `the page has the property ${name}, the schema has ${types.join(' or ')}`
}

export function checkRequestPropertyMark(
  comparison: Comparison,
  fact: FactOf<'request-property-mark'>,
): Verdict {
  const names = fact.name === '*' ? tableNames(comparison, fact.operation) : [fact.name]
  return withOwner(comparison, fact, (schema) => {
    const verdicts = names.map((name) => checkMark(comparison, schema, name, fact.mark))
    return joined(verdicts) ?? found(schema.pointer)
  })
}

/** The names in the table below a sentence about all properties. */
function tableNames({ facts }: Comparison, operation: string): string[] {
  return facts.flatMap((fact) =>
    fact.kind === 'request-property' && fact.operation === operation && !fact.of ? [fact.name] : [],
  )
}

/** Checks what a page says about a property besides its type. */
export function checkMark(comparison: Comparison, schema: Schema, name: string, mark: PropertyMark): Verdict {
  const { description } = comparison
  const property = propertyOf(description, schema, name)
  if (!property) return missing(joinPointer(schema.pointer, 'properties'), `no property ${name}`)
  const [place = property.pointer] = property.chain
  if (holds(comparison, schema, property, name, mark)) {
    return found(place, ...placesOfMark(comparison, schema, property, name, mark))
  }
  return contradicting(place, `the page says "${mark}" of ${name}`)
}

/** The keywords for a mark of the page. */
function placesOfMark(
  { description }: Comparison,
  schema: Schema,
  property: Schema,
  name: string,
  mark: PropertyMark,
): string[] {
  if (mark === 'nullable') return [placeOf(description, property, 'type')]
  if (mark !== 'required') return []
  return requiredPlaces(description, schema).flatMap((place) => (place.name === name ? [place.pointer] : []))
}

function holds(
  { description }: Comparison,
  schema: Schema,
  property: Schema,
  name: string,
  mark: PropertyMark,
): boolean {
  switch (mark) {
    case 'required':
      return requiredOf(description, schema).includes(name)
    case 'optional':
      return !requiredOf(description, schema).includes(name)
    case 'readOnly':
    case 'writeOnly':
    case 'deprecated':
      return property.node[mark] === true
    case 'nullable':
      return checkType(description, property, 'Null').fits
    case 'notNullable':
      return !checkType(description, property, 'Null').fits
  }
}

export function checkRequestEnumValue(comparison: Comparison, fact: FactOf<'request-enum-value'>): Verdict {
  return withOwner(comparison, fact, (schema) => checkEnumValue(comparison, schema, fact.name, fact.value))
}

export function checkRequestPropertyLimit(
  comparison: Comparison,
  fact: FactOf<'request-property-limit'>,
): Verdict {
  return withOwner(comparison, fact, (schema) => checkLimit(comparison, schema, fact.name, fact))
}

/** Checks the keyword of a property that limits its values. */
export function checkLimit({ description }: Comparison, schema: Schema, name: string, limit: Limit): Verdict {
  const property = propertyOf(description, schema, name)
  if (!property) return missing(joinPointer(schema.pointer, 'properties'), `no property ${name}`)
  return checkKeyword(description, property, limit)
}

/** Checks that a property, or the schema itself, allows a value by name. */
export function checkEnumValue(
  { description }: Comparison,
  schema: Schema,
  name: string | undefined,
  value: string,
): Verdict {
  const holder = name === undefined ? schema : propertyOf(description, schema, name)
  if (!holder) return missing(joinPointer(schema.pointer, 'properties'), `no property ${name}`)
  const owner = typesOf(description, holder).includes('array')
    ? (itemsOf(description, holder) ?? holder)
    : holder
  const match = valuesOf(description, owner).find((allowed) => String(allowed.value) === value)
  const place = placeOf(description, owner, 'enum')
  return match ? found(match.pointer) : missing(place, `no enum value ${value}`)
}

/** Runs a check on the schema of the message that an example shows. */
function withExampleSchema(
  comparison: Comparison,
  fact: Fact & ExamplePlace,
  check: (schema: Schema) => Verdict,
): Verdict {
  return withOperation(comparison, fact.operation, (operation) => {
    const message = messageOf(operation, fact)
    return everySchema(comparison, message, placeOfMessage(operation, fact), check)
  })
}

function messageOf(
  operation: Operation,
  { direction, status }: Omit<ExamplePlace, 'pointer'>,
): Located<object> | undefined {
  if (direction === 'request') return operation.requestBody
  if (status !== undefined) return responseOf(operation, status)
  // An example without a status shows the success answer, whichever that is.
  const { responses } = operation
  return (
    responses.find(({ name }) => name.startsWith('2')) ?? responses.find(({ name }) => name === 'default')
  )
}

function placeOfMessage(
  { pointer }: Operation,
  { direction, status }: Omit<ExamplePlace, 'pointer'>,
): string {
  return direction === 'request'
    ? joinPointer(pointer, 'requestBody')
    : joinPointer(pointer, 'responses', ...(status === undefined ? [] : [String(status)]))
}

export function checkExample(comparison: Comparison, fact: FactOf<'example'>): Verdict {
  return withOperation(comparison, fact.operation, (operation) => {
    if (fact.direction === 'request') return found(operation.pointer)
    const response = messageOf(operation, { ...fact })
    const place = placeOfMessage(operation, { ...fact })
    return response ? found(response.pointer) : missing(place, `no status ${fact.status ?? 'of success'}`)
  })
}

export function checkExampleProperty(comparison: Comparison, fact: FactOf<'example-property'>): Verdict {
  return withExampleSchema(comparison, fact, (root) => {
    const segments = pointerSteps(fact.pointer)
    const name = segments.pop() ?? ''
    const { located, lost } = descend(comparison, root, segments)
    if (!located) return missing(root.pointer, `nothing at ${lost}`)
    if (name !== '*') {
      const verdict = checkProperty(comparison, located, name, fact.type)
      return checkSent(comparison, located, name, fact.direction, verdict)
    }
    const items = itemsOf(comparison.description, located) ?? entriesOf(comparison.description, located)
    return items ? found(items.pointer) : missing(located.pointer, 'no items')
  })
}

export function checkTypeName(comparison: Comparison, fact: FactOf<'type-name'>): Verdict {
  return withExampleSchema(comparison, fact, (root) => {
    const { located, lost } = descend(comparison, root, pointerSteps(fact.pointer).slice(0, -1))
    if (!located) return missing(root.pointer, `nothing at ${lost}`)
    return checkTypeNameOf(comparison, located, fact.name)
  })
}

/** The name is a value that `@odata.type` allows, or, if it allows all, one of its examples. */
function checkTypeNameOf({ description }: Comparison, schema: Schema, name: string): Verdict {
  const property = propertyOf(description, schema, '@odata.type')
  if (!property) return missing(joinPointer(schema.pointer, 'properties'), 'no property @odata.type')
  const [usage = property.pointer] = property.chain
  const refused = refusesProperties(description, schema, '@odata.type')
  if (refused) return contradicting(schema.pointer, refused, usage)
  const types = typesOf(description, property)
  if (types.some((type) => type !== 'string'))
    return contradicting(usage, `the page has a text, the schema has ${types.join(' or ')}`)
  const values = valuesOf(description, property)
  const match = values.find(({ value }) => value === name)
  if (match) return found(usage, match.pointer)
  const { examples } = property.node
  // An empty enum allows nothing; no enum allows everything.
  const isListed = property.node.enum !== undefined || values.length > 0
  const isExample = !isListed && Array.isArray(examples) && examples.includes(name)
  return isExample ? found(usage) : contradicting(usage, `the page names the type ${name}`)
}

/** Follows a pointer of an example into the schema. */
function descend(
  { description }: Comparison,
  root: Schema,
  segments: readonly string[],
): { located?: Schema; lost?: string } {
  let located = root
  for (const [index, name] of segments.entries()) {
    const next =
      name === '*'
        ? (itemsOf(description, located) ?? entriesOf(description, located))
        : (propertyOf(description, located, name) ??
          propertyOf(description, located, nearPropertyOf(description, located, name) ?? name))
    if (!next) return { lost: `/${segments.slice(0, index + 1).join('/')}` }
    located = next
  }
  return { located }
}

export function checkValueWrapper(comparison: Comparison, fact: FactOf<'value-wrapper'>): Verdict {
  return withResponse(comparison, fact, (response) =>
    everySchema(comparison, response, joinPointer(response.pointer, 'content'), (schema) => {
      const value = propertyOf(comparison.description, schema, 'value')
      if (value && typesOf(comparison.description, value).includes('object')) return found(value.pointer)
      return contradicting(
        schema.pointer,
        'the page wraps the entity in "value", the schema is the bare entity',
      )
    }),
  )
}
