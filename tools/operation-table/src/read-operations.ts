import {
  type Description,
  danglingReferences,
  flatten,
  type Operation,
  type ParameterObject,
  type SchemaObject,
  serializationOf,
  typesOf,
} from '@clientele/description'
import { readFilterProperties } from './filter-properties.ts'

/** How a list or an object of a query parameter is written (OpenAPI 3.1, Style Values). */
export type Style = 'explode' | 'deepObject' | 'commas'

/** What the client needs to know about one operation. */
export interface TableEntry {
  operationId: string
  /** Summary and description, shown where the client's method is used. */
  documentation: string
  method: string
  path: string
  query: string[]
  header: string[]
  /** Names of the schemas of a success answer, as a whole and for one item of a page. */
  answer?: { data: string; item?: string }
  /** Name of the property with the items of a page; only for operations that answer in pages. */
  items?: 'value' | 'items' | ''
  /** How query parameters that are lists or objects are written. */
  styles: Record<string, Style>
  /** OData types of the properties that `$filter` may compare; only for operations with a `$filter`. */
  filter?: Record<string, string>
}

const idPattern = /^[A-Za-z]\w*$/
const verbs = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE']

/** The members of every client besides its operations. */
const methods = ['with', 'use']

/** Names of the flat input that are not parameters. */
export const reservedNames = ['body', 'headers', 'signal', 'timeout', 'from']

/**
 * Reads the operations of a bundled description.
 *
 * @returns The operations, and one line for everything that the flat input of the client cannot express.
 */
export function readOperations(description: Description): { entries: TableEntry[]; problems: string[] } {
  const problems = danglingReferences(description.document).map((reference) => `${reference} leads nowhere`)
  const entries = description.operations.map((operation) => readOperation(operation, description, problems))
  reportDuplicates(
    entries.map(({ operationId }) => operationId),
    (name) => problems.push(`${name}: two operations have this operationId`),
  )
  problems.push(...mixedStyles(entries))
  return { entries: withMethod(entries), problems }
}

/** The operations for which the client can have a method: the first of two with the same name. */
function withMethod(entries: TableEntry[]): TableEntry[] {
  const usable = entries.filter(({ operationId }) => idPattern.test(operationId) && !isTaken(operationId))
  return [...new Map(usable.toReversed().map((entry) => [entry.operationId, entry])).values()].toReversed()
}

/** The client has one style for each name. */
function mixedStyles(entries: TableEntry[]): string[] {
  const styles = new Map<string, Set<string>>()
  for (const [name, style] of entries.flatMap((entry) => Object.entries(entry.styles)))
    styles.set(name, (styles.get(name) ?? new Set()).add(style))
  return [...styles]
    .filter(([, found]) => found.size > 1)
    .map(([name]) => `the query parameter ${name} has different styles in different operations`)
}

const isTaken = (name: string) => verbs.includes(name) || methods.includes(name)

function readOperation(operation: Operation, description: Description, problems: string[]): TableEntry {
  const { path, method, node } = operation
  const { operationId = `${method} ${path}` } = node
  const report = (problem: string) => problems.push(`${operationId}: ${problem}`)
  if (!node.operationId) report('the operationId is missing; it names the method of the client')
  else if (!idPattern.test(operationId))
    report('the operationId must be letters and digits; it names the method of the client')
  if (verbs.includes(operationId)) report('the client has a verb of this name')
  if (methods.includes(operationId)) report('every client has a method of this name')

  const parameters = operation.parameters.map((parameter) => parameter.node)
  const styles = readStyles(parameters, description, report)
  checkParameters(parameters, report)
  const namesIn = (place: ParameterObject['in']) =>
    parameters.filter((parameter) => parameter.in === place).map(({ name }) => name)
  const [query, header] = [namesIn('query'), namesIn('header')]

  const answer = readAnswer(operation, description)
  const items = readItemsName(answer) ?? (isLinkedList(operation, answer) ? '' : undefined)
  return {
    operationId,
    documentation: [node.summary, node.description?.trim()].filter(Boolean).join('\n\n'),
    method: method.toUpperCase(),
    path,
    query,
    header,
    styles,
    ...readAnswerNames(operation, answer, items),
    ...(items === undefined ? {} : { items }),
    ...(query.includes('$filter') ? { filter: readFilterProperties(answer, description) } : {}),
  }
}

