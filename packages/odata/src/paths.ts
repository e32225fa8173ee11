import { compileComparison } from './comparison.ts'
import {
  type Compiled,
  combine,
  constantOf,
  type Evaluate,
  type Scope,
  type Variable,
  variableOf,
} from './compiled.ts'
import { EXPRESSION_LIMITS } from './cursor.ts'
import { BOOLEAN, describeType, type EdmType, INTEGER, requireBoolean } from './edm.ts'
import type {
  AnnotationSegment,
  CallSegment,
  CountSegment,
  Expression,
  FilterSegment,
  LambdaSegment,
  Path,
  PropertySegment,
  Segment,
} from './expression.ts'
import { malformed, notExecuted, QueryOptionError } from './query-option-error.ts'
import { searchPredicate } from './search.ts'

/** A place along a path, with the property that led there, because annotations of a property are beside it. */
interface Place extends Compiled {
  /** The record itself, whose properties are read without asking `evaluate`. */
  root?: boolean
  readFrom?: { owner: Evaluate; name: string }
}

type Follow<Kind extends Segment['kind']> = (
  place: Place,
  segment: Extract<Segment, { kind: Kind }>,
  scope: Scope,
) => Place

const SEGMENTS: { readonly [Kind in Segment['kind']]: Follow<Kind> } = {
  property: propertyOf,
  annotation: annotationOf,
  call: keyWithNames,
  filter: filtered,
  lambda: quantified,
  count: counted,
  type: (_place, { name, position }, { option }) => {
    throw notExecuted(option, position, `the type cast '${name}'`)
  },
  key: (_place, { position }, { option }) => {
    throw notExecuted(option, position, 'a key without the name of its property')
  },
}

/** Compiles a path (URL conventions, section 5.1.1.15). */
export function compilePath(path: Path, scope: Scope): Compiled {
  const { place, rest } = startOf(path, scope)
  let current = place
  for (const segment of rest) {
    const follow = SEGMENTS[segment.kind] as Follow<Segment['kind']>
    current = follow(current, segment, scope)
  }
  return current
}

function startOf({ root, segments, position }: Path, scope: Scope): { place: Place; rest: Segment[] } {
  if (root === '$root') throw notExecuted(scope.option, position, "a path from '$root'")
  if (typeof root === 'object') return { place: scope.compile(root, scope), rest: segments }
  const [first] = segments
  const variable = root === undefined && first?.kind === 'property' && scope.variables.get(first.name)
  if (variable) return { place: variableOf(variable, position), rest: segments.slice(1) }
  const { current } = scope
  if (current && root !== '$it') return { place: variableOf(current, position), rest: segments }
  return { place: recordOf(scope, position), rest: segments }
}

function recordOf({ record }: Scope, position: number): Place {
  return { type: record, evaluate: (it) => it ?? null, constant: false, position, root: true }
}

function propertyOf(place: Place, { name: written, position }: PropertySegment, scope: Scope): Place {
  const { name, type } = resolveProperty(place.type, written, position, scope)
  const read = memberReader(name)
  const { evaluate: owner } = place
  const evaluate: Evaluate = (it, variables) => read(owner(it, variables))
  const direct = place.root === true && !(name in Object.prototype)
  return {
    type,
    constant: false,
    position: place.root ? position : place.position,
    evaluate,
    readFrom: { owner, name },
    ...(direct && { member: name }),
  }
}

function resolveProperty(
  owner: EdmType,
  name: string,
  position: number,
  { option, reader }: Scope,
): { name: string; type: EdmType } {
  if (owner.kind === 'Untyped' || owner.kind === 'Null') return { name, type: { kind: 'Untyped' } }
  if (owner.kind !== 'Complex') {
    const reason = owner.kind === 'Collection' ? 'a collection: use any(…) or all(…)' : describeType(owner)
    throw malformed(option, position, `'${name}' cannot be read because its owner is ${reason}`)
  }
  const found = reader.property(owner.schema, name)
  if (found) return { name: found.name, type: reader.typeOf(found.schema) }
  const open = reader.isOpen(owner.schema) && !reader.declares(owner.schema, name)
  if (open) return { name, type: { kind: 'Untyped' } }
  throw malformed(option, position, `could not find a property named '${name}'`)
}

