import { type ClientFactory, clientFor } from './clients.ts'
import {
  type Description,
  dereference,
  type Example,
  type MediaType,
  type OperationEntry,
  type Parameter,
  type RequestBody,
} from './description.ts'
import { exampleValue, fillPath, serializeParameter, shownParameters, writeQuery } from './parameters.ts'

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
  /** Base address that the client is pointed at, where it is not the API's own. */
  baseUrl?: string
}

/** What a request needs to know of its operation. */
export interface RequestTarget {
  operationId: string
  method: string
  path: string
  server: string
}

export type ParameterValue = readonly [Parameter, unknown]

/**
 * The request of one operation in one of its examples.
 *
 * @param description the bundled description.
 * @param entry the operation, from `operationsOf`.
 * @param key name of the example; by default the first one of the request body.
 * @throws Error when a required parameter has no example anywhere.
 * @example
 * const [first] = operationsOf(description)
 * curlSample(sampleRequest(description, first))
 */
export function sampleRequest(
  description: Description,
  entry: OperationEntry,
  key = firstExampleKey(description, entry),
): SampleRequest {
  const target = { ...entry, operationId: entry.operation.operationId }
  return requestFrom(target, parameterValues(description, entry, key), sampleBody(description, entry, key))
}

/** A request from values that are known already: those of an example, or those a reader typed into a form. */
export function requestFrom(
  target: RequestTarget,
  values: readonly ParameterValue[],
  body: SampleBody | undefined,
): SampleRequest {
  const client = clientFor(target.server)
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
    ...(client && { client }),
  }
}

function parameterValues(
  description: Description,
  entry: OperationEntry,
  key: string | undefined,
): ParameterValue[] {
  const parameters = entry.parameters.filter((parameter) => !isWrittenElsewhere(parameter))
  return shownParameters(parameters, entry.method, key).flatMap((parameter): ParameterValue[] => {
    const value = exampleValue(description, parameter, key)
    if (value !== undefined) return [[parameter, value]]
    if (!parameter.required) return []
    throw new Error(
      `No sample for "${entry.operation.operationId}": the required ${parameter.in} parameter ` +
        `"${parameter.name}" has no example. Give it one in its file under components/parameters.`,
    )
  })
}

/** The token and the media types have places of their own in every language (OpenAPI 3.1, Parameter Object). */
export function isWrittenElsewhere(parameter: Parameter): boolean {
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
  entry: OperationEntry,
  key: string | undefined,
): SampleBody | undefined {
  const content = jsonContent(description, entry)
  if (!content) return undefined
  const [mediaType, media] = content
  const example = (key && media.examples?.[key]) || Object.values(media.examples ?? {})[0]
  const value = example ? dereference<Example>(description, example).value : media.example
  return value === undefined ? undefined : { mediaType, value }
}

/** Samples are JSON wherever the operation takes JSON. */
function jsonContent(description: Description, entry: OperationEntry): [string, MediaType] | undefined {
  if (!entry.operation.requestBody) return undefined
  const body = dereference<RequestBody>(description, entry.operation.requestBody)
  return Object.entries(body.content).find(([mediaType]) => /^application\/(.*\+)?json\b/.test(mediaType))
}

function firstExampleKey(description: Description, entry: OperationEntry): string | undefined {
  const named = jsonContent(description, entry)?.[1].examples
  return named && Object.keys(named)[0]
}
