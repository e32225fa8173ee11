import type { Api } from '../description/api.ts'
import type { Operation } from '../description/operations/operation.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { essenceOf } from '../exchange/media-types/media-type.ts'
import type { Answer } from '../exchange/message.ts'
import { type Problem, problem } from '../exchange/problem.ts'
import { httpOperationOf } from '../prism/http-operation.ts'
import { type MockerConfig, mocker, type PrismResponse } from '../prism/parts.ts'
import type { Generation } from '../values/persona.ts'
import { repair } from '../values/repair.ts'

/** Prism's mocker logs every step; the mock has its own log. */
const silent = Object.fromEntries(
  ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'success'].map((level) => [level, () => undefined]),
)

/** What the answer is chosen by. */
interface ExampleChoice {
  readonly code?: number
  readonly example?: string
  readonly dynamic: boolean
  /** Media type that was negotiated for the answer. */
  readonly mediaType: string | undefined
}

/**
 * The answer that Prism gives for an operation: the named example, the first one, or a value made up from
 * the schema. A made-up value that does not fit the schema after all is repaired.
 */
export function exampleAnswer(
  api: Api,
  operation: Operation,
  exchange: Exchange,
  choice: ExampleChoice,
  generation: () => Generation,
): Answer | Problem {
  // OpenAPI 3.1 allows an operation without any answer: it is known to exist, and nothing else.
  if (operation.responses().length === 0) return { status: 204, headers: {}, body: undefined }
  const config: MockerConfig = {
    dynamic: choice.dynamic,
    ...(choice.code !== undefined && { code: choice.code }),
    ...(choice.example !== undefined && { exampleKey: choice.example }),
    ...(choice.mediaType !== undefined && { mediaTypes: [choice.mediaType] }),
    seed: String(exchange.random.between(1, 1_000_000)),
  }
  const { method, headers, body, query } = { ...exchange, method: exchange.request.method.toLowerCase() }
  const data = { method, url: { path: operation.path, query }, headers, body }
  const resource = httpOperationOf(api, operation)
  const mocked = mocker()({ resource, input: { data, validations: [] }, config })(silent)
  if (mocked._tag === 'Left') {
    return unanswered(mocked.left, choice)
  }
  if (mocked.right.statusCode < 200) {
    return problem(501, `The description has no final answer, only ${mocked.right.statusCode}.`)
  }
  const keep = choice.example !== undefined
  return keep ? plainAnswer(mocked.right) : fittedAnswer(api, operation, mocked.right, choice, generation)
}

/**
 * Prism says 500 where the description leaves it without an answer; it is the mock that has none. An example
 * that is not there ends in an error without a status when a code was asked for with it.
 */
function unanswered(
  error: Error & { status?: number; detail?: string },
  { example }: ExampleChoice,
): Problem {
  const { status = example === undefined ? 500 : 404, detail, message } = error
  const said = detail || message
  return status === 500
    ? problem(501, `The description has no answer for this. ${said}`)
    : problem(status, said)
}

function plainAnswer({ statusCode, headers = {}, body }: PrismResponse): Answer {
  const kept = Object.entries(headers).filter(
    ([name, value]) => value !== null && value !== undefined && name.toLowerCase() !== 'content-type',
  )
  return {
    status: statusCode,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
    body,
  }
}

function fittedAnswer(
  api: Api,
  operation: Operation,
  response: PrismResponse,
  { mediaType: chosen }: ExampleChoice,
  generation: () => Generation,
): Answer {
  const answer = plainAnswer(response)
  const described = operation.response(response.statusCode)?.contents ?? []
  const content = described.find(({ mediaType }) =>
    chosen === undefined ? /[/+]json$/.test(essenceOf(mediaType)) : mediaType === chosen,
  )
  if (!content?.schema) return answer
  return { ...answer, body: repair(api, content.schema, answer.body, generation) }
}
