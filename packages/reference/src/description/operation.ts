import {
  type CodeSample,
  codeSamples,
  type Description,
  dereference,
  isWrittenElsewhere,
  operationsOf,
  type SampleRequest,
  sampleRequest,
} from '@clientele/code-samples'
import type {
  Api,
  DescriptionDocument,
  ExternalDocs,
  HeaderObject,
  MediaTypeObject,
  OperationObject,
  ParameterObject,
  Provenance,
  RequestBodyObject,
  ResponseObject,
  Schema,
} from './document.ts'
import { examplesOf, type PageExample } from './examples.ts'
import { limitsOf } from './limits.ts'
import { type Permissions, permissionsOf } from './permissions.ts'
import {
  componentName,
  enumValues,
  flatten,
  type PartSource,
  type Property,
  partSources,
  propertiesOf,
  typeText,
} from './schema.ts'

/** A parameter or a response header: a property with a place. */
export interface PlacedProperty extends Property {
  in: 'path' | 'query' | 'header' | 'cookie'
}

export interface BodyModel {
  description: string
  required: boolean
  mediaTypes: string[]
  /** Name of the schema that the whole body is. */
  schema?: string
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
  externalDocs?: ExternalDocs
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
  const description = document as unknown as Description
  return operationsOf(description).map((entry) => {
    const operation = entry.operation as unknown as OperationObject
    const parameters = (entry.parameters as ParameterObject[]).filter(
      (parameter) => !isWrittenElsewhere(parameter),
    )
    const request = sampleRequest(description, entry)
    return {
      api,
      apiTitle: document.info.title,
      operationId: operation.operationId,
      summary: operation.summary ?? operation.operationId,
      description: operation.description ?? '',
      method: entry.method.toUpperCase(),
      path: entry.path,
      server: entry.server,
      deprecated: operation.deprecated ?? false,
      tags: operation.tags ?? [],
      ...sourced(operation),
      permissions: permissionsOf(document, operation),
      parameters: parameters.map((parameter) => parameterModel(document, parameter)),
      rawParameters: parameters,
      ...bodyOf(document, operation),
      responses: Object.entries(operation.responses).map(([status, response]) =>
        responseModel(document, status, dereference<ResponseObject>(document, response)),
      ),
      request,
      samples: codeSamples(request),
    }
  })
}

interface MaybeSourced {
  'x-source'?: Provenance
  externalDocs?: ExternalDocs
}

function sourced(part: MaybeSourced): { source?: Provenance; externalDocs?: ExternalDocs } {
  return {
    ...(part['x-source'] && { source: part['x-source'] }),
    ...(part.externalDocs && { externalDocs: part.externalDocs }),
  }
}

function parameterModel(document: DescriptionDocument, parameter: ParameterObject): PlacedProperty {
  const media = Object.values(parameter.content ?? {})[0]
  const schema = parameter.schema ?? media?.schema ?? {}
  const flat = flatten(document, schema)
  const source = parameter['x-source'] ?? flat['x-source']
  const example = parameterExample(document, parameter, media) ?? flat.example ?? flat.examples?.[0]
  return {
    in: parameter.in,
    name: parameter.name,
    type: typeText(document, schema),
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
    children: propertiesOf(document, schema),
  }
}

function parameterExample(
  document: DescriptionDocument,
  parameter: ParameterObject,
  media: MediaTypeObject | undefined,
): unknown {
  const named = Object.values(parameter.examples ?? media?.examples ?? {})[0]
  if (named) return dereference<{ value?: unknown }>(document, named).value
  return parameter.example ?? media?.example
}

function bodyOf(document: DescriptionDocument, operation: OperationObject): { body?: BodyModel } {
  if (!operation.requestBody) return {}
  const body = dereference<RequestBodyObject>(document, operation.requestBody)
  return { body: bodyModel(document, body, body.content) }
}

interface Body {
  description?: string
  required?: boolean
  'x-source'?: Provenance
}

/** The media types of one body share their schema in these descriptions, so its properties are shown once. */
function bodyModel(
  document: DescriptionDocument,
  body: Body,
  content: Record<string, MediaTypeObject> | undefined,
): BodyModel {
  const schema = Object.values(content ?? {}).find((media) => media.schema)?.schema
  const name = namedSchema(document, schema)
  const flat = flatten(document, schema ?? {})
  return {
    description: body.description ?? '',
    required: body.required ?? false,
    mediaTypes: Object.keys(content ?? {}),
    ...(name && { schema: name }),
    limits: limitsOf(flat),
    partSources: partSources(flat),
    properties: schema ? propertiesOf(document, schema) : [],
    examples: examplesOf(document, content),
    ...(body['x-source'] && { source: body['x-source'] }),
  }
}

function namedSchema(document: DescriptionDocument, schema: Schema | undefined): string | undefined {
  return schema && (componentName(schema) ?? componentName(flatten(document, schema).items))
}

function responseModel(
  document: DescriptionDocument,
  status: string,
  response: ResponseObject,
): ResponseModel {
  return {
    ...bodyModel(document, response, response.content),
    status,
    headers: Object.entries(response.headers ?? {}).map(([name, reference]) => {
      const header = dereference<HeaderObject>(document, reference)
      return parameterModel(document, { ...header, name, in: 'header' } as ParameterObject)
    }),
  }
}
