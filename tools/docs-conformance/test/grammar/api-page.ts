import type { Account, PropertyMark, Statement } from '../../src/index.ts'
import { type MemberModel, type MemberStatement, renderObject, statementsOfObject } from './json-example.ts'

/** A segment of a path: a word, a placeholder with its spellings, or a call of a function. */
export type SegmentModel =
  | { kind: 'word'; word: string }
  | { kind: 'placeholder'; spellings: string[]; angled: boolean }
  | { kind: 'call'; name: string; argument: string }

export interface PropertyModel {
  name: string
  type: string
  /** How the type is written: plainly, as a link, or as a collection in one of three ways. */
  spelling: 'plain' | 'link' | 'function' | 'trailing' | 'leading'
  marks: PropertyMark[]
  values: string[]
}

/** A page about an operation with one or more addresses. */
export interface ApiPageModel {
  title: string
  method: string
  paths: SegmentModel[][]
  headingCase: 'template' | 'intune'
  permissions: Record<Account, string[] | 'open'>
  permissionColumns: 2 | 3
  query: { names: string[]; style: 'table' | 'inline' | 'none' }
  headers: { name: string; required: boolean }[]
  contentType: string | undefined
  body: { type: string | undefined; allRequired: boolean; properties: PropertyModel[] } | 'none'
  response: { status: number; type: string | undefined; collection: boolean }
  example: {
    server: string
    name: string
    odataType: string | undefined
    members: MemberModel[]
    tab: boolean
    fence: string
  }
}

/** A page, and exactly what it states. */
export interface BuiltPage {
  text: string
  statements: Statement[]
}

interface Part {
  lines: string[]
  /** What the part states about each operation of the page. */
  states: (operation: string) => Statement[]
}

