import type { Resource } from '../../description/resources/resource.ts'
import type { Problem } from '../../exchange/problem.ts'
import { isObject, type JsonObject, type JsonValue } from '../../json/json.ts'
import { invalidParameter } from './invalid-parameter.ts'

/** `{"Field":"UserState","Value":"Inactive","Operator":"equals"}` */
export interface FieldFilter {
  property: string
  matches(record: JsonObject): boolean
}

type Test = (own: string, wanted: string) => boolean

/** Operators of Partner Center's SDK that compare one field; letter case makes no difference. */
const OPERATORS: Record<string, Test> = {
  equals: (own, wanted) => own === wanted,
  not_equals: (own, wanted) => own !== wanted,
  starts_with: (own, wanted) => own.startsWith(wanted),
  not_starts_with: (own, wanted) => !own.startsWith(wanted),
  substring: (own, wanted) => own.includes(wanted),
}

/** Fields whose names in filters differ from the property. */
const FIELDS: Record<string, string> = { userstate: 'state' }

export function readFilter(
  text: string | undefined,
  resource: Resource | undefined,
): FieldFilter | undefined | Problem {
  if (text === undefined || text === '') return undefined
  const condition = parse(text)
  if (!condition) return invalidParameter('filter', 'filter must be JSON with Field, Value and Operator')
  const { field, value, operator } = condition
  const test = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined
  if (!test)
    return invalidParameter(
      'filter',
      `filter has no Operator '${operator.slice(0, 64)}'; there is ${names()}`,
    )
  const property = propertyFor(field, resource)
  if (property === undefined)
    return invalidParameter('filter', `filter has no Field '${field.slice(0, 64)}'`, '3000')
  const wanted = comparable(value)
  return { property, matches: (record) => test(comparable(record[property]), wanted) }
}

function parse(text: string) {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isObject(json)) return undefined
  const lowered = Object.fromEntries(Object.entries(json).map(([name, own]) => [name.toLowerCase(), own]))
  const { field, value, operator } = lowered
  if (typeof field !== 'string' || typeof operator !== 'string' || isObject(value) || value === undefined)
    return undefined
  return { field, value: value as JsonValue, operator: operator.toLowerCase() }
}

function propertyFor(field: string, resource: Resource | undefined): string | undefined {
  const lower = field.toLowerCase()
  const wanted = FIELDS[lower] ?? lower
  for (const [name, schema] of resource?.properties() ?? []) {
    if (name.toLowerCase() === wanted && schema.writeOnly !== true) return name
  }
  return undefined
}

function comparable(value: JsonValue | undefined): string {
  return value === null || value === undefined ? '' : String(value).toLowerCase()
}

function names(): string {
  return Object.keys(OPERATORS).join(', ')
}
