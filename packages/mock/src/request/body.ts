import type { Exchange } from '../exchange/exchange.ts'
import { codecFor } from '../exchange/media-types/codecs.ts'
import { BodySyntaxError, essenceOf } from '../exchange/media-types/media-type.ts'
import { type Problem, problem } from '../exchange/problem.ts'
import type { Validator } from './validator.ts'

/** Largest body of a request to an API, in bytes. */
export const bodyLimit = 4 * 1024 * 1024

/** Objects and arrays inside each other; deeper bodies are attacks on recursive code, not data. */
const depthLimit = 64

/** Parses the request's body by its media type and puts the value into the exchange. */
export function readBody(exchange: Exchange, validator: Validator): Problem | undefined {
  if (exchange.request.tooLarge) return problem(413, `The body is larger than ${bodyLimit} bytes.`)
  const bytes = exchange.request.body
  if (!bytes || bytes.byteLength === 0) return undefined
  const encoding = exchange.headers['content-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return encoded()
  const header = exchange.headers['content-type']
  const content = validator.content(header === undefined ? undefined : essenceOf(header))
  const essence = essenceOf(header ?? content?.mediaType ?? '')
  if (!content) return unsupported(exchange, essence)
  exchange.bodyMediaType = essence
  const codec = codecFor(essence)
  if (!codec) {
    exchange.bodyUnread = true
    return undefined
  }
  try {
    const { schema, name } = content
    exchange.body = codec.parse(bytes, { schema, name, parameters: parametersOf(header ?? '') })
  } catch (error) {
    if (error instanceof BodySyntaxError)
      return problem(400, error.message, { violations: [atBody(error.message)] })
    throw error
  }
  return hostile(exchange.body)
}

function unsupported(exchange: Exchange, essence: string): Problem {
  const taken = exchange.operation.requestContents().map(({ mediaType }) => mediaType)
  if (taken.length === 0) return problem(415, `${exchange.operation.id} takes no body; send none.`)
  const sent = essence === '' ? 'The request has no Content-Type header' : `"${essence}" is not supported`
  return problem(415, `${sent}. Send one of: ${taken.join(', ')}.`, { headers: { Accept: taken.join(', ') } })
}

/** RFC 9110, section 12.5.3: `Accept-Encoding` in a 415 says that the coding was the reason. */
function encoded(): Problem {
  return problem(415, 'Compressed bodies are not read. Send the body without Content-Encoding.', {
    headers: { 'Accept-Encoding': 'identity' },
  })
}

function parametersOf(header: string): Record<string, string> {
  const parameters: Record<string, string> = {}
  for (const [, name = '', quoted, plain] of header.matchAll(
    /;\s*([^=;\s]+)\s*=\s*(?:"([^"]*)"|([^;\s]*))/g,
  )) {
    parameters[name.toLowerCase()] = quoted ?? plain ?? ''
  }
  return parameters
}

/** Refuses what could reach prototypes or exhaust the stack later. */
function hostile(body: unknown): Problem | undefined {
  let level: unknown[] = [body]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= depthLimit) return refused(`is nested deeper than ${depthLimit} levels`)
    const next: unknown[] = []
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue
      if (!Array.isArray(value) && reachesPrototype(value))
        return refused('has a property that reaches prototypes')
      for (const member of Object.values(value))
        if (typeof member === 'object' && member !== null) next.push(member)
    }
    level = next
  }
  return undefined
}

/** A property called `constructor` is fine unless it leads to `prototype`. */
function reachesPrototype(value: object): boolean {
  if (Object.hasOwn(value, '__proto__')) return true
  if (!Object.hasOwn(value, 'constructor')) return false
  const inner = (value as { constructor: unknown }).constructor
  return typeof inner === 'object' && inner !== null && Object.hasOwn(inner, 'prototype')
}

function refused(reason: string): Problem {
  const message = `The body ${reason}.`
  return problem(400, message, { violations: [atBody(message)] })
}

function atBody(message: string) {
  return { in: 'body' as const, path: [], message }
}
