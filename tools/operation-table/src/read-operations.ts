import type { Description, Operation, Parameter, PathItem, Schema } from './description.ts'
import { resolve } from './description.ts'
import { readFilterProperties } from './filter-properties.ts'

/** What the client has to know about one operation. */
export interface TableEntry {
  operationId: string
  /** Summary and description, shown where the client's method is used. */
  documentation: string
  method: string
  path: string
  query: string[]
  header: string[]
  /** Name of the property that holds the items of a page; only there for operations that answer in pages. */
  items?: 'value' | 'items'
  /** OData types of the properties that `$filter` may compare; only there for operations with a `$filter`. */
  filter?: Record<string, string>
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']
const verbs = methods.map((method) => method.toUpperCase())

/** Names of the flat input that are no parameters. */
export const reservedNames = ['body', 'headers', 'signal', 'timeout', 'from']

/**
 * Reads the operations of a bundled description.
 *
 * @throws One error that lists everything the flat input of the client cannot express.
 */
export function readOperations(description: Description): TableEntry[] {
  const problems: string[] = []
  const entries = Object.entries(description.paths ?? {}).flatMap(([path, item = {}]) =>
    methods
      .filter((method) => item[method] !== undefined)
      .map((method) => readOperation(path, method, item, description, problems)),
  )
  reportDuplicates(
    entries.map(({ operationId }) => operationId),
    (name) => problems.push(`${name}: two operations have this operationId`),
  )
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return entries
}

function readOperation(
  path: string,
  method: string,
  item: PathItem,
  description: Description,
  problems: string[],
): TableEntry {
  const operation = item[method] as Operation
  const { operationId = `${method} ${path}` } = operation
  const report = (problem: string) => problems.push(`${operationId}: ${problem}`)
  if (!operation.operationId) report('the operationId is missing; it names the method of the client')
  else if (!/^[A-Za-z]\w*$/.test(operationId))
    report('the operationId must be letters and digits; it names the method of the client')
  if (verbs.includes(operationId)) report('the client has a verb of this name')

  const parameters = mergeParameters(item, operation, description)
  checkParameters(parameters, description, report)
  const namesIn = (place: Parameter['in']) =>
    parameters.filter((parameter) => parameter.in === place).map(({ name }) => name)
  const [query, header] = [namesIn('query'), namesIn('header')]

  const answer = readAnswer(operation, description)
  const items = readItemsName(answer)
  return {
    operationId,
    documentation: [operation.summary, operation.description?.trim()].filter(Boolean).join('\n\n'),
    method: method.toUpperCase(),
    path,
    query,
    header,
    ...(items ? { items } : {}),
    ...(query.includes('$filter') ? { filter: readFilterProperties(answer, description) } : {}),
  }
}

/** A parameter of the operation replaces the path item's of the same name and place (OpenAPI 3.1, Path Item Object). */
function mergeParameters(item: PathItem, operation: Operation, description: Description): Parameter[] {
  const merged = new Map<string, Parameter>()
  for (const reference of [...(item.parameters ?? []), ...(operation.parameters ?? [])]) {
    const parameter = resolve(reference, description)
    merged.set(`${parameter.in} ${parameter.name}`, parameter)
  }
  return [...merged.values()]
}

function checkParameters(
  parameters: Parameter[],
  description: Description,
  report: (problem: string) => void,
): void {
  for (const { name, in: place, schema, style = 'form', explode = style === 'form' } of parameters) {
    if (place === 'cookie') report(`the client sends no cookies, but ${name} is one`)
    if (reservedNames.includes(name))
      report(`the ${place} parameter ${name} collides with the input of that name`)
    const { type } = schema ? resolve<Schema>(schema, description) : {}
    if (place === 'query' && type === 'array' && (style !== 'form' || explode)) {
      report(`the client joins arrays with commas, but ${name} is not "style: form, explode: false"`)
    }
  }
  reportDuplicates(
    parameters.map(({ name }) => name),
    (name) => report(`two parameters in different places are called ${name}`),
  )
}

function reportDuplicates(names: string[], report: (name: string) => void): void {
  const repeated = names.filter((name, index) => names.indexOf(name) !== index)
  for (const name of new Set(repeated)) report(name)
}

/** The schema of the first successful answer in JSON. */
function readAnswer(operation: Operation, description: Description): Schema | undefined {
  const [, success] =
    Object.entries(operation.responses ?? {}).find(([status]) => status.startsWith('2')) ?? []
  const schema = success && resolve(success, description).content?.['application/json']?.schema
  return schema && resolve<Schema>(schema, description)
}

/** OData pages carry a next link beside `value`, pages of Partner Center carry `links` beside `items`. */
function readItemsName(answer: Schema | undefined): 'value' | 'items' | undefined {
  const { properties = {} } = answer ?? {}
  if ('@odata.nextLink' in properties && 'value' in properties) return 'value'
  return 'links' in properties && 'items' in properties ? 'items' : undefined
}
