import {
  type CodeSample,
  codeSamples,
  isWrittenElsewhere,
  type SampleRequest,
  sampleRequest,
  serverOf,
} from '@clientele/code-samples'
import {
  Description,
  type ExampleObject,
  type ExternalDocumentationObject,
  flatten,
  type HeaderObject,
  type MediaTypeObject,
  type ParameterObject,
  type ResponseObject,
  type SchemaObject,
  typesOf,
} from '@clientele/description'
import type { Api, Provenance } from './document.ts'
import { examplesOf, type PageExample } from './examples.ts'
import { limitsOf } from './limits.ts'
import { type Permissions, permissionsOf } from './permissions.ts'
import {
  enumValues,
  type PartSource,
  type Property,
  partSources,
  propertiesOf,
  schemaName,
  typeText,
} from './schema.ts'

/** A parameter or a response header: a property with a place. */
export interface PlacedProperty extends Property {
  in: ParameterObject['in']
}

export interface BodyModel {
  description: string
  required: boolean
  mediaTypes: string[]
  /** Name of the schema that the whole body is, or that its items are. */
  schema?: string
  isList: boolean
  /** Limits of the body as a whole. */
  limits: string[]
  partSources: PartSource[]
  properties: Property[]
  examples: PageExample[]
  source?: Provenance
}

export interface ResponseModel extends BodyModel {
  status: string
  headers: PlacedProperty[]
}

/** Everything that the page of an operation shows. */
export interface OperationModel {
  api: string
  apiTitle: string
  operationId: string
  summary: string
  description: string
  /** Upper case. */
  method: string
  path: string
  server: string
  deprecated: boolean
  tags: string[]
  source?: Provenance
  externalDocs?: ExternalDocumentationObject
  permissions: Permissions
  parameters: PlacedProperty[]
  /** The parameters as the description has them, for the form. */
  rawParameters: ParameterObject[]
  body?: BodyModel
  responses: ResponseModel[]
  request: SampleRequest
  samples: CodeSample[]
}

/** The models of every operation of an API, in the order of its paths. */
export function operationModels({ api, document }: Api): OperationModel[] {
  const description = new Description(document)
  return description.operations.map((operation) => {
    const { node, path, requestBody } = operation
    const parameters = operation.parameters
      .map((parameter) => parameter.node)
      .filter((parameter) => !isWrittenElsewhere(parameter))
    const request = sampleRequest(description, operation, undefined, api)
    return {
      api,
      apiTitle: document.info.title,
      operationId: operation.id,
      summary: node.summary ?? operation.id,
      description: node.description ?? '',
      method: operation.method.toUpperCase(),
      path,
      server: serverOf(operation),
      deprecated: node.deprecated ?? false,
      tags: node.tags ?? [],
      ...sourced(node),
      permissions: permissionsOf(description, operation),
      parameters: parameters.map((parameter) => parameterModel(description, parameter)),
      rawParameters: parameters.map((parameter) => resolved(description, parameter)),
      ...(requestBody && { body: bodyModel(description, requestBody.node) }),
      responses: operation.responses.map(({ name, node }) => responseModel(description, name, node)),
      request,
      samples: codeSamples(request),
    }
  })
}

interface MaybeSourced {
  'x-source'?: Provenance
  externalDocs?: ExternalDocumentationObject
}

function sourced(part: MaybeSourced): { source?: Provenance; externalDocs?: ExternalDocumentationObject } {
  return {
    ...(part['x-source'] && { source: part['x-source'] }),
    ...(part.externalDocs && { externalDocs: part.externalDocs }),
  }
}

/** Parameters with their references resolved: the form needs their types and examples. */
function resolved(description: Description, parameter: ParameterObject): ParameterObject {
  const { schema, examples } = parameter
  const { items, ...flat } = flatten(description, schema ?? {})
  return {
    ...parameter,
    ...(schema && { schema: { ...flat, ...(items && { items: flatten(description, items) }) } }),
    ...(examples && {
      examples: Object.fromEntries(
        Object.entries(examples).map(([key, example]) => [key, description.resolve<ExampleObject>(example)]),
      ),
    }),
  }
}

function parameterModel(description: Description, parameter: ParameterObject): PlacedProperty {
  const media = Object.values(parameter.content ?? {})[0]
  const schema = parameter.schema ?? media?.schema ?? {}
  const flat = flatten(description, schema)
  const source = parameter['x-source'] ?? flat['x-source']
  const example = parameterExample(description, parameter, media) ?? flat.example ?? flat.examples?.[0]
  return {
    in: parameter.in,
    name: parameter.name,
    type: typeText(description, schema),
    required: parameter.required ?? false,
    nullable: false,
    readOnly: false,
    writeOnly: false,
    deprecated: parameter.deprecated ?? false,
    description: parameter.description ?? flat.description ?? '',
    limits: limitsOf(flat),
    values: enumValues(flat),
    ...(example !== undefined && { example }),
    ...(source && { source }),
    partSources: partSources(flat),
    children: propertiesOf(description, schema),
  }
}

function parameterExample(
  description: Description,
  parameter: ParameterObject,
  media: MediaTypeObject | undefined,
): unknown {
  const named = Object.values(parameter.examples ?? media?.examples ?? {})[0]
  if (named) return description.resolve<ExampleObject>(named).value
  return parameter.example ?? media?.example
}

/** The media types of one body share their schema in these descriptions, so its properties are shown once. */
function bodyModel(description: Description, body: ResponseObject & { required?: boolean }): BodyModel {
  const { content } = body
  const schema = Object.values(content ?? {}).find((media) => media.schema)?.schema
  const name = namedSchema(description, schema)
  const flat = flatten(description, schema ?? {})
  return {
    description: body.description ?? '',
    required: body.required ?? false,
    mediaTypes: Object.keys(content ?? {}),
    ...(name && { schema: name }),
    isList: typesOf(flat).includes('array'),
    limits: limitsOf(flat),
    partSources: partSources(flat),
    properties: schema ? propertiesOf(description, schema) : [],
    examples: examplesOf(description, content),
    ...(body['x-source'] && { source: body['x-source'] }),
  }
}

function namedSchema(description: Description, schema: SchemaObject | undefined): string | undefined {
  return schema && (schemaName(schema) ?? schemaName(flatten(description, schema).items))
}

function responseModel(description: Description, status: string, response: ResponseObject): ResponseModel {
  return {
    ...bodyModel(description, response),
    status,
    headers: Object.entries(response.headers ?? {}).map(([name, reference]) => {
      const header = description.resolve<HeaderObject>(reference)
      return parameterModel(description, { ...header, name, in: 'header' } as ParameterObject)
    }),
  }
}
