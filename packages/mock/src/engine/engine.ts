import { conventionsOf, type SelectedConventions } from '../conventions/selected.ts'
import type { Api } from '../description/api.ts'
import type { ExplainedDoubt } from '../description/resources/explain.ts'
import type { NoRoute, Route, Router } from '../description/router.ts'
import { Exchange, queryOf, segmentsOf } from '../exchange/exchange.ts'
import { type Answer, type MockRequest, preferredIn, type WireAnswer } from '../exchange/message.ts'
import { isProblem, type Problem, problem } from '../exchange/problem.ts'
import { after, type MaybePromise, webResponse } from '../exchange/web.ts'
import type { Fault, Faults } from '../interceptors/faults.ts'
import { type ActiveAnswer, codedAnswer, givenAnswer, type OwnAnswers } from '../interceptors/own-answers.ts'
import type { Tokens } from '../interceptors/security.ts'
import { checkNothingMissing, LibraryMissing, loadMissing } from '../json/runtime.ts'
import { answerFromState } from '../state/answer.ts'
import type { KeyMint } from '../state/key-mint.ts'
import type { Seeder } from '../state/seeder.ts'
import type { Clock } from '../store/clock.ts'
import type { SeededRandom } from '../store/random.ts'
import { StateFileError } from '../store/state-file.ts'
import type { Store } from '../store/store.ts'
import { takeDoubts } from '../values/check.ts'
import { answerBatch } from './batch.ts'
import { exampleAnswer, preferredAnswer } from './example-answer.ts'
import { lookThrough } from './look-through.ts'
import { bodyOf, readBody, refuseAccept, validatorOf } from './request.ts'
import { preflightHeaders, Responder, withCors } from './responder.ts'

/** The parts that answer the requests of one session. */
interface EngineParts {
  readonly store: Store
  readonly clock: Clock
  readonly random: SeededRandom
  readonly seeder: Seeder
  readonly keys: KeyMint
  readonly faults: Faults
  readonly answers: OwnAnswers
  readonly tokens: Tokens
  /** Whether every answer is made up unless a request asks for another. */
  readonly dynamic: boolean
  /** Whether a request that breaks the description gets an error, whatever answer it asks for. */
  readonly errors: boolean
  /** Called for every answered request except those to control routes. */
  readonly answered: (answered: AnsweredRequest) => void
  readonly site: StaticSite | undefined
}

/** Answers where no description has a path. */
interface StaticSite {
  /** Undefined if it has no file for the request. */
  answer(request: MockRequest): WireAnswer | undefined
}

/** The facts about an answered request. */
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

/** Why a file of the site was sent. */
export const ofTheSite: readonly string[] = ['site']

/** An answer, and how it came about. */
interface Handled {
  readonly answer: WireAnswer
  readonly why: readonly string[]
  /** Undefined when routing found no operation. */
  readonly exchange?: Exchange
}

/**
 * Answers the requests of one session. The methods are in the order in which a request passes them. All of it is one
 * synchronous call, so no request sees another one half done. Only the code of an own answer may be asynchronous; each
 * of its calls of `next` is again one synchronous call.
 */
export class Engine {
  readonly #router: Router
  readonly #parts: EngineParts
  readonly #fallback: Responder

  /** @param router Shared by all sessions of a mock. */
  constructor(router: Router, parts: EngineParts) {
    this.#router = router
    this.#parts = parts
    this.#fallback = new Responder(undefined, undefined, parts)
  }

