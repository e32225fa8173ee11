import {
  type Description,
  type ExampleObject,
  flatten,
  type ParameterObject,
  serializationOf,
} from '@clientele/description'

/** How many optional query parameters a sample of a read shows. */
const shownInReads = 2

/**
 * The parameters that a sample shows: the required ones and those with an example called `key`. A read without such an
 * example shows its first query parameters, so that the sample is more than the bare address.
 */
export function shownParameters(
  parameters: readonly ParameterObject[],
  method: string,
  key: string | undefined,
): ParameterObject[] {
  const named = (parameter: ParameterObject) => key !== undefined && parameter.examples?.[key] !== undefined
  const optional = parameters.filter((parameter) => parameter.in === 'query' && !parameter.required)
  const inRead = method === 'get' && !parameters.some(named) ? optional.slice(0, shownInReads) : []
  return parameters.filter(
    (parameter) => parameter.required || named(parameter) || inRead.includes(parameter),
  )
}

/** The value of a parameter in the example called `key`, else in any example of the parameter or its schema. */
export function exampleValue(
  description: Description,
  parameter: ParameterObject,
  key: string | undefined,
): unknown {
  const named = key === undefined ? undefined : parameter.examples?.[key]
  return named ? description.resolve<ExampleObject>(named).value : anyExample(description, parameter)
}

function anyExample(description: Description, parameter: ParameterObject): unknown {
  const first = Object.values(parameter.examples ?? {})[0]
  if (first) return description.resolve<ExampleObject>(first).value
  if (parameter.example !== undefined) return parameter.example
  return schemaExample(description, parameter)
}

function schemaExample(description: Description, parameter: ParameterObject): unknown {
  if (!parameter.schema) return undefined
  const schema = flatten(description, parameter.schema)
  return schema.examples?.[0] ?? schema.example ?? schema.default ?? schema.enum?.[0]
}

/**
 * Writes a value as a parameter of a URL or header: JSON under `content`, arrays joined by comma unless the
 * description explodes them, everything else as text. Returns one text per repetition in the query.
 */
export function serializeParameter(parameter: ParameterObject, value: unknown): string[] {
  if (parameter.content) return [JSON.stringify(value)]
  if (!Array.isArray(value)) return [String(value)]
  return parameter.in === 'query' && serializationOf(parameter).explode
    ? value.map(String)
    : [value.map(String).join(',')]
}

/** Fills the placeholders of a path, with every value percent-encoded as one segment. */
export function fillPath(path: string, values: ReadonlyMap<string, string>): string {
  return path.replaceAll(/\{([^}]+)\}/g, (placeholder, name: string) => {
    const value = values.get(name)
    return value === undefined ? placeholder : encodeURIComponent(value)
  })
}

/**
 * Writes a query string. `$`, `,`, `:` and `/` stay readable, RFC 3986 allows them there; a single quote is encoded
 * although it is allowed, because shells would have to escape it.
 */
export function writeQuery(pairs: readonly (readonly [string, string])[]): string {
  if (pairs.length === 0) return ''
  return `?${pairs.map(([name, value]) => `${queryText(name)}=${queryText(value)}`).join('&')}`
}

function queryText(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/%(24|2C|3A|2F)/g, (code) => decodeURIComponent(code))
    .replaceAll("'", '%27')
}
