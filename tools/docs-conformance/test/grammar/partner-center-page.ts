import type { Statement } from '../../src/index.ts'
import type { BuiltPage } from './api-page.ts'

/** A row before the page was flattened; an empty text is an empty cell. */
export interface FlatRowModel {
  name: string
  required: boolean
  type: string
  description: string
}

/** A reference page of Partner Center, and how the converter broke its tables into lines. */
export interface PartnerCenterPageModel {
  method: string
  path: string
  parameters: FlatRowModel[]
  headers: FlatRowModel[]
  mediaTypes: string[]
  body: FlatRowModel[]
  status: number
  definitions: { name: string; properties: FlatRowModel[] }[]
  /** The characters between the cells, taken in turn. */
  breaks: (' ' | '\n')[]
}

const SERVER = 'https://api.partnercenter.microsoft.com/v1'

export function buildPartnerCenterPage(model: PartnerCenterPageModel): BuiltPage {
  const operation = `${model.method} ${model.path}`
  const media = `Media Types: ${model.mediaTypes.map((type) => `"${type}"`).join(', ')}`
  const table = (titles: string, rows: string[][]) => flatten(titles, rows, model.breaks)
  const lines = [
    'A page - An operation',
    `${model.method} ${SERVER}${model.path}`,
    'URI Parameters',
    ...table('Name | In | Required | Type | Description |', model.parameters.map(parameterCells)),
    'Request Header',
    media,
    ...table('Name | Required | Type | Description |', model.headers.map(headerCells)),
    'Request Body',
    media,
    ...table('Name | Type | Description |', model.body.map(propertyCells)),
    'Responses',
    ...table('Name | Type | Description |', [[`${model.status} OK`, '', `It went well. ${media}`]]),
    'Definitions',
    ...model.definitions.flatMap(({ name, properties }) => [
      name,
      ...table('Name | Type | Description |', properties.map(propertyCells)),
    ]),
  ]
  return { text: lines.join('\n'), statements: statementsOf(model, operation) }
}

/** Each cell ends with `|`; empty cells go to the end of their row, and at the end of the table they are lost. */
function flatten(titles: string, rows: string[][], breaks: readonly string[]): string[] {
  const divider = titles.replace(/[^|]+\|/g, '---|')
  const ordered = rows.map((row) => [
    ...row.filter((cell) => cell !== ''),
    ...row.filter((cell) => cell === ''),
  ])
  const cells = ordered.flat()
  while (cells.at(-1) === '') cells.pop()
  let index = 0
  const next = () => breaks[index++ % breaks.length] ?? ' '
  const body = cells.map((cell) => `${cell}${next()}|${next()}`).join('')
  return [titles, divider, body.trimEnd()]
}

function parameterCells({ name, required, type, description }: FlatRowModel): string[] {
  return [name, 'path', required ? 'True' : '', type, description]
}

function headerCells({ name, required, type, description }: FlatRowModel): string[] {
  return [name, required ? 'True' : '', type, description]
}

function propertyCells({ name, type, description }: FlatRowModel): string[] {
  return [name, type, description]
}

function statementsOf(model: PartnerCenterPageModel, operation: string): Statement[] {
  const mediaTypes = model.mediaTypes.map(
    (mediaType): Statement => ({ kind: 'request-media-type', operation, mediaType }),
  )
  const { status } = model
  return [
    { kind: 'operation', operation, server: SERVER },
    ...Array.from(
      model.path.matchAll(/\{(\w+)\}/g),
      ([, name = '']): Statement => ({ kind: 'parameter', operation, in: 'path', name }),
    ),
    ...model.parameters.flatMap((row) => parameterStatements(row, 'path', operation)),
    ...mediaTypes,
    ...model.headers.flatMap((row) => parameterStatements(row, 'header', operation)),
    ...mediaTypes,
    ...model.body.map(
      ({ name, type }): Statement => ({ kind: 'request-property', operation, name, ...typed(type) }),
    ),
    { kind: 'status', operation, status },
    ...model.mediaTypes.map(
      (mediaType): Statement => ({ kind: 'response-media-type', operation, status, mediaType }),
    ),
    ...model.definitions.flatMap(({ name: resource, properties }): Statement[] => [
      { kind: 'resource', resource },
      ...properties.map(
        ({ name, type }): Statement => ({ kind: 'property', resource, name, ...typed(type) }),
      ),
    ]),
  ]
}

function parameterStatements(row: FlatRowModel, location: 'path' | 'header', operation: string): Statement[] {
  const parameter = { operation, in: location, name: row.name }
  return [
    { kind: 'parameter', ...parameter, ...typed(row.type) },
    { kind: 'parameter-required', ...parameter, required: row.required },
  ]
}

/** The converter lost the members of enums, and types that were links. */
function typed(type: string): { type?: string } {
  if (type === '') return {}
  return { type: type === 'enum:' ? 'Enum' : type }
}