/** Names such as `constructor` are found on every object, so only for them the own property is looked up. */
function memberReader(name: string): (owner: unknown) => unknown {
  if (name in Object.prototype) {
    return (owner) => (isObject(owner) && Object.hasOwn(owner, name) ? (owner[name] ?? null) : null)
  }
  return (owner) => (isObject(owner) ? (owner[name] ?? null) : null)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/**
 * Annotations are where the JSON format has them: of an object inside it (`@Core.Messages`), of another value beside
 * it (`Price@Measures.Currency`). A missing annotation is null (section 5.1.1.16).
 */
function annotationOf({ evaluate, readFrom, position }: Place, { name }: AnnotationSegment): Place {
  const inside = memberReader(name)
  const beside = readFrom && memberReader(readFrom.name + name)
  const annotation: Evaluate = (it, variables) => {
    const own = inside(evaluate(it, variables))
    return own === null && beside ? beside(readFrom.owner(it, variables)) : own
  }
  return { type: { kind: 'Untyped' }, constant: false, position, evaluate: annotation }
}

/** `Items(Id=1)` where the schema has a collection of that name; anything else is a function, which needs a model. */
function keyWithNames(place: Place, { name, parameters, position }: CallSegment, scope: Scope): Place {
  const property = place.type.kind === 'Complex' && scope.reader.property(place.type.schema, name)
  const type = property ? scope.reader.typeOf(property.schema) : undefined
  if (type?.kind !== 'Collection' || parameters.length === 0) {
    throw notExecuted(scope.option, position, `the function '${name}'`)
  }
  const collection = propertyOf(place, { kind: 'property', name, position }, scope)
  const member = memberOf(type.item, scope, position)
  const tests = parameters.map((parameter) => {
    const key = { kind: 'property', name: parameter.name, position: parameter.position } as const
    const left = propertyOf(variableOf(member, position), key, scope)
    const right = scope.compile(parameter.value, { ...scope, depth: scope.depth + 1 })
    return compileComparison('eq', [left, right], parameter.position, scope).evaluate
  })
  const evaluate: Evaluate = (it, variables) =>
    membersOf(collection.evaluate(it, variables)).find((value) => {
      variables[member.slot] = value
      return tests.every((test) => test(it, variables) === true)
    }) ?? null
  return { type: type.item, constant: false, position: place.position, evaluate }
}

/** `/$filter(…)`: inside, names are read from the member, and the record is `$it`. */
function filtered(place: Place, { predicate }: FilterSegment, scope: Scope): Place {
  const collection = collectionOf(place, '$filter', scope)
  const { type, evaluate, position } = collection
  const test = predicateOver(type.item, predicate, '$filter', scope)
  const kept: Evaluate = (it, variables) =>
    membersOf(evaluate(it, variables)).filter((member) => test.holds(member, it, variables))
  return combine(type, [collection, test.compiled], kept, position)
}

/** Section 5.1.1.13. */
function quantified(place: Place, { operator, predicate }: LambdaSegment, scope: Scope): Place {
  const collection = collectionOf(place, operator, scope)
  const { evaluate, position } = collection
  if (!predicate) {
    return combine(
      BOOLEAN,
      [collection],
      (it, variables) => membersOf(evaluate(it, variables)).length > 0,
      position,
    )
  }
  const test = predicateOver(collection.type.item, predicate.body, operator, scope, predicate.variable)
  const wanted = operator === 'any'
  const found: Evaluate = (it, variables) => {
    for (const member of membersOf(evaluate(it, variables))) {
      if (test.holds(member, it, variables) === wanted) return wanted
    }
    return !wanted
  }
  return combine(BOOLEAN, [collection, test.compiled], found, position)
}

/** `/$count`, of those members that the options leave. */
function counted(place: Place, { filter, search }: CountSegment, scope: Scope): Place {
  const collection = collectionOf(place, '$count', scope)
  const { type, evaluate, position } = collection
  const test = filter && predicateOver(type.item, filter, '$filter', scope)
  const matches = search && searchPredicate(search)
  const count: Evaluate = (it, variables) => {
    const members = membersOf(evaluate(it, variables))
    if (!test && !matches) return members.length
    return members.filter(
      (member) => (!matches || matches(member)) && (!test || test.holds(member, it, variables)),
    ).length
  }
  const operands = test ? [collection, test.compiled] : [collection]
  return combine(INTEGER, operands, count, position)
}

/** A condition on the members of a collection; without a variable's name they are the current instance inside it. */
function predicateOver(item: EdmType, body: Expression, operator: string, scope: Scope, name?: string) {
  const variable = memberOf(item, scope, body.position)
  const inner: Scope =
    name === undefined
      ? { ...scope, depth: scope.depth + 1, current: variable }
      : { ...scope, depth: scope.depth + 1, variables: new Map(scope.variables).set(name, variable) }
  const compiled = scope.compile(body, inner)
  requireBoolean(compiled, `'${operator}'`, scope.option)
  const holds = (member: unknown, it: unknown, variables: unknown[]): boolean => {
    variables[variable.slot] = member
    return compiled.evaluate(it, variables) === true
  }
  return { compiled, holds }
}

/** The variable of one more walk over a collection. */
function memberOf(type: EdmType, { option, depth }: Scope, position: number): Variable {
  const { collections } = EXPRESSION_LIMITS
  if (depth < collections) return { slot: depth, type }
  const message = `${option}: more than ${collections} conditions on collections are inside each other (position ${position}).`
  throw new QueryOptionError(option, message, { position })
}

function collectionOf(
  place: Place,
  operator: string,
  { option }: Scope,
): Place & { type: { item: EdmType } } {
  const { type, position } = place
  if (type.kind === 'Collection') return { ...place, type }
  if (type.kind === 'Untyped') return { ...place, type: { kind: 'Collection', item: type } }
  if (type.kind === 'Null') {
    return { ...constantOf(type, [], position), type: { kind: 'Collection', item: { kind: 'Untyped' } } }
  }
  const name = place.readFrom ? `'${place.readFrom.name}'` : 'the value'
  throw malformed(option, position, `'${operator}' needs a collection, and ${name} is ${describeType(type)}`)
}

function membersOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