function checkParameters(parameters: ParameterObject[], report: (problem: string) => void): void {
  for (const { name, in: place } of parameters) {
    if (place === 'cookie') report(`the client does not send cookies, but ${name} is one`)
    if (reservedNames.includes(name))
      report(`the ${place} parameter ${name} collides with the input of that name`)
  }
  reportDuplicates(
    parameters.map(({ name }) => name),
    (name) => report(`two parameters in different places are called ${name}`),
  )
}

function readStyles(
  parameters: ParameterObject[],
  description: Description,
  report: (problem: string) => void,
): Record<string, Style> {
  const styles: Record<string, Style> = {}
  for (const parameter of parameters.filter((each) => each.in === 'query' && each.schema)) {
    const types = typesOf(flatten(description, parameter.schema as SchemaObject))
    const { style, explode } = serializationOf(parameter)
    const [isList, isObject] = [types.includes('array'), types.includes('object')]
    if (style === 'form' && explode && (isList || isObject)) styles[parameter.name] = 'explode'
    else if (style === 'deepObject' && isObject) styles[parameter.name] = 'deepObject'
    else if (isList && style === 'form') styles[parameter.name] = 'commas'
    else if (isList || isObject)
      report(`the client cannot write the query parameter ${parameter.name} in the style ${style}`)
  }
  return styles
}

function reportDuplicates(names: string[], report: (name: string) => void): void {
  const seen = new Set<string>()
  const repeated = names.filter((name) => seen.size === seen.add(name).size)
  for (const name of new Set(repeated)) report(name)
}

/** The schema of the first successful answer in JSON, as one object. */
function readAnswer({ responses }: Operation, description: Description): SchemaObject | undefined {
  const success = responses.find(({ name }) => name.startsWith('2'))
  const schema = success?.node.content?.['application/json']?.schema
  return schema && flatten(description, schema)
}

/** Only if all JSON success answers have the same schema, and its name is a type. */
function readAnswerNames(
  { responses }: Operation,
  answer: SchemaObject | undefined,
  items: string | undefined,
): Pick<TableEntry, 'answer'> {
  const schemas = responses
    .filter(({ name }) => name.startsWith('2'))
    .flatMap(({ node }) => node.content?.['application/json']?.schema ?? [])
  const [data, ...others] = new Set(schemas.map(nameOf))
  if (!data || others.length > 0) return {}
  const list = items === '' ? answer : answer?.properties?.[items ?? '']
  const item = list && 'items' in list && list.items ? nameOf(list.items as SchemaObject) : undefined
  return { answer: { data, ...(item ? { item } : {}) } }
}

function nameOf(schema: object): string | undefined {
  const name =
    '$ref' in schema ? /^#\/components\/schemas\/([A-Z]\w*)$/.exec(`${schema.$ref}`)?.[1] : undefined
  return name === 'Readable' || name === 'Writable' ? undefined : name
}

/** A page that is a bare list links to the next one with the header `Link` (RFC 8288). */
function isLinkedList({ responses }: Operation, answer: SchemaObject | undefined): boolean {
  const success = responses.find(({ name }) => name.startsWith('2'))
  const headers = Object.keys(success?.node.headers ?? {}).map((name) => name.toLowerCase())
  return headers.includes('link') && answer !== undefined && typesOf(answer).includes('array')
}

/** OData pages have a next link beside `value`, pages of Partner Center have `links` beside `items`. */
function readItemsName(answer: SchemaObject | undefined): 'value' | 'items' | undefined {
  const { properties = {} } = answer ?? {}
  if ('@odata.nextLink' in properties && 'value' in properties) return 'value'
  return 'links' in properties && 'items' in properties ? 'items' : undefined
}
