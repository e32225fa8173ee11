import type { RequestTarget } from '@clientele/code-samples'
import type { ParameterObject } from '@clientele/description'
import { errorAnchor, withBase } from '../description/addresses.ts'
import type { Api } from '../description/document.ts'
import type { OperationModel } from '../description/operation.ts'
import type { Property } from '../description/schema.ts'
import { type Collection, stemOf } from './records.ts'

/** A parameter as the form needs it: its place, its serialization and its type. */
export interface FormParameter extends Pick<ParameterObject, 'name' | 'in' | 'style' | 'explode'> {
  type: 'string' | 'number' | 'boolean' | 'array' | 'json'
}

/** One property of the body as a field; an object has further fields. */
export interface BodyField {
  name: string
  type: 'string' | 'number' | 'boolean' | 'object' | 'json'
  values?: string[]
  hint?: string
  fields?: BodyField[]
}

export interface FormBody {
  mediaType: string
  examples: { label: string; text: string }[]
  fields: BodyField[]
}

/** What the page hands to the form, as JSON. */
export interface TryItData {
  api: string
  target: RequestTarget
  parameters: FormParameter[]
  /** Undefined if the operation takes no body. */
  body?: FormBody
  /** Addresses of the explanations of error codes, by status and code with a space between. */
  errors: Record<string, string>
  /** Addresses of the descriptions that a mock in the page serves. */
  documents: string[]
  /** Records that path parameters can name before there is a mock. */
  records: Collection[]
}

/**
 * Collects what the form of an operation needs.
 *
 * @param errors - addresses of the explanations of error codes.
 * @param documents - addresses of the descriptions that a mock in the page serves.
 * @param start - the records that such a mock begins with, by API and stem of their path.
 */
export function tryItData(
  operation: OperationModel,
  errors: TryItData['errors'] = {},
  documents: string[] = [],
  start: Record<string, Collection[]> = {},
): TryItData {
  const { api, operationId, method, path, server, request } = operation
  return {
    api,
    target: {
      operationId,
      method,
      path,
      server,
      ...(request.client && { client: request.client }),
      proof: request.proof,
    },
    parameters: operation.rawParameters.map((parameter) => ({
      name: parameter.name,
      in: parameter.in,
      ...(parameter.style && { style: parameter.style }),
      ...(parameter.explode !== undefined && { explode: parameter.explode }),
      type: parameter.content ? 'json' : formType(parameter.schema?.type),
    })),
    ...formBody(operation),
    errors,
    documents,
    records: stemOf(path) === path ? [] : (start[`${api} ${stemOf(path)}`] ?? []),
  }
}

/** Where the codes that an operation may answer with are explained. */
export function errorAddresses(
  { api, document }: Api,
  operation: OperationModel,
  base: string,
): TryItData['errors'] {
  const statuses = new Set(operation.responses.map(({ status }) => status))
  const codes = (document['x-error-codes'] ?? []).filter(({ status }) => statuses.has(String(status)))
  return Object.fromEntries(
    codes.map(({ status, code }) => [
      `${status} ${code}`,
      `${withBase(base, '/errors/')}#${errorAnchor(api, status, code)}`,
    ]),
  )
}

function formType(type: string | string[] | undefined): FormParameter['type'] {
  const [name] = [type ?? 'string'].flat()
  if (name === 'integer' || name === 'number') return 'number'
  return name === 'boolean' || name === 'array' ? name : 'string'
}

function formBody({ request, body }: OperationModel): Pick<TryItData, 'body'> {
  const { mediaType } = request.body ?? {}
  if (!mediaType || !body) return {}
  return {
    body: {
      mediaType,
      examples: body.examples
        .filter((example) => example.mediaType === mediaType)
        .map(({ summary, text }) => ({ label: summary, text })),
      fields: bodyFields(body.properties),
    },
  }
}

function bodyFields(properties: readonly Property[]): BodyField[] {
  return properties
    .filter(({ readOnly }) => !readOnly)
    .map((property) => {
      const { name, values, example, children } = property
      const type = fieldType(property)
      return {
        name,
        type,
        ...(values.length > 0 && { values: values.map(({ value }) => value) }),
        ...(example !== undefined && type !== 'object' && { hint: hint(example) }),
        ...(type === 'object' && { fields: bodyFields(children) }),
      }
    })
}

function fieldType({ type, children }: Property): BodyField['type'] {
  if (type.before.startsWith('array')) return 'json'
  if (children.length > 0) return 'object'
  const [name = ''] = type.before.split(' ')
  if (name === 'integer' || name === 'number') return 'number'
  return name === 'boolean' || name === 'string' ? name : 'json'
}

const hint = (example: unknown) => (typeof example === 'string' ? example : JSON.stringify(example))
