import type { SelectedConventions } from '../conventions/selected.ts'
import type { Api } from '../description/api.ts'
import type { NoRoute, Route } from '../description/router.ts'
import { Exchange, segmentsOf } from '../exchange/exchange.ts'
import { preferredIn } from '../exchange/headers.ts'
import type { Answer, MockRequest, WireAnswer } from '../exchange/message.ts'
import { isProblem, type Problem, problem } from '../exchange/problem.ts'
import type { Fault } from '../faults/effects.ts'
import type { Faults } from '../faults/faults.ts'
import { answerFromState } from '../state/answer.ts'
import type { KeyMint } from '../state/key-mint.ts'
import type { Seeder } from '../state/seeder.ts'
import type { Clock } from '../store/clock.ts'
import type { Random } from '../store/random.ts'
import type { Store } from '../store/store.ts'
import { answerBatch } from './batch.ts'
import { exampleAnswer, preferredAnswer } from './example-answer.ts'
import { readBody, refuseAccept, validatorOf } from './request.ts'
import { preflightHeaders, Responder } from './responder.ts'
import type { ServedApis } from './served-apis.ts'

/** What the answers of one session are made of. */
export interface EngineParts {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly seeder: Seeder
  readonly keys: KeyMint
  readonly faults: Faults
  /** Whether every answer is made up, unless a request asks for another one. */
  readonly dynamic: boolean
  /** Whether a request that breaks the description gets its error, whatever answer it asks for. */
  readonly errors: boolean
  /** Told of every request that was answered, the control routes excluded. */
  readonly answered: (answered: AnsweredRequest) => void
  readonly site: StaticSite | undefined
}

/** Answers where no description has a path. */
interface StaticSite {
  /** Undefined when it has nothing for the request. */
  answer(request: MockRequest): WireAnswer | undefined
}

/** What is known once a request was answered. */
export interface AnsweredRequest {
  readonly request: MockRequest
  /** Undefined when routing found no operation. */
  readonly exchange: Exchange | undefined
  readonly answer: WireAnswer
  readonly time: Date
  /** Milliseconds. */
  readonly duration: number
  readonly why: readonly string[]
}

/** An answer, and how it came about. */
interface Handled {
  readonly answer: WireAnswer
  readonly why: readonly string[]
  /** Undefined when routing found no operation. */
  readonly exchange?: Exchange
}

/**
 * Answers the requests of one session. The methods are in the order in which a request passes them. All of it is one
 * synchronous call, so no request sees another one half done.
 */
export class Engine {
  readonly #served: ServedApis
  readonly #parts: EngineParts
  readonly #responders = new WeakMap<SelectedConventions, Responder>()
  readonly #fallback: Responder

  /** @param served Shared by all sessions of a mock. */
  constructor(served: ServedApis, parts: EngineParts) {
    this.#served = served
    this.#parts = parts
    this.#fallback = new Responder(undefined, undefined, parts)
  }