const PHRASES: Record<number, string> = { 200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content' }
const LABELS: Record<Account, string> = {
  delegated: 'Delegated (work or school account)',
  personal: 'Delegated (personal Microsoft account)',
  application: 'Application',
}

export function buildApiPage(model: ApiPageModel): BuiltPage {
  const addresses = model.paths.map((path) => `${model.method} ${renderPath(path)}`)
  const operations = model.paths.map((path) => `${model.method} ${normalPath(path)}`)
  const parts = [
    permissionsPart(model),
    queryPart(model),
    headersPart(model),
    bodyPart(model),
    responsePart(model),
  ]
  const example = examplePart(model, operations[0] ?? '')
  const lines = [
    ...head(model.title, 'apiPageType'),
    ...(parts[0]?.lines ?? []),
    model.headingCase === 'intune' ? '## HTTP Request' : '## HTTP request',
    '<!-- {',
    '  "blockType": "ignored"',
    '}',
    '-->',
    '``` http',
    ...addresses,
    '```',
    '',
    ...parts.slice(1).flatMap((part) => part.lines),
    ...example.lines,
  ]
  const statements = [
    ...model.paths.flatMap((path, index) => pathStatements(path, operations[index] ?? '')),
    ...operations.flatMap((operation) => parts.flatMap((part) => part.states(operation))),
    ...example.statements,
  ]
  return { text: lines.join('\n'), statements }
}

export function head(title: string, type: string): string[] {
  return [
    '---',
    `title: "${title}"`,
    `doc_type: ${type}`,
    '---',
    '',
    `# ${title}`,
    'Namespace: microsoft.graph',
    '',
  ]
}

function renderPath(path: readonly SegmentModel[]): string {
  return path
    .map((segment) => {
      if (segment.kind === 'word') return `/${segment.word}`
      if (segment.kind === 'call') return `/${segment.name}(${segment.argument}='{${segment.argument}}')`
      const name = segment.spellings.join(' | ')
      return segment.angled && segment.spellings.length === 1 ? `/<${name}>` : `/{${name}}`
    })
    .join('')
}

function normalPath(path: readonly SegmentModel[]): string {
  return path
    .map((segment) => {
      if (segment.kind === 'word') return `/${segment.word}`
      if (segment.kind === 'call') return `/${segment.name}(${segment.argument}='{${segment.argument}}')`
      return `/{${segment.spellings.join('|')}}`
    })
    .join('')
}

function pathStatements(path: readonly SegmentModel[], operation: string): Statement[] {
  const names = path.flatMap((segment) => {
    if (segment.kind === 'word') return []
    return [segment.kind === 'call' ? segment.argument : segment.spellings.join('|')]
  })
  return [
    { kind: 'operation', operation },
    ...names.map((name): Statement => ({ kind: 'parameter', operation, in: 'path', name })),
  ]
}

function permissionsPart({ permissions, permissionColumns }: ApiPageModel): Part {
  const accounts = Object.keys(LABELS) as Account[]
  const rows = accounts.map(
    (account) => `|${LABELS[account]}|${permissionCells(permissions[account], permissionColumns)}|`,
  )
  const title =
    permissionColumns === 2
      ? '|Permissions (from least to most privileged)'
      : '|Least privileged|Higher privileged'
  return {
    lines: [
      '## Permissions',
      `|Permission type${title}|`,
      `|:---${'|:---'.repeat(permissionColumns - 1)}|`,
      ...rows,
      '',
    ],
    states: (operation) =>
      accounts.flatMap((account) => {
        const names = permissions[account]
        return names === 'open' ? [] : [{ kind: 'permission', operation, account, permissions: names }]
      }),
  }
}

function permissionCells(names: string[] | 'open', columns: 2 | 3): string {
  if (names === 'open')
    return Array(columns - 1)
      .fill('**TODO: Provide applicable permissions.**')
      .join('|')
  if (names.length === 0)
    return Array(columns - 1)
      .fill('Not supported.')
      .join('|')
  const [least = '', ...higher] = names
  if (columns === 2) return names.join(', ')
  return `${least}|${higher.length > 0 ? higher.join(', ') : 'Not available.'}`
}

function queryPart({ query, headingCase }: ApiPageModel): Part {
  if (query.style === 'none') return { lines: [], states: () => [] }
  const title = headingCase === 'intune' ? '## Query parameters' : '## Optional query parameters'
  const lines =
    query.style === 'inline'
      ? [`This method supports the ${query.names.map((name) => `\`${name}\``).join(', ')} query parameters.`]
      : [
          '|Parameter|Type|Description|',
          '|:---|:---|:---|',
          ...query.names.map((name) => `|${name}|String|One word.|`),
        ]
  return {
    lines: [title, ...lines, ''],
    states: (operation) =>
      query.names.flatMap((name): Statement[] => {
        const parameter = { operation, in: 'query' as const, name }
        if (query.style !== 'table') return [{ kind: 'parameter', ...parameter }]
        const isOptional = title.includes('Optional')
        return [
          { kind: 'parameter', ...parameter, type: 'String' },
          ...(isOptional ? [{ kind: 'parameter-required' as const, ...parameter, required: false }] : []),
        ]
      }),
  }
}

function headersPart({ headers, contentType, method }: ApiPageModel): Part {
  const rows = headers.map(
    ({ name, required }) => `|${name}|A value. ${required ? 'Required' : 'Optional'}.|`,
  )
  const type = contentType === undefined ? [] : [`|Content-Type|${contentType}. Required.|`]
  return {
    lines: ['## Request headers', '|Name|Description|', '|:---|:---|', ...rows, ...type, ''],
    states: (operation) => [
      ...headers.flatMap(({ name, required }): Statement[] => [
        { kind: 'parameter', operation, in: 'header', name },
        { kind: 'parameter-required', operation, in: 'header', name, required },
      ]),
      // Of a request without a body the media type says nothing.
      ...(contentType === undefined || ['GET', 'DELETE'].includes(method)
        ? []
        : [
            { kind: 'request-media-type' as const, operation, mediaType: contentType },
            {
              kind: 'parameter-required' as const,
              operation,
              in: 'header' as const,
              name: 'Content-Type',
              required: true,
            },
          ]),
    ],
  }
}

function bodyPart({ body }: ApiPageModel): Part {
  const title = '## Request body'
  if (body === 'none') {
    return {
      lines: [title, 'Do not supply a request body for this method.', ''],
      states: (operation) => [{ kind: 'no-request-body', operation }],
    }
  }
  const { type, allRequired, properties } = body
  const link = `[${type}](../resources/${type}.md)`
  return {
    lines: [
      title,
      ...(type === undefined
        ? []
        : [`In the request body, supply a JSON representation of the ${link} object.`, '']),
      ...(allRequired
        ? ['The following table shows the properties that are required when you create the object.', '']
        : []),
      ...propertyTable(properties),
    ],
    states: (operation) => [
      ...(type === undefined ? [] : [{ kind: 'request-body' as const, operation, type }]),
      ...(allRequired
        ? [{ kind: 'request-property-mark' as const, operation, name: '*', mark: 'required' as const }]
        : []),
      ...properties.flatMap((property): Statement[] => [
        { kind: 'request-property', operation, name: property.name, type: typeWord(property) },
        ...property.marks.map(
          (mark): Statement => ({ kind: 'request-property-mark', operation, name: property.name, mark }),
        ),
        ...property.values.map(
          (value): Statement => ({ kind: 'request-enum-value', operation, name: property.name, value }),
        ),
      ]),
    ],
  }
}

const MARK_WORDS: Record<PropertyMark, string> = {
  required: 'Required.',
  optional: 'Optional.',
  readOnly: 'Read-only.',
  writeOnly: 'Write-only.',
  nullable: 'Nullable.',
  notNullable: 'Not nullable.',
  deprecated: 'Deprecated.',
}

export function propertyTable(properties: readonly PropertyModel[]): string[] {
  const rows = properties.map((property) => {
    const marks = property.marks.map((mark) => MARK_WORDS[mark]).join(' ')
    const list = property.values.map((value) => `\`${value}\``).join(', ')
    const values = property.values.length > 0 ? ` Possible values are: ${list}.` : ''
    return `|${property.name}|${renderType(property)}|**TODO: Add Description** ${marks}${values}|`
  })
  return ['|Property|Type|Description|', '|:---|:---|:---|', ...rows, '']
}

