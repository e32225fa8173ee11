import type { BodyModel, OperationModel, PlacedProperty, ResponseModel } from '../description/operation.ts'
import { statusPhrase } from '../description/status.ts'
import { propertyLines, sourceNote } from './property-lines.ts'

const placeTitles: [PlacedProperty['in'], string][] = [
  ['path', 'Path parameters'],
  ['query', 'Query parameters'],
  ['header', 'Request headers'],
]

/** The page of an operation as Markdown. */
export function operationMarkdown(operation: OperationModel): string {
  return [
    `# ${operation.summary}`,
    `\`${operation.method} ${operation.server}${operation.path}\``,
    `Operation \`${operation.operationId}\` of ${operation.apiTitle}.${sourceNote(operation.source)}`,
    operation.description.trim(),
    operation.externalDocs ? `Source: <${operation.externalDocs.url}>` : '',
    '## Permissions',
    permissionsText(operation),
    ...placeTitles.flatMap(([place, title]) => parameterSection(operation, place, title)),
    ...(operation.body ? requestBody(operation.body) : []),
    '## Responses',
    ...operation.responses.flatMap(responseSection),
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

function permissionsText({ permissions: { rows, scopes } }: OperationModel): string {
  if (rows.length > 0) {
    return rows
      .map(({ kind, permissions }) => `- ${kind}: ${permissions.join(', ') || 'not supported'}`)
      .join('\n')
  }
  return scopes.length > 0
    ? scopes.map((scope) => `- ${scope}`).join('\n')
    : 'The documentation page names no permission for this call.'
}

function parameterSection(operation: OperationModel, place: PlacedProperty['in'], title: string): string[] {
  const parameters = operation.parameters.filter((parameter) => parameter.in === place)
  return parameters.length === 0 ? [] : [`## ${title}`, propertyLines(parameters)]
}

function requestBody(body: BodyModel): string[] {
  return [
    `## Request body${body.required ? ' (required)' : ''}`,
    body.description.trim(),
    mediaTypes(body),
    limitsLine(body),
    propertyLines(body.properties),
    ...exampleParts(body),
  ]
}

function responseSection(response: ResponseModel): string[] {
  return [
    `### ${response.status} ${statusPhrase(response.status)}${sourceNote(response.source)}`,
    response.description.trim(),
    mediaTypes(response),
    limitsLine(response),
    propertyLines(response.properties),
    response.headers.length > 0 ? `Headers:\n\n${propertyLines(response.headers)}` : '',
    ...exampleParts(response),
  ]
}

function mediaTypes({ mediaTypes: types, schema }: BodyModel): string {
  if (types.length === 0) return ''
  return `${schema ? `Schema \`${schema}\`, as ` : 'As '}${types.map((type) => `\`${type}\``).join(', ')}.`
}

export function limitsLine({ limits, partSources }: Pick<BodyModel, 'limits' | 'partSources'>): string {
  if (limits.length === 0) return ''
  return `Limits: ${limits.join(', ')}.${partSources.map(({ source }) => sourceNote(source)).join('')}`
}

function exampleParts({ examples }: BodyModel): string[] {
  return examples.map(({ summary, text, mediaType }) =>
    [`Example: ${summary}`, fenced(text, /json/.test(mediaType) ? 'json' : '')].join('\n\n'),
  )
}

export function fenced(text: string, language: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``
}
