import {
  type Description,
  type ExampleObject,
  type MediaTypeObject,
  type Operation,
  type ParameterObject,
  serverUrl,
} from '@clientele/description'
import { type ClientFactory, clientOf, type Proof, proofOf } from './clients.ts'
import { exampleValue, fillPath, serializeParameter, shownParameters, writeQuery } from './parameters.ts'
import { standIn } from './stand-in.ts'

export interface SampleHeader {
  name: string
  value: string
}

export interface SampleBody {
  mediaType: string
  value: unknown
}

/** One concrete request, ready to be written in any language. It never holds a token. */
export interface SampleRequest {
  operationId: string
  /** Upper case. */
  method: string
  url: string
  /** Without `Authorization` and `Content-Type`. */
  headers: SampleHeader[]
  body?: SampleBody
  /** Flat input of the client's method: parameters by their own names, and `body`. */
  input: Record<string, unknown>
  client?: ClientFactory
  /** Where the token goes. */
  proof: Proof
  /** Base address for the client, if it is not the API's own. */
  baseUrl?: string
}

/** What a request needs to know about its operation. */
export interface RequestTarget {
  operationId: string
  method: string
  path: string
  server: string
  client?: ClientFactory
  proof: Proof
}

export type ParameterValue = readonly [ParameterObject, unknown]

/**
 * The request of one operation in one of its examples.
 *
 * @param description the bundled description.
 * @param operation one of its operations.
 * @param key name of the example; by default the first one of the request body. What has no example gets a value of
 *   its type.
 * @param api name of the API; without it there is a client only for the APIs of a service.
 * @example
 * const [first] = description.operations
 * curlSample(sampleRequest(description, first))
 */
export function sampleRequest(
  description: Description,
  operation: Operation,
  key = firstExampleKey(operation),
  api?: string,
): SampleRequest {
  const { id, method, path } = operation
  const client = clientOf(description, api)
  const proof = proofOf(description, client)
  const target = {
    operationId: id,
    method,
    path,
    server: serverOf(operation),
    proof,
    ...(client && { client }),
  }
  return requestFrom(
    target,
    parameterValues(description, operation, key),
    sampleBody(description, operation, key),
  )
}

/** Address of the first server that an operation has. */
export function serverOf({ servers: [server] }: Operation): string {
  return server ? serverUrl(server) : '/'
}

/** A request from given values: those of an example, or those that a reader typed into a form. */
export function requestFrom(
  target: RequestTarget,
  values: readonly ParameterValue[],
  body: SampleBody | undefined,
): SampleRequest {
  return {
    operationId: target.operationId,
    method: target.method.toUpperCase(),
    url: requestUrl(target, values),
    headers: values
      .filter(([parameter]) => parameter.in === 'header')
      .map(([parameter, value]) => ({
        name: parameter.name,
        value: serializeParameter(parameter, value).join(','),
      })),
    ...(body && { body }),
    input: {
      ...Object.fromEntries(values.map(([parameter, value]) => [parameter.name, value])),
      ...(body && { body: body.value }),
    },
    ...(target.client && { client: target.client }),
    proof: target.proof,
  }
}

function parameterValues(
  description: Description,
  operation: Operation,
  key: string | undefined,
): ParameterValue[] {
  const parameters = operation.parameters
    .map(({ node }) => node)
    .filter((parameter) => !isWrittenElsewhere(parameter))
  return shownParameters(parameters, operation.method, key).flatMap((parameter): ParameterValue[] => {
    const value = exampleValue(description, parameter, key)
    if (value !== undefined) return [[parameter, value]]
    return parameter.required ? [[parameter, standIn(description, parameter.schema, parameter.name)]] : []
  })
}

/** The token and the media types have separate places in every language (OpenAPI 3.1, Parameter Object). */
export function isWrittenElsewhere(parameter: ParameterObject): boolean {
  return (
    parameter.in === 'header' &&
    ['authorization', 'content-type', 'accept'].includes(parameter.name.toLowerCase())
  )
}

function requestUrl(target: RequestTarget, values: readonly ParameterValue[]): string {
  const inPath = values
    .filter(([parameter]) => parameter.in === 'path')
    .map(([parameter, value]) => [parameter.name, serializeParameter(parameter, value).join(',')] as const)
  const inQuery = values
    .filter(([parameter]) => parameter.in === 'query')
    .flatMap(([parameter, value]) =>
      serializeParameter(parameter, value).map((text) => [parameter.name, text] as const),
    )
  return target.server.replace(/\/$/, '') + fillPath(target.path, new Map(inPath)) + writeQuery(inQuery)
}

function sampleBody(
  description: Description,
  operation: Operation,
  key: string | undefined,
): SampleBody | undefined {
  const content = jsonContent(operation)
  if (!content) return undefined
  const [mediaType, media] = content
  const example = (key && media.examples?.[key]) || Object.values(media.examples ?? {})[0]
  const value = example ? description.resolve<ExampleObject>(example).value : media.example
  if (value !== undefined) return { mediaType, value }
  return media.schema && { mediaType, value: standIn(description, media.schema, 'value') }
}

/** Samples are JSON wherever the operation takes JSON. */
function jsonContent({ requestBody }: Operation): [string, MediaTypeObject] | undefined {
  const content = Object.entries(requestBody?.node.content ?? {})
  return content.find(([mediaType]) => /^application\/(.*\+)?json\b/.test(mediaType))
}

function firstExampleKey(operation: Operation): string | undefined {
  const named = jsonContent(operation)?.[1].examples
  return named && Object.keys(named)[0]
}
