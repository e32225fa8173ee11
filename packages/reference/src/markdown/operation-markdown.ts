import type { BodyModel, OperationModel, PlacedProperty, ResponseModel } from '../description/operation.ts'
import { statusPhrase } from '../description/status.ts'
import { partNote, propertyLines, sourceNote } from './property-lines.ts'

const placeTitles: [PlacedProperty['in'], string][] = [
  ['path', 'Path parameters'],
  ['query', 'Query parameters'],
  ['header', 'Request headers'],
]

/** The lists that a page has shown so far, by their text, with their places. */
type Shown = Map<string, string>

/** The page of an operation as Markdown. A list that repeats an earlier one only names its place. */
export function operationMarkdown(operation: OperationModel): string {
  const shown: Shown = new Map()
  return [
    `# ${operation.summary}`,
    `\`${operation.method} ${operation.server}${operation.path}\``,
    `Operation \`${operation.operationId}\` of ${operation.apiTitle}.${sourceNote(operation.source)}`,
    operation.deprecated ? 'Deprecated.' : '',
    operation.description.trim(),
    operation.externalDocs ? `Source: <${operation.externalDocs.url}>` : '',
    '## Permissions',
    ...operation.permissions.credentials,
    permissionsText(operation),
    ...placeTitles.flatMap(([place, title]) => parameterSection(operation, place, title)),
    ...(operation.body ? requestBody(operation.body, shown) : []),
    '## Responses',
    ...operation.responses.flatMap((response) => responseSection(response, shown)),
    '## Samples',
    ...operation.samples.flatMap(({ label, lang, source }) => [
      `### ${label}`,
      fenced(source, { TypeScript: 'ts', curl: 'sh' }[lang] ?? lang.toLowerCase()),
    ]),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

function permissionsText({ permissions: { rows, scopes, source } }: OperationModel): string {
  if (rows.length > 0) {
    const lines = rows.map(
      ({ kind, permissions }) => `- ${kind}: ${permissions.join(', ') || 'not supported'}`,
    )
    return [...lines, ...(source ? [`\nWhere this comes from:${sourceNote(source)}`] : [])].join('\n')
  }
  return scopes.length > 0
    ? scopes.map((scope) => `- ${scope}`).join('\n')
    : 'The documentation page names no permission for this call.'
}

function parameterSection(operation: OperationModel, place: PlacedProperty['in'], title: string): string[] {
  const parameters = operation.parameters.filter((parameter) => parameter.in === place)
  return parameters.length === 0 ? [] : [`## ${title}`, propertyLines(parameters)]
}

function requestBody(body: BodyModel, shown: Shown): string[] {
  return [
    `## Request body${body.required ? ' (required)' : ''}`,
    body.description.trim(),
    mediaTypes(body),
    limitsLine(body),
    once('Properties', propertyLines(body.properties), 'the request body', shown),
    ...exampleParts(body),
  ]
}

function responseSection(response: ResponseModel, shown: Shown): string[] {
  const { status } = response
  const headers = once('Headers', propertyLines(response.headers), status, shown)
  return [
    `### ${status} ${statusPhrase(status)}${sourceNote(response.source)}`,
    response.description.trim(),
    mediaTypes(response),
    limitsLine(response),
    once('Properties', propertyLines(response.properties), status, shown),
    headers.startsWith('-') ? `Headers:\n\n${headers}` : headers,
    ...exampleParts(response),
  ]
}

/** A list, or the place on the page that has the same list. */
function once(title: string, list: string, place: string, shown: Shown): string {
  if (list === '') return ''
  const before = shown.get(list)
  if (before) return `${title}: as under ${before}.`
  shown.set(list, place)
  return list
}

function mediaTypes({ mediaTypes: types, schema }: BodyModel): string {
  if (types.length === 0) return ''
  return `${schema ? `Schema \`${schema}\`, as ` : 'As '}${types.map((type) => `\`${type}\``).join(', ')}.`
}

export function limitsLine({ limits, partSources }: Pick<BodyModel, 'limits' | 'partSources'>): string {
  const facts = limits.length === 0 ? '' : `Limits: ${limits.join(', ')}.`
  return `${facts}${partSources.map(partNote).join('')}`.trim()
}

function exampleParts({ examples }: BodyModel): string[] {
  return examples.map(({ summary, text, mediaType }) =>
    [`Example: ${summary}`, fenced(text, /json/.test(mediaType) ? 'json' : '')].join('\n\n'),
  )
}

export function fenced(text: string, language: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``
}
