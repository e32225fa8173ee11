import type { Statement } from '../../src/index.ts'
import { type BuiltPage, comment, head, type PropertyModel, propertyTable, typeWord } from './api-page.ts'

/** A page about a resource. */
export interface ResourcePageModel {
  name: string
  titleWord: 'resource type' | 'complex type' | 'entity type'
  properties: PropertyModel[]
  relationships: { name: string; type: string; collection: boolean }[]
  key: string | undefined
  openType: boolean | undefined
  base: string | undefined
  /** Members of an enum of its own on the page. */
  enum: { name: string; members: string[]; numbered: boolean } | undefined
}

export function buildResourcePage(model: ResourcePageModel): BuiltPage {
  const resource = `microsoft.graph.${model.name}`
  const parts = [
    titlePart(model, resource),
    propertiesPart(model, resource),
    enumPart(model),
    relationshipsPart(model, resource),
    jsonPart(model, resource),
  ]
  return {
    text: parts.flatMap((part) => part.lines).join('\n'),
    statements: parts.flatMap((part) => part.statements),
  }
}

interface Part {
  lines: string[]
  statements: Statement[]
}

function titlePart({ name, titleWord, base }: ResourcePageModel, resource: string): Part {
  const inherits = base === undefined ? [] : [`Inherits from [${base}](../resources/${base}.md).`, '']
  return {
    lines: [...head(`${name} ${titleWord}`, 'resourcePageType'), ...inherits],
    statements: [
      { kind: 'resource', resource },
      ...(base === undefined ? [] : [{ kind: 'base-type' as const, resource, base }]),
    ],
  }
}

function propertiesPart({ properties }: ResourcePageModel, resource: string): Part {
  return {
    lines: ['## Properties', ...(properties.length > 0 ? propertyTable(properties) : ['None.', ''])],
    statements: properties.flatMap((property): Statement[] => [
      { kind: 'property', resource, name: property.name, type: typeWord(property) },
      ...property.marks.map(
        (mark): Statement => ({ kind: 'property-mark', resource, name: property.name, mark }),
      ),
      ...property.values.map(
        (value): Statement => ({ kind: 'enum-value', resource, name: property.name, value }),
      ),
    ]),
  }
}

function enumPart({ enum: model }: ResourcePageModel): Part {
  if (!model) return { lines: [], statements: [] }
  const { name, members, numbered } = model
  const head = numbered ? ['|Member|Value|', '|:---|:---|'] : ['|Member|', '|:---|']
  const rows = members.map((member, index) => (numbered ? `|${member}|${index}|` : `|${member}|`))
  return {
    lines: [`### ${name} values`, '', ...head, ...rows, ''],
    statements: members.map((value, number) => ({
      kind: 'enum-value',
      resource: name,
      value,
      ...(numbered && { number }),
    })),
  }
}

function relationshipsPart({ relationships }: ResourcePageModel, resource: string): Part {
  const rows = relationships.map(
    ({ name, type, collection }) => `|${name}|[${type}](x.md)${collection ? ' collection' : ''}|Text.|`,
  )
  const table = ['|Relationship|Type|Description|', '|:---|:---|:---|', ...rows]
  return {
    lines: ['## Relationships', ...(rows.length > 0 ? table : ['None.']), ''],
    statements: relationships.map(({ name, type, collection }) => ({
      kind: 'relationship',
      resource,
      name,
      type: collection ? `Collection(${type})` : type,
    })),
  }
}

function jsonPart({ key, openType, properties }: ResourcePageModel, resource: string): Part {
  const annotation = {
    blockType: 'resource',
    ...(key !== undefined && { keyProperty: key }),
    '@odata.type': resource,
    ...(openType !== undefined && { openType }),
  }
  const members = [
    `  "@odata.type": "#${resource}"`,
    ...properties.map(({ name }) => `  "${name}": "String"`),
  ]
  return {
    lines: [
      '## JSON representation',
      ...comment(annotation),
      '``` json',
      '{',
      members.join(',\n'),
      '}',
      '```',
      '',
    ],
    statements: [
      { kind: 'resource', resource },
      ...(key === undefined ? [] : [{ kind: 'key' as const, resource, property: key }]),
      ...(openType === undefined ? [] : [{ kind: 'open-type' as const, resource, open: openType }]),
      { kind: 'resource', resource },
      ...properties.map(({ name }): Statement => ({ kind: 'property', resource, name, type: 'String' })),
    ],
  }
}
