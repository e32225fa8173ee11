import {
  type ParameterValue,
  requestFrom,
  type SampleBody,
  type SampleRequest,
} from '@clientele/code-samples'
import type { ParameterObject } from '@clientele/description'
import type { FormParameter, TryItData } from './data.ts'

/** Input of the form that cannot become a request; the message is for the reader. */
export class FormProblem extends Error {
  override name = 'FormProblem'
}

/** The request that the typed values stand for. Empty fields are left out. */
export function formRequest(data: TryItData, form: FormData, baseUrl: string): SampleRequest {
  const request = requestFrom(
    { ...data.target, server: baseUrl },
    data.parameters.flatMap((parameter) => typedValue(parameter, form)),
    typedBody(data, form),
  )
  return baseUrl === data.target.server ? request : { ...request, baseUrl }
}

function typedValue(parameter: FormParameter, form: FormData): ParameterValue[] {
  const text = String(form.get(`${parameter.in}:${parameter.name}`) ?? '').trim()
  if (parameter.in === 'path') checkSegment(parameter.name, text)
  if (text === '') return []
  return [[asParameter(parameter), parse(parameter, text)]]
}

/** `.` and `..` would lead the call out of the path that is shown. */
function checkSegment(name: string, text: string): void {
  if (text === '') throw new FormProblem(`Give ${name} a value: it is a part of the path.`)
  if (/^\.\.?$/.test(text))
    throw new FormProblem(`${name} cannot be "${text}": it would lead out of the path.`)
}

function asParameter({ type, ...parameter }: FormParameter): ParameterObject {
  return type === 'json' ? { ...parameter, content: { 'application/json': {} } } : parameter
}

function parse({ name, type }: FormParameter, text: string): unknown {
  if (type === 'array') return text.split(',').map((item) => item.trim())
  if (type === 'boolean') return text === 'true'
  if (type === 'json') return json(text, name)
  if (type !== 'number') return text
  // Text that is not a number is sent as it is, to show what the server says.
  return Number.isNaN(Number(text)) ? text : Number(text)
}

function typedBody(data: TryItData, form: FormData): SampleBody | undefined {
  const text = String(form.get('body') ?? '').trim()
  if (!data.body || text === '') return undefined
  return { mediaType: data.body.mediaType, value: json(text, 'body') }
}

function json(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new FormProblem(`The ${name} is not JSON: ${error instanceof Error ? error.message : error}`)
  }
}
