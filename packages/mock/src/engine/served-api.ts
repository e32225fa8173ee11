import { exampleAnswer } from '../answer/example-answer.ts'
import { Responder } from '../answer/responder.ts'
import { SelectedConventions } from '../conventions/selected.ts'
import type { Api } from '../description/api.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { negotiate } from '../exchange/media-types/media-type.ts'
import type { Answer, WireAnswer } from '../exchange/message.ts'
import { type Preferred, preferredAnswer } from '../exchange/prefer.ts'
import { isProblem, type Problem, problem } from '../exchange/problem.ts'
import type { Fault } from '../faults/effects.ts'
import { readBody } from '../request/body.ts'
import { type Validator, validatorOf } from '../request/validator.ts'
import { stateAnswer } from '../state/answer.ts'
import { answerShape } from '../values/answer-shape.ts'
import type { EngineParts } from './parts.ts'

/** The stages behind routing, for one API. */
export class ServedApi {
  readonly responder: Responder
  readonly #api: Api
  readonly #parts: EngineParts
  readonly #conventions: SelectedConventions

  constructor(api: Api, parts: EngineParts) {
    this.#api = api
    this.#parts = parts
    this.#conventions = new SelectedConventions(api)
    this.responder = new Responder(api, this.#conventions, parts)
  }

  warnings(): string[] {
    const { unknown } = this.#conventions
    const missing = unknown.length > 0 ? [`The mock has no convention called ${unknown.join(', ')}.`] : []
    return [...this.#api.warnings, ...missing].map((warning) => `${this.#api.source}: ${warning}`)
  }

  answer(exchange: Exchange, fault: Fault | undefined): WireAnswer {
    if (fault?.problem) exchange.demanded = true
    const answer = fault?.problem ?? this.#guarded(exchange)
    const wire = isProblem(answer)
      ? this.responder.refuse(exchange.request, answer, exchange)
      : this.responder.send(exchange, answer)
    return fault?.alter ? fault.alter(wire) : wire
  }

  /** A mistake of the mock itself is an answer too: the process goes on, and the log says what happened. */
  #guarded(exchange: Exchange): Answer | Problem {
    try {
      return this.#stages(exchange)
    } catch (error) {
      exchange.why.push(`mistake of the mock: ${(error as Error).stack ?? String(error)}`)
      return problem(500, 'The mock made a mistake; its log has the details.')
    }
  }

  #stages(exchange: Exchange): Answer | Problem {
    const validator = validatorOf(this.#api, exchange.operation)
    const refused = validator.security(exchange) ?? readBody(exchange, validator)
    if (refused) return refused
    const ended = this.#conventions.request(exchange)
    if (ended) return ended
    return this.#valid(exchange, validator)
  }

  #valid(exchange: Exchange, validator: Validator): Answer | Problem {
    const invalid = validator.check(exchange) ?? this.#acceptable(exchange)
    if (invalid) return invalid
    const preferred = preferredAnswer(exchange.prefer)
    if (isProblem(preferred)) return preferred
    if (preferred) return this.#preferred(exchange, preferred)
    return this.#fromState(exchange) ?? this.#example(exchange, undefined)
  }

  #fromState(exchange: Exchange): Answer | Problem | undefined {
    const { operation, resource, scope, key } = exchange
    const { role } = operation
    if (!resource || !scope || !role) return undefined
    const { seeder, keys } = this.#parts
    const session = {
      exchange,
      api: this.#api,
      operation,
      resource,
      scope,
      key,
      conventions: this.#conventions,
      seeder,
      keys,
    }
    return stateAnswer(session, role)
  }

  /** 406 before anything is changed. Answers without a body are always acceptable. */
  #acceptable({ operation, resource, headers }: Exchange): Problem | undefined {
    const { accept } = headers
    if (accept === undefined || accept === '*/*') return undefined
    const { mediaTypes } = answerShape(this.#api, operation, operation.successStatus, resource)
    if (mediaTypes.length === 0 || negotiate(accept, mediaTypes) !== undefined) return undefined
    return problem(406, `The answer is available as ${mediaTypes.join(', ')}. Accept one of them.`)
  }

  /** A vendor's error shape knows its errors better than an example; a named example was asked for itself. */
  #preferred(exchange: Exchange, preferred: Preferred): Answer | Problem {
    exchange.demanded = true
    const { code, example } = preferred
    const described = code === undefined || exchange.operation.response(code) !== undefined
    const shaped =
      code !== undefined && code >= 400 && example === undefined && this.#conventions.shapesErrors
    if (described && !shaped) return this.#example(exchange, preferred)
    if (code !== undefined && code < 400) return { status: code, headers: {}, body: undefined }
    exchange.why.push(`Prefer: code=${code}`)
    return problem(code ?? 500, `The request asked for this answer (Prefer: code=${code}).`)
  }

  #example(exchange: Exchange, preferred: Preferred | undefined): Answer | Problem {
    const { operation, resource } = exchange
    const { code, example, dynamic = false } = preferred ?? {}
    const { mediaTypes } = answerShape(this.#api, operation, code ?? operation.successStatus, resource)
    const choice = {
      dynamic,
      mediaType: negotiate(exchange.headers.accept, mediaTypes),
      ...(code !== undefined && { code }),
      ...(example !== undefined && { example }),
    }
    exchange.why.push(preferred ? 'Prism, as Prefer asks' : 'Prism: the operation fits no resource')
    const generation = () => this.#parts.seeder.generation(`${operation.id} example`, resource)
    return exampleAnswer(this.#api, operation, exchange, choice, generation)
  }
}
