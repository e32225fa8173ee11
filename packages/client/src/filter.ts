import type { FilterProperties } from './generated/services/graph.ts'

declare const compared: unique symbol

/** OData types of the properties of customers. */
export type CustomerProperties = FilterProperties['listCustomers']

/** A condition for `$filter`, written by {@link filter}. */
export interface Filter<Properties> {
  /** Both conditions hold. */
  and(other: Filter<Properties>): Filter<Properties>
  /** At least one condition holds. Parentheses are added where they are needed. */
  or(other: Filter<Properties>): Filter<Properties>
  /** The condition does not hold. */
  not(): Filter<Properties>
  /** The text that is sent. */
  toString(): string
  /** Exists only in types: what the condition is about. */
  readonly [compared]?: Properties
}

/** JavaScript values for the types of OData. */
interface Values {
  'Edm.String': string
  'Edm.Boolean': boolean
  'Edm.Int32': number
  'Edm.Int64': number | bigint
  'Edm.Double': number
  /** Strings are refused, because OData would compare them as text. */
  'Edm.DateTimeOffset': Date
}

type Value = Values[keyof Values] | null

interface Equality<Content, Properties> {
  /** Equal; `null` asks for a property without a value. */
  eq(value: Content | null): Filter<Properties>
  /** Not equal. */
  ne(value: Content | null): Filter<Properties>
  /** Equal to one of the values. */
  in(values: readonly (Content | null)[]): Filter<Properties>
}

interface Ordering<Content, Properties> {
  /** Greater than. */
  gt(value: Content): Filter<Properties>
  /** Greater or equal. */
  ge(value: Content): Filter<Properties>
  /** Less than. */
  lt(value: Content): Filter<Properties>
  /** Less or equal. */
  le(value: Content): Filter<Properties>
}

interface Text<Properties> {
  /** Begins with the text. */
  startsWith(text: string): Filter<Properties>
  /** Ends with the text. */
  endsWith(text: string): Filter<Properties>
  /** Has the text anywhere in it. */
  contains(text: string): Filter<Properties>
}

type Comparison<Type, Properties> = Type extends keyof Values
  ? Equality<Values[Type], Properties> &
      (Type extends 'Edm.Boolean' ? unknown : Ordering<Values[Type], Properties>) &
      (Type extends 'Edm.String' ? Text<Properties> : unknown)
  : never

/** The properties to compare, as {@link filter} passes them. */
export type Comparisons<Properties> = {
  readonly [Name in keyof Properties]: Comparison<Properties[Name], Properties>
}

/**
 * Writes an OData condition whose properties and values are checked by their types, and escapes the values.
 *
 * As the value of `$filter`, it has the properties of the operation. Elsewhere it has those of customers; for others, name
 * them: `filter<TicketProperties>(…)`.
 *
 * @param build Called with the properties; combines their comparisons.
 * @returns The condition. OData: https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html
 * @throws {RangeError} For values without a literal in OData: an invalid date, a number that is not finite, an empty list.
 * @example
 * ```ts
 * await graph.listCustomers({
 *   $filter: filter((customer) =>
 *     customer.countryLetterCode.in(['GB', 'IE']).and(customer.deletedDateTime.eq(null)),
 *   ),
 * })
 * ```
 */
export function filter<Properties = CustomerProperties>(
  build: (properties: Comparisons<Properties>) => Filter<Properties>,
): Filter<Properties> {
  const properties = new Proxy({}, { get: (_, name) => compare(String(name)) })
  return build(properties as Comparisons<Properties>)
}

function compare(name: string): Equality<Value, never> & Ordering<Value, never> & Text<never> {
  const by = (operator: string) => (value: Value) => condition(`${name} ${operator} ${literal(value)}`)
  const call = (method: string) => (text: string) => condition(`${method}(${name},${literal(text)})`)
  return {
    eq: by('eq'),
    ne: by('ne'),
    gt: by('gt'),
    ge: by('ge'),
    lt: by('lt'),
    le: by('le'),
    in: (values) => condition(`${name} in (${list(values)})`),
    startsWith: call('startswith'),
    endsWith: call('endswith'),
    contains: call('contains'),
  }
}

/** `and` binds closer than `or`, so only an `or` inside an `and` needs parentheses. */
function condition(text: string, isAlternative = false): Filter<never> {
  const closed = isAlternative ? `(${text})` : text
  return {
    and: (other) => condition(`${closed} and ${closedTextOf(other)}`),
    or: (other) => condition(`${text} or ${other}`, true),
    not: () => condition(`not (${text})`),
    toString: () => text,
    [alternative]: isAlternative,
  } as Filter<never>
}

const alternative = Symbol('alternative')

const closedTextOf = (other: Filter<never> & { [alternative]?: boolean }) =>
  other[alternative] ? `(${other})` : `${other}`

function list(values: readonly Value[]): string {
  if (values.length === 0) throw new RangeError('in: the list of values is empty')
  return values.map(literal).join(',')
}

function literal(value: Value): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError(`OData has no literal for ${value} here`)
  return `${value}`
}
