import { schemaExample } from '../description/example-object.ts'
import type { SchemaModel } from '../description/schema-model.ts'
import { fenced, limitsLine } from './operation-markdown.ts'
import { propertyLines, sourceNote } from './property-lines.ts'

/** The page of a schema as Markdown. */
export function schemaMarkdown(schema: SchemaModel): string {
  const uses = (label: string, operations: SchemaModel['sentBy']) =>
    operations.length === 0
      ? ''
      : `${label}: ${operations.map(({ operationId }) => `\`${operationId}\``).join(', ')}.`
  return [
    `# ${schema.name}`,
    `Schema of ${schema.apiTitle}.${sourceNote(schema.source)}`,
    schema.description.trim(),
    schema.externalDocs ? `Source: <${schema.externalDocs.url}>` : '',
    limitsLine(schema),
    schema.values.map(({ value }) => `- \`${value}\``).join('\n'),
    ...(schema.properties.length === 0
      ? []
      : [
          '## Properties',
          propertyLines(schema.properties),
          '## Example',
          fenced(schemaExample(schema), 'json'),
        ]),
    uses('Sent by', schema.sentBy),
    uses('Answered by', schema.answeredBy),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}