function renderType({ type, spelling }: PropertyModel): string {
  const link = `[${type}](../resources/${type}.md)`
  if (spelling === 'link') return link
  if (spelling === 'function') return `Collection(${type})`
  if (spelling === 'trailing') return `${link} collection`
  return spelling === 'leading' ? `collection of ${link}` : type
}

export function typeWord({ type, spelling }: PropertyModel): string {
  return spelling === 'plain' || spelling === 'link' ? type : `Collection(${type})`
}

function responsePart({ response }: ApiPageModel): Part {
  const { status, type, collection } = response
  const link = `${collection ? 'a collection of ' : 'a '}[${type}](../resources/${type}.md)`
  const body = type === undefined || status === 204 ? '' : ` and ${link} object in the response body`
  return {
    lines: [
      '## Response',
      `If successful, this method returns a \`${status} ${PHRASES[status]}\` response code${body}.`,
      '',
    ],
    states: (operation) => [
      { kind: 'status', operation, status },
      ...(status === 204 ? [{ kind: 'no-response-body' as const, operation, status }] : []),
      ...(type === undefined || status === 204
        ? []
        : [
            {
              kind: 'response-body' as const,
              operation,
              status,
              type: collection ? `Collection(${type})` : type,
            },
          ]),
    ],
  }
}

function examplePart(model: ApiPageModel, operation: string): { lines: string[]; statements: Statement[] } {
  const request = exampleRequest(model, operation)
  const response = exampleResponse(model, operation)
  return {
    lines: ['## Examples', '### Request', ...request.lines, '### Response', ...response.lines],
    statements: [...request.statements, ...response.statements],
  }
}

