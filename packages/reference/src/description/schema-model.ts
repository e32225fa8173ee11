import { Description, type ExternalDocumentationObject, flatten } from '@clientele/description'
import type { Api, Provenance } from './document.ts'
import { limitsOf } from './limits.ts'
import type { BodyModel, OperationModel } from './operation.ts'
import {
  type EnumValue,
  enumValues,
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
  externalDocs?: ExternalDocumentationObject
  /** Operations that send it. */
  sentBy: OperationModel[]
  /** Operations that answer with it. */
  answeredBy: OperationModel[]
}

/** The models of every schema of an API that has a name. */
export function schemaModels({ api, document }: Api, operations: readonly OperationModel[]): SchemaModel[] {
  const description = new Description(document)
  const sentBy = usersOf(operations, ({ body }) => (body ? [body] : []))
  const answeredBy = usersOf(operations, ({ responses }) => responses)
  return inOrderOfUse(document.components?.schemas ?? {}, operations).map(([name, schema]) => {
    const flat = flatten(description, schema)
    return {
      api,
      apiTitle: document.info.title,
      name,
      description: flat.description ?? '',
      type: typeText(description, flat),
      limits: limitsOf(flat),
      partSources: partSources(flat),
      values: enumValues(flat),
      properties: propertiesOf(description, schema),
      ...(flat['x-source'] && { source: flat['x-source'] }),
      ...(flat.externalDocs && { externalDocs: flat.externalDocs }),
      sentBy: sentBy.get(name) ?? [],
      answeredBy: answeredBy.get(name) ?? [],
    }
  })
}

/** Schemas of requests and successful answers come first, in the order of the operations; errors and the rest follow. */
function inOrderOfUse<Value>(
  schemas: Record<string, Value>,
  operations: readonly OperationModel[],
): [string, Value][] {
  const responses = operations.flatMap((operation) => operation.responses)
  const bodies = operations.flatMap(({ body, responses }) => [
    ...(body ? [body] : []),
    ...responses.filter(({ status }) => status.startsWith('2')),
  ])
  const names = new Set([...bodies, ...responses].flatMap(namesIn))
  const used = [...names].flatMap((name): [string, Value][] => {
    const schema = schemas[name]
    return schema === undefined ? [] : [[name, schema]]
  })
  return [...used, ...Object.entries(schemas).filter(([name]) => !names.has(name))]
}

/** The operations that use each schema in some bodies; one walk for all schemas. */
function usersOf(
  operations: readonly OperationModel[],
  bodiesOf: (operation: OperationModel) => readonly BodyModel[],
): Map<string, OperationModel[]> {
  const users = new Map<string, OperationModel[]>()
  for (const operation of operations) {
    const names = new Set(bodiesOf(operation).flatMap(namesIn))
    for (const name of names) {
      const known = users.get(name)
      if (known) known.push(operation)
      else users.set(name, [operation])
    }
  }
  return users
}

function namesIn({ schema, properties }: BodyModel): string[] {
  return [...(schema ? [schema] : []), ...properties.flatMap(namesOfProperty)]
}

function namesOfProperty({ type, children }: Property): string[] {
  return [...(type.schema ? [type.schema] : []), ...children.flatMap(namesOfProperty)]
}
