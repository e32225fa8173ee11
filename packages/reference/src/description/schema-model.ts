import type { Api, ExternalDocs, Provenance } from './document.ts'
import { limitsOf } from './limits.ts'
import type { OperationModel } from './operation.ts'
import {
  type EnumValue,
  enumValues,
  flatten,
  type PartSource,
  type Property,
  partSources,
  propertiesOf,
  type TypeText,
  typeText,
} from './schema.ts'

/** Everything that the page of a schema shows. */
export interface SchemaModel {
  api: string
  apiTitle: string
  name: string
  description: string
  type: TypeText
  limits: string[]
  partSources: PartSource[]
  values: EnumValue[]
  properties: Property[]
  source?: Provenance
  externalDocs?: ExternalDocs
  /** Operations that send it. */
  sentBy: OperationModel[]
  /** Operations that answer with it. */
  answeredBy: OperationModel[]
}

/** The models of every schema of an API that has a name. */
export function schemaModels({ api, document }: Api, operations: readonly OperationModel[]): SchemaModel[] {
  return Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => {
    const flat = flatten(document, schema)
    const uses = (properties: readonly Property[]): boolean =>
      properties.some(({ type, children }) => type.schema === name || uses(children))
    const holds = (part: { schema?: string; properties: Property[] } | undefined): boolean =>
      part !== undefined && (part.schema === name || uses(part.properties))
    return {
      api,
      apiTitle: document.info.title,
      name,
      description: flat.description ?? '',
      type: typeText(document, flat),
      limits: limitsOf(flat),
      partSources: partSources(flat),
      values: enumValues(flat),
      properties: propertiesOf(document, schema),
      ...(flat['x-source'] && { source: flat['x-source'] }),
      ...(flat.externalDocs && { externalDocs: flat.externalDocs }),
      sentBy: operations.filter(({ body }) => holds(body)),
      answeredBy: operations.filter(({ responses }) => responses.some(holds)),
    }
  })
}