  handle(request: MockRequest): WireAnswer {
    const started = performance.now()
    const { answer, exchange, why } = this.#guarded(request)
    this.#parts.answered({
      request,
      exchange,
      answer,
      time: this.#parts.clock.now(),
      duration: performance.now() - started,
      why,
    })
    return answer
  }

  /** Answers a request that cannot even be routed. */
  refuse(request: MockRequest, refusal: Problem): WireAnswer {
    const { answer, why } = this.#refused(undefined, request, refusal)
    this.#parts.answered({
      request,
      exchange: undefined,
      answer,
      time: this.#parts.clock.now(),
      duration: 0,
      why,
    })
    return answer
  }

  /** Whatever goes wrong outside the stages ends this request only, not the process with all others. */
  #guarded(request: MockRequest): Handled {
    try {
      return this.#route(request)
    } catch (error) {
      return {
        answer: this.#fallback.refuse(request, ownMistake(error), undefined),
        why: [whyMistake(error)],
      }
    }
  }

  #route(request: MockRequest): Handled {
    const wanted = request.method === 'OPTIONS' && request.headers['access-control-request-method']
    // Also where nothing is served: a page would see a failed preflight instead of the 404 or 405.
    if (wanted) return { answer: preflightAnswer(request, [wanted.toUpperCase()]), why: ['preflight'] }
    const segments = segmentsOf(request)
    if (isProblem(segments)) return this.#refused(this.#served.router.apiAt(request.path), request, segments)
    const route = this.#served.router.find(request.method, segments)
    return 'operation' in route ? this.#exchange(request, route) : this.#unrouted(request, route)
  }

  #exchange(request: MockRequest, route: Route): Handled {
    const query = this.#served.queryOf(request)
    if (isProblem(query)) return this.#refused(route.api, request, query)
    const exchange = new Exchange(request, route, query, this.#parts)
    const fault = this.#parts.faults.next(exchange)
    if (fault) exchange.why.push(fault.why)
    return { answer: this.#transaction(exchange, fault), why: exchange.why, exchange }
  }

  /** All that one request writes is kept together; nothing of it when the state file takes no more. */
  #transaction(exchange: Exchange, fault: Fault | undefined): WireAnswer {
    const responder = this.#responderOf(exchange.api)
    try {
      return this.#parts.store.transaction(() => this.#answer(exchange, responder, fault))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SQLITE_ERROR') throw error
      exchange.why.push(`state file: ${(error as Error).message}`)
      // What was filled for this request was taken back with the rest.
      this.#parts.seeder.restart()
      const refusal = problem(507, 'The state file cannot be written. Nothing was changed.')
      return responder.refuse(exchange.request, refusal, undefined)
    }
  }

  #answer(exchange: Exchange, responder: Responder, fault: Fault | undefined): WireAnswer {
    if (fault?.problem) exchange.demanded = true
    const answer = fault?.problem ?? this.#guardedStages(exchange)
    const wire = isProblem(answer)
      ? responder.refuse(exchange.request, answer, exchange)
      : responder.send(exchange, answer)
    return fault?.alter ? fault.alter(wire) : wire
  }

  /** A mistake of the mock itself is an answer too: the process goes on, and the log says what happened. */
  #guardedStages(exchange: Exchange): Answer | Problem {
    try {
      return this.#stages(exchange)
    } catch (error) {
      exchange.why.push(whyMistake(error))
      return ownMistake(error)
    }
  }

  /** The stages: each returns the answer or the problem that ends the exchange, or undefined to go on. */
  #stages(exchange: Exchange): Answer | Problem {
    const { seeder, keys, errors } = this.#parts
    const conventions = this.#served.conventionsOf(exchange.api)
    const validator = validatorOf(exchange)
    const { code, example } = exchange.prefer
    const whateverIsSent = !errors && (code !== undefined || example !== undefined)
    return (
      validator.checkSecurity(exchange) ??
      (whateverIsSent ? this.#preferred(exchange, conventions) : undefined) ??
      readBody(exchange, validator) ??
      conventions.request(exchange) ??
      validator.checkInput(exchange) ??
      refuseAccept(exchange) ??
      this.#preferred(exchange, conventions) ??
      answerFromState(exchange, { conventions, seeder, keys }) ??
      exampleAnswer(exchange, seeder)
    )
  }

  #preferred(exchange: Exchange, conventions: SelectedConventions): Answer | Problem | undefined {
    const preferred = preferredIn(exchange.prefer)
    if (!preferred || isProblem(preferred)) return preferred
    return refuseAccept(exchange) ?? preferredAnswer(exchange, preferred, conventions, this.#parts.seeder)
  }

  #unrouted(request: MockRequest, route: NoRoute): Handled {
    const { api, allow } = route
    const batch = api && this.#batch(request, api)
    if (batch) return batch
    if (allow.length > 0) return this.#wrongMethod(request, route)
    const site = this.#parts.site?.answer(request)
    // Below the base path of an API, its own 404 is the answer, not the page of the site.
    if (site && (site.status !== 404 || !api || api.basePaths.includes('')))
      return { answer: site, why: ['site'] }
    if (api) return this.#refused(api, request, problem(404, `${api.name} describes no path like this one.`))
    const bases = [...new Set(this.#served.apis.flatMap(({ basePaths }) => basePaths))].map(
      (base) => base || '/',
    )
    const refusal = problem(404, `Nothing is served here. Served base paths: ${bases.join(', ')}.`)
    return this.#refused(undefined, request, refusal)
  }

  /** `$batch` of OData, at the root of an API that follows it. */
  #batch(request: MockRequest, api: Api): Handled | undefined {
    const base = api.basePaths.find((each) => `${each}/$batch` === decodeURIComponent(request.path))
    if (base === undefined || !api.settings.conventions.includes('odata') || request.method !== 'POST')
      return undefined
    const answer = answerBatch(request, base, (part) => this.handle(part))
    return isProblem(answer) ? this.#refused(api, request, answer) : { answer, why: ['batch'] }
  }

  #wrongMethod(request: MockRequest, { api, allow }: NoRoute): Handled {
    const headers = { Allow: allow.join(', ') }
    if (request.method === 'OPTIONS') {
      const preflight = preflightAnswer(request, allow)
      return { answer: { ...preflight, headers: { ...preflight.headers, ...headers } }, why: ['options'] }
    }
    const detail = `This path does not take ${request.method}. It takes ${headers.Allow}.`
    return this.#refused(api, request, problem(405, detail, { headers }))
  }

  #refused(api: Api | undefined, request: MockRequest, refusal: Problem): Handled {
    const responder = api ? this.#responderOf(api) : this.#fallback
    return { answer: responder.refuse(request, refusal, undefined), why: [refusal.detail] }
  }

  #responderOf(api: Api): Responder {
    const conventions = this.#served.conventionsOf(api)
    let known = this.#responders.get(conventions)
    if (!known) {
      known = new Responder(api, conventions, this.#parts)
      this.#responders.set(conventions, known)
    }
    return known
  }
}

function preflightAnswer(request: MockRequest, allow: readonly string[]): WireAnswer {
  return { status: 204, headers: preflightHeaders(request, allow), body: undefined }
}

function ownMistake(error: unknown): Problem {
  if (error instanceof RangeError && error.message.includes('call stack'))
    return problem(
      500,
      "The description's schemas for this operation refer to each other too often in a row.",
    )
  return problem(500, 'The mock made a mistake; its log has the details.')
}

function whyMistake(error: unknown): string {
  return `mistake of the mock: ${(error as Error).stack ?? String(error)}`
}