  /** @returns a promise only if the code of an own answer makes the answer. */
  handle(request: MockRequest): MaybePromise<WireAnswer> {
    const started = performance.now()
    return after(this.#guarded(request), (handled) => {
      checkNothingMissing()
      return this.#finished(request, handled, started)
    })
  }

  /** Answers a request that cannot even be routed. */
  refuse(request: MockRequest, refusal: Problem): WireAnswer {
    return this.#finished(request, this.#refused(undefined, request, refusal), performance.now())
  }

  /** Answers that cannot be as described. */
  lookThrough(): ExplainedDoubt[] {
    return lookThrough(this.#router.apis, this.#parts.seeder)
  }

  /** Answers input that cannot be read as a request, in the error shape of all APIs if they share one. */
  refuseUnread(refusal: Problem): WireAnswer {
    const { apis } = this.#router
    const shapes = new Set(apis.map((api) => conventionsOf(api).errorShape))
    const responder = apis[0] && shapes.size === 1 ? this.#responderOf(apis[0]) : this.#fallback
    const request = { method: 'GET', path: '/', search: '', origin: '', headers: {}, body: undefined }
    return responder.refuse(request, refusal, undefined)
  }

  #finished(request: MockRequest, { answer, exchange, why }: Handled, started: number): WireAnswer {
    const duration = performance.now() - started
    this.#parts.answered({ request, exchange, answer, time: this.#parts.clock.now(), duration, why })
    return answer
  }

  /** An error outside the stages ends only this request, not the process with all others. */
  #guarded(request: MockRequest): MaybePromise<Handled> {
    const failed = (error: unknown): Handled => ({
      answer: this.#fallback.refuse(request, ownMistake(error), undefined),
      why: [whyMistake(error)],
    })
    try {
      const routed = this.#route(request)
      return routed instanceof Promise ? routed.catch(failed) : routed
    } catch (error) {
      return failed(error)
    }
  }

  #route(request: MockRequest): MaybePromise<Handled> {
    const wanted = request.method === 'OPTIONS' && request.headers['access-control-request-method']
    // Even at unknown paths: a page would see a failed preflight instead of the 404 or 405.
    if (wanted) return { answer: preflightAnswer(request, [wanted.toUpperCase()]), why: ['preflight'] }
    const segments = segmentsOf(request)
    if (isProblem(segments)) return this.#refused(this.#router.apiAt(request.path), request, segments)
    const route = this.#router.find(request.method, segments)
    return 'operation' in route ? this.#exchange(request, route) : this.#unrouted(request, route)
  }

  #exchange(request: MockRequest, route: Route): MaybePromise<Handled> {
    const query = queryOf(request.search)
    if (isProblem(query)) return this.#refused(route.api, request, query)
    const exchange = new Exchange(request, route, query, this.#parts)
    const fault = this.#parts.faults.next(exchange)
    if (fault) exchange.why.push(fault.why)
    const again = () => new Exchange(request, route, query, this.#parts)
    const made = fault?.problem ? this.#transaction(exchange, again, fault) : this.#answer(exchange, again, 0)
    return after(made, (answer) => ({
      answer: fault?.alter?.(answer) ?? answer,
      why: exchange.why,
      exchange,
    }))
  }

  /**
   * The answer of the first own answer that matches, else of the mock.
   *
   * @param again Makes the exchange for the next answer that code asks for.
   * @param place Of the own answer that asked for the next one; 0 for none.
   */
  #answer(exchange: Exchange, again: () => Exchange, place: number): MaybePromise<WireAnswer> {
    const { answers } = this.#parts
    if (answers.isEmpty || this.#refuseUser(exchange)) return this.#transaction(exchange, again)
    const found = answers.find(exchange, place, () => bodyOf(exchange))
    if (!found || !('answer' in found.own)) return this.#transaction(exchange, again, undefined, found)
    return this.#coded(exchange, found, again)
  }

  /** The answer of code. Each of its calls of `next` is answered synchronously. */
  async #coded(exchange: Exchange, found: ActiveAnswer, again: () => Exchange): Promise<WireAnswer> {
    const next = async () => {
      const inner = again()
      const answer = await this.#answer(inner, again, found.place)
      exchange.why.push(...inner.why)
      exchange.change = inner.change
      return webResponse(answer)
    }
    try {
      exchange.why.push(`own answer ${found.place}`)
      return withCors(await codedAnswer(exchange, found, next), exchange.request)
    } catch (error) {
      exchange.why.push(`the code of own answer ${found.place} failed: ${(error as Error).stack ?? error}`)
      const failure = problem(500, `The code of own answer ${found.place} failed; the log has the details.`)
      return this.#responderOf(exchange.api).refuse(exchange.request, failure, exchange)
    }
  }

  /** All writes of one request are kept together, or none if the state file cannot be written. */
  #transaction(
    exchange: Exchange,
    again: () => Exchange,
    fault?: Fault,
    own?: ActiveAnswer,
  ): MaybePromise<WireAnswer> {
    const responder = this.#responderOf(exchange.api)
    const told = exchange.why.length
    const drawn = this.#parts.random.position()
    try {
      return this.#parts.store.transaction(() => {
        if (fault?.problem) exchange.demanded = true
        const answer = fault?.problem ?? this.#guardedStages(exchange, own)
        if (!isProblem(answer)) exchange.why.push(...unsentBy(exchange))
        const sent = isProblem(answer)
          ? responder.refuse(exchange.request, answer, exchange)
          : responder.send(exchange, answer)
        checkNothingMissing()
        exchange.doubts.push(...takeDoubts())
        return sent
      })
    } catch (error) {
      if (error instanceof LibraryMissing) {
        this.#parts.random.rewind(drawn)
        exchange.why.length = told
        return this.#whenLoaded(exchange, again, (inner) => this.#transaction(inner, again, fault, own))
      }
      if (!(error instanceof StateFileError)) throw error
      exchange.why.push(`state file: ${(error.cause as Error).message}`)
      exchange.change = undefined
      // Records that were filled for this request were rolled back too.
      this.#parts.seeder.restart()
      const refusal = problem(507, 'The state file cannot be written. Nothing was changed.')
      return responder.refuse(exchange.request, refusal, undefined)
    }
  }

  /** The request has had no effect: loads the missing library, and answers it again. */
  async #whenLoaded(
    exchange: Exchange,
    again: () => Exchange,
    answer: (inner: Exchange) => MaybePromise<WireAnswer>,
  ): Promise<WireAnswer> {
    this.#parts.seeder.restart()
    this.#parts.keys.restart()
    await loadMissing()
    const inner = again()
    const given = await answer(inner)
    exchange.why.push(...inner.why)
    exchange.doubts.push(...inner.doubts)
    exchange.change = inner.change
    return given
  }

  /** A bug of the mock also gets an answer: the process continues, and the log has the details. */
  #guardedStages(exchange: Exchange, own: ActiveAnswer | undefined): Answer | Problem {
    try {
      return this.#stages(exchange, own)
    } catch (error) {
      exchange.why.push(whyMistake(error))
      return ownMistake(error)
    }
  }

  /** The stages: each returns the answer or the problem that ends the exchange, or undefined to go on. */
  #stages(exchange: Exchange, own: ActiveAnswer | undefined): Answer | Problem {
    const { seeder, keys, errors } = this.#parts
    const conventions = conventionsOf(exchange.api)
    const validator = validatorOf(exchange)
    const { code, example } = exchange.prefer
    const whateverIsSent = !errors && (code !== undefined || example !== undefined)
    return (
      this.#refuseUser(exchange) ??
      (own && givenAnswer(exchange, own)) ??
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

  /** 401 without credentials, 403 for a user of the scenario who lacks a scope. */
  #refuseUser(exchange: Exchange): Problem | undefined {
    return validatorOf(exchange).checkSecurity(exchange) ?? this.#parts.tokens.refuse(exchange)
  }

  #preferred(exchange: Exchange, conventions: SelectedConventions): Answer | Problem | undefined {
    const preferred = preferredIn(exchange.prefer)
    if (!preferred || isProblem(preferred)) return preferred
    return refuseAccept(exchange) ?? preferredAnswer(exchange, preferred, conventions, this.#parts.seeder)
  }

  #unrouted(request: MockRequest, route: NoRoute): MaybePromise<Handled> {
    const { api, allow, nearest } = route
    const batch = api && this.#batch(request, api)
    if (batch) return batch
    if (allow.length > 0) return this.#wrongMethod(request, route)
    const site = this.#parts.site?.answer(request)
    // Below the base path of an API, the answer is its own 404, not a page of the site.
    if (site && (site.status !== 404 || !api || api.basePaths.includes('')))
      return { answer: site, why: ofTheSite }
    if (api) return this.#refused(nearest[0], request, problem(404, noPath(nearest)))
    const bases = [...new Set(this.#router.apis.flatMap(({ basePaths }) => basePaths))].map(
      (base) => base || '/',
    )
    const refusal = problem(404, `Nothing is served here. Served base paths: ${bases.join(', ')}.`)
    return this.#refused(undefined, request, refusal)
  }

  #responderOf(api: Api): Responder {
    return new Responder(api, conventionsOf(api), this.#parts)
  }

  /** `$batch` of OData, at the root of an API that follows it. */
  #batch(request: MockRequest, api: Api): MaybePromise<Handled> | undefined {
    const base = api.basePaths.find((each) => `${each}/$batch` === decodeURIComponent(request.path))
    if (base === undefined || !api.settings.conventions.includes('odata') || request.method !== 'POST')
      return undefined
    return after(
      answerBatch(request, base, (part) => this.handle(part)),
      (answer) => (isProblem(answer) ? this.#refused(api, request, answer) : { answer, why: ['batch'] }),
    )
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
}

function unsentBy({ operation }: Exchange): string[] {
  return operation.callbacks.map((name) => `callback ${name} is not sent`)
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

function noPath(apis: readonly Api[]): string {
  const names = apis.map(({ name }) => name)
  if (names.length === 1) return `${names} describes no path like this one.`
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)} describe no path like this one.`
}
