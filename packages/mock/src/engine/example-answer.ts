import type { Exchange } from '../exchange/exchange.ts'
import { codecFor, isEventStream, negotiate } from '../exchange/media-types/media-type.ts'
import { isWrittenXml } from '../exchange/media-types/xml.ts'
import { type Answer, essenceOf, type Preferred } from '../exchange/message.ts'
import { type Problem, problem } from '../exchange/problem.ts'
import { prismOperation } from '../prism/prism.ts'
import { answerShape } from '../values/answer-shape.ts'
import { generate } from '../values/generate.ts'
import type { Generation, Generations } from '../values/persona.ts'
import { repair } from '../values/repair.ts'

/**
 * The answer that `Prefer: code, example, dynamic` asks for. A vendor's error shape takes precedence over an example,
 * unless the example was asked for by name.
 */
export function preferredAnswer(
  exchange: Exchange,
  preferred: Preferred,
  { shapesErrors }: { readonly shapesErrors: boolean },
  generations: Generations,
): Answer | Problem {
  exchange.demanded = true
  const { code, example } = preferred
  const described = code === undefined || exchange.operation.response(code) !== undefined
  const shaped = code !== undefined && code >= 400 && example === undefined && shapesErrors
  if (described && !shaped) return exampleAnswer(exchange, generations, preferred)
  if (code !== undefined && code < 400) return { status: code, headers: {}, body: undefined }
  exchange.why.push(`Prefer: code=${code}`)
  return problem(code ?? 500, `The request asked for this answer (Prefer: code=${code}).`)
}

/**
 * The answer that Prism gives for an operation: the named example, the first one, or a value made up from
 * the schema. A made-up value that does not fit the schema after all is repaired.
 */
export function exampleAnswer(
  exchange: Exchange,
  generations: Generations,
  preferred?: Preferred,
): Answer | Problem {
  const { api, operation, resource } = exchange
  exchange.why.push(preferred ? 'Prism, as Prefer asks' : 'Prism: the operation fits no resource')
  // OpenAPI 3.1 allows an operation without any answer.
  if (operation.responses().length === 0) return { status: 204, headers: {}, body: undefined }
  const { code, example, dynamic = false } = preferred ?? {}
  const { mediaTypes } = answerShape(exchange, code ?? operation.successStatus)
  const mediaType = negotiate(exchange.headers.accept, mediaTypes)
  const { headers, body, query, request, random } = exchange
  const chosen = prismOperation(operation, api).example(
    { method: request.method.toLowerCase(), query, headers, body },
    { dynamic, code, example, mediaType, seed: String(random.between(1, 1_000_000)) },
  )
  const generation = () => generations.generation(`${operation.id} example`, resource)
  if ('failed' in chosen) {
    const own =
      example === undefined ? madeUp(exchange, code ?? operation.successStatus, generation) : undefined
    return own ?? unanswered(chosen.failed, example)
  }
  if (code !== undefined && example !== undefined && chosen.status !== code)
    return problem(404, `The answer ${code} has no example called "${example}".`)
  if (chosen.status < 200) {
    return problem(501, `The description has no final answer, only ${chosen.status}.`)
  }
  // The responder writes the events, because Prism has none if the schema is that of one event.
  if (mediaType !== undefined && isEventStream(mediaType)) return { ...chosen, body: chosen.body ?? '' }
  if (example !== undefined) return chosen
  return fittedAnswer(exchange, chosen, mediaType, generation)
}

/** If Prism gives up because a schema is too large, the mock makes up a value itself. */
function madeUp(
  { api, operation }: Exchange,
  status: number,
  generation: () => Generation,
): Answer | undefined {
  const schema = operation.response(status)?.contents.find((content) => content.schema)?.schema
  if (!schema) return undefined
  return { status, headers: {}, body: repair(api, schema, generate(schema, '', generation()), generation) }
}

/**
 * If the description has no answer, Prism gives a 500 and the mock a 501. A missing example is an error without a
 * status if it was requested together with a code.
 */
function unanswered(
  failed: { readonly status: number | undefined; readonly message: string },
  example: string | undefined,
): Problem {
  const { status = example === undefined ? 500 : 404, message } = failed
  return status === 500
    ? problem(501, `The description has no answer for this. ${message}`)
    : problem(status, message)
}

function fittedAnswer(
  { api, operation }: Exchange,
  answer: Answer,
  chosen: string | undefined,
  generation: () => Generation,
): Answer {
  const described = operation.response(answer.status)?.contents ?? []
  const content = described.find(({ mediaType }) =>
    chosen === undefined ? /[/+]json$/.test(essenceOf(mediaType)) : mediaType === chosen,
  )
  if (
    !content?.schema ||
    (isWrittenXml(answer.body) && codecFor(essenceOf(content.mediaType))?.name === 'XML')
  )
    return answer
  return { ...answer, body: repair(api, content.schema, answer.body, generation) }
}