function exampleRequest(
  model: ApiPageModel,
  operation: string,
): { lines: string[]; statements: Statement[] } {
  const { example, contentType, method, paths } = model
  const { server, name, members, odataType, fence } = example
  const hasBody = contentType !== undefined
  const body = hasBody
    ? [`Content-Type: ${contentType}`, '', ...renderObject(members, odataType).split('\n')]
    : []
  const address = `${method} ${server}${renderPath(paths[0] ?? [])}`
  const block = [
    ...comment({ blockType: 'request', name }),
    `${fence}http`,
    address,
    ...body,
    fence.trim(),
    '',
  ]
  const parameters = pathStatements(paths[0] ?? [], operation).slice(1)
  return {
    lines: example.tab
      ? ['# [HTTP](#tab/http)', ...block, '# [C#](#tab/csharp)', '``` csharp', 'x', '```', '---', '']
      : block,
    statements: [
      { kind: 'operation', operation, server },
      ...parameters,
      ...(hasBody ? [{ kind: 'request-media-type' as const, operation, mediaType: contentType }] : []),
      { kind: 'example', operation, direction: 'request', name },
      ...(hasBody
        ? exampleStatements(statementsOfObject(members, odataType), { operation, direction: 'request' })
        : []),
    ],
  }
}

function exampleResponse(
  model: ApiPageModel,
  operation: string,
): { lines: string[]; statements: Statement[] } {
  const { example, response } = model
  const { members, odataType, fence } = example
  const { status, type, collection } = response
  const hasBody = status !== 204
  const entity = renderObject(members, odataType, collection ? '    ' : '')
  const body = collection ? `{\n  "value": [\n    ${entity}\n  ]\n}` : entity
  const annotated =
    type === undefined
      ? {}
      : { '@odata.type': `microsoft.graph.${type}`, ...(collection && { isCollection: true }) }
  const place = { operation, direction: 'response' as const, status }
  const annotatedType = collection ? `Collection(microsoft.graph.${type})` : `microsoft.graph.${type}`
  return {
    lines: [
      ...comment({ blockType: 'response', truncated: true, ...annotated }),
      `${fence}http`,
      `HTTP/1.1 ${status} ${PHRASES[status]}`,
      ...(hasBody ? ['Content-Type: application/json', '', ...body.split('\n')] : []),
      fence.trim(),
      '',
    ],
    statements: [
      { kind: 'status', operation, status },
      ...(hasBody ? [] : [{ kind: 'no-response-body' as const, operation, status }]),
      ...(hasBody
        ? [{ kind: 'response-media-type' as const, operation, status, mediaType: 'application/json' }]
        : []),
      ...(hasBody && type !== undefined
        ? [{ kind: 'response-body' as const, operation, status, type: annotatedType }]
        : []),
      { kind: 'example', ...place },
      ...(hasBody ? exampleStatements(responseMembers(members, odataType, collection), place) : []),
    ],
  }
}

function responseMembers(
  members: readonly MemberModel[],
  odataType: string | undefined,
  collection: boolean,
): MemberStatement[] {
  if (!collection) return statementsOfObject(members, odataType)
  const item = odataType?.replace('#', '') ?? 'Object'
  return [
    { pointer: '/value', type: `Collection(${item})` },
    ...statementsOfObject(members, odataType, '/value/*'),
  ]
}

function exampleStatements(
  members: readonly MemberStatement[],
  place: { operation: string; direction: 'request' | 'response'; status?: number },
): Statement[] {
  return members.map(({ pointer, ...stated }) =>
    'type' in stated
      ? { kind: 'example-property', ...place, pointer, type: stated.type }
      : { kind: 'type-name', ...place, pointer, name: stated.typeName },
  )
}

export function comment(annotation: object): string[] {
  return ['<!-- {', ...JSON.stringify(annotation, null, 2).split('\n').slice(1), '-->']
}
