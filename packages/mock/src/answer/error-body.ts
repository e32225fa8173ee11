import type { Api } from '../description/api.ts'
import type { Content, Operation } from '../description/operations/operation.ts'
import type { Problem } from '../exchange/problem.ts'
import { isObject, type JsonObject, type JsonValue } from '../json/json.ts'
import { generate } from '../values/generate.ts'
import type { Generation } from '../values/persona.ts'
import { repair } from '../values/repair.ts'

/** An error body and the media types it may have. */
interface ErrorBody {
  readonly body: JsonValue
  readonly mediaTypes: readonly string[]
}

/**
 * A problem in the shape that the description gives its errors: the declared example or a value made up for
 * the schema, with what went wrong in place of its message, title, status and code. RFC 9457 where the
 * description says nothing.
 */
export function describedError(
  api: Api | undefined,
  operation: Operation | undefined,
  problem: Problem,
  generation: () => Generation,
): ErrorBody {
  const contents = operation?.response(problem.status)?.contents ?? []
  const content = contents.find(({ mediaType }) => /[/+]json\b/.test(mediaType)) ?? contents[0]
  const example = operation && content && exampleOf(operation, problem.status, content)
  if (!api || !content || (!content.schema && example === undefined))
    return { body: problemDetails(problem), mediaTypes: ['application/problem+json'] }
  const template = example ?? generate(content.schema ?? {}, '', generation())
  const filled = (isObject(template) ? fill(template as JsonObject, problem, 0) : template) as JsonValue
  const body = content.schema ? repair(api, content.schema, filled, generation) : filled
  return { body, mediaTypes: contents.map(({ mediaType }) => mediaType) }
}

/** RFC 9457, with the violations as an extension member. */
export function problemDetails({ status, title, detail, code, violations }: Problem): JsonObject {
  return {
    type: 'about:blank',
    title,
    status,
    detail,
    ...(code !== undefined && { code }),
    ...(violations && {
      errors: violations.map(({ in: place, path, message }) => ({ in: place, path: [...path], message })),
    }),
  }
}

const meanings: readonly (readonly [RegExp, (problem: Problem) => JsonValue])[] = [
  [/^(message|detail|details?|description|error_?description|errormessage|msg)$/i, ({ detail }) => detail],
  [/^(title|reason|error)$/i, ({ title }) => title],
  [/^(status|statuscode|status_code|httpstatus)$/i, ({ status }) => status],
  [/^(code|errorcode|error_code)$/i, ({ code, title }) => code ?? camelCase(title)],
]

/** Puts the facts of the problem into the properties whose names ask for them. */
function fill(template: JsonObject, problem: Problem, depth: number): JsonObject {
  const filled: Record<string, JsonValue> = {}
  for (const [name, value] of Object.entries(template)) filled[name] = fillMember(name, value, problem, depth)
  return filled
}

function fillMember(name: string, value: JsonValue, problem: Problem, depth: number): JsonValue {
  if (/^errors?$/i.test(name) && typeof value === 'object') return fillErrors(value, problem, depth)
  if (isObject(value))
    return depth < 2 ? fill(value as JsonObject, problem, depth + 1) : (value as JsonObject)
  const meaning = meanings.find(([pattern]) => pattern.test(name))?.[1](problem)
  if (meaning === undefined) return value
  if (typeof value === 'string') return String(meaning)
  return typeof value === 'number' ? problem.status : value
}

/** A list of errors gets this one; a map of them gets its text under the property that it is about. */
function fillErrors(value: JsonValue, problem: Problem, depth: number): JsonValue {
  if (Array.isArray(value)) {
    const [first] = value as readonly JsonValue[]
    return isObject(first) ? [fill(first as JsonObject, problem, depth + 1)] : [problem.detail]
  }
  if (!isObject(value)) return value
  if (Object.keys(value).length > 0) return fill(value as JsonObject, problem, depth + 1)
  const [violation] = problem.violations ?? []
  return { [violation?.path[0] ?? violation?.in ?? 'request']: [problem.detail] }
}

function exampleOf(operation: Operation, status: number, content: Content): unknown {
  const code = operation.response(status)?.code ?? ''
  const responses = operation.full().responses as Record<string, { content?: Record<string, unknown> }>
  const mediaType = responses[code]?.content?.[content.mediaType]
  if (!isObject(mediaType)) return undefined
  if ('example' in mediaType) return mediaType.example
  const [named] = Object.values(isObject(mediaType.examples) ? mediaType.examples : {})
  return isObject(named) ? named.value : undefined
}

function camelCase(title: string): string {
  const [first = '', ...rest] = title.split(/\W+/)
  return first.toLowerCase() + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
