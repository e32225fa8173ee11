import { performance } from 'node:perf_hooks'
import { preflightHeaders } from '../answer/headers.ts'
import { Responder } from '../answer/responder.ts'
import type { Api } from '../description/api.ts'
import { normalizeKey, scopeOf } from '../description/resources/keys.ts'
import { type NoRoute, type Route, Router } from '../description/routes/router.ts'
import { Exchange } from '../exchange/exchange.ts'
import type { MockRequest, WireAnswer } from '../exchange/message.ts'
import { isProblem, type Problem, problem } from '../exchange/problem.ts'
import type { Fault } from '../faults/effects.ts'
import { parseQuery, segmentsOf } from '../request/url.ts'
import { controlPrefix, type EngineParts } from './parts.ts'
import { ServedApi } from './served-api.ts'

/** Longest path with query that is answered, in characters. */
const urlLimit = 16_384

/** Answers requests: the stages of README.md, one after the other, in one synchronous call. */
export class Engine {
  readonly #parts: EngineParts
  #router: Router
  #served: ReadonlyMap<Api, ServedApi>
  readonly #fallback: Responder

  /** @throws MockConfigurationError when two of the APIs serve the same path. */
  constructor(apis: readonly Api[], parts: EngineParts) {
    this.#parts = parts
    this.#router = new Router(apis)
    this.#served = this.#serve(apis)
    this.#fallback = new Responder(undefined, undefined, parts)
  }

  get apis(): readonly Api[] {
    return [...this.#served.keys()]
  }

  /** Serves other descriptions from now on; the state stays. @throws MockConfigurationError */
  replaceApis(apis: readonly Api[]): void {
    const router = new Router(apis)
    this.#served = this.#serve(apis)
    this.#router = router
  }

  /** What is wrong with the descriptions, without keeping them from being served. */
  warnings(): string[] {
    return [...this.#served.values()].flatMap((served) => served.warnings())
  }

  handle(request: MockRequest): WireAnswer {
    const { control } = this.#parts
    if (control && request.path.startsWith(controlPrefix)) return control.handle(request)
    const started = performance.now()
    const { answer, exchange, why } = this.#guarded(request)
    const duration = performance.now() - started
    this.#parts.answered({ request, exchange, answer, time: this.#parts.clock.now(), duration, why })
    return answer
  }

  /** Whatever goes wrong beside the stages ends this request only, not the process with all others. */
  #guarded(request: MockRequest): Handled {
    try {
      return this.#answer(request)
    } catch (error) {
      const refusal = problem(500, 'The mock made a mistake; its log has the details.')
      const why = `mistake of the mock: ${(error as Error).stack ?? String(error)}`
      return handled(this.#fallback.refuse(request, refusal, undefined), [why])
    }
  }

  #answer(request: MockRequest): Handled {
    const wanted = request.method === 'OPTIONS' && request.headers['access-control-request-method']
    // Also where nothing is served: a page would see a failed preflight in the place of the 404 or 405.
    if (wanted) return handled(preflightAnswer(request, [wanted.toUpperCase()]), ['preflight'])
    const segments = this.#segments(request)
    if (isProblem(segments)) return this.#refused(this.#router.apiAt(request.path), request, segments)
    const route = this.#router.find(request.method, segments)
    return 'operation' in route ? this.#exchange(request, route) : this.#unrouted(request, route)
  }

  #segments(request: MockRequest): readonly string[] | Problem {
    if (request.path.length + request.search.length > urlLimit) {
      return problem(414, `The path and query are longer than ${urlLimit} characters.`)
    }
    return segmentsOf(request.path)
  }

  #exchange(request: MockRequest, route: Route): Handled {
    const { api, operation, pathParameters } = route
    const served = this.#served.get(api) as ServedApi
    const query = parseQuery(request.search)
    if (isProblem(query)) return this.#refused(api, request, query)
    const resource = api.resourceOf(operation)
    const scope = resource && scopeOf(api.name, resource, pathParameters)
    const parameter = resource?.key?.parameter
    const raw = parameter === undefined ? undefined : pathParameters[parameter]
    const key = resource?.kind === 'singleton' ? '' : raw === undefined ? undefined : normalizeKey(raw)
    const exchange = new Exchange(request, route, query, { resource, scope, key }, this.#parts)
    const fault: Fault | undefined = this.#parts.faults.next(exchange)
    if (fault) exchange.why.push(fault.why)
    return { answer: this.#kept(served, exchange, fault), why: exchange.why, exchange }
  }

  /** All that one request writes is kept together; nothing of it when the state file takes no more. */
  #kept(served: ServedApi, exchange: Exchange, fault: Fault | undefined): WireAnswer {
    try {
      return this.#parts.store.transaction(() => served.answer(exchange, fault))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SQLITE_ERROR') throw error
      exchange.why.push(`state file: ${(error as Error).message}`)
      // What was filled for this request was taken back with the rest.
      this.#parts.seeder.restart()
      const refusal = problem(507, 'The state file cannot be written. Nothing was changed.')
      return served.responder.refuse(exchange.request, refusal, undefined)
    }
  }

  #unrouted(request: MockRequest, route: NoRoute): Handled {
    const { api, allow } = route
    if (allow.length > 0) return this.#wrongMethod(request, route)
    const site = this.#parts.site?.answer(request)
    // The site's page for what is missing does not stand below the base path of an API.
    if (site && (site.status !== 404 || !api || api.basePaths.includes(''))) return handled(site, ['site'])
    if (api) return this.#refused(api, request, problem(404, `${api.name} describes no path like this one.`))
    const bases = [...new Set(this.apis.flatMap(({ basePaths }) => basePaths))].map((base) => base || '/')
    return this.#refused(
      undefined,
      request,
      problem(404, `Nothing is served here. Served base paths: ${bases.join(', ')}.`),
    )
  }

  #wrongMethod(request: MockRequest, { api, allow }: NoRoute): Handled {
    if (request.method === 'OPTIONS') {
      const headers = { ...preflightHeaders(request, allow), Allow: allow.join(', ') }
      return handled({ status: 204, headers, body: undefined }, ['options'])
    }
    const refusal = problem(
      405,
      `${request.method} is not described for this path. Described: ${allow.join(', ')}.`,
      {
        headers: { Allow: allow.join(', ') },
      },
    )
    return this.#refused(api, request, refusal)
  }

  #refused(api: Api | undefined, request: MockRequest, refusal: Problem): Handled {
    const responder = (api && this.#served.get(api)?.responder) ?? this.#fallback
    const answer = responder.refuse(request, refusal, undefined)
    return handled(answer, [refusal.detail])
  }

  #serve(apis: readonly Api[]): ReadonlyMap<Api, ServedApi> {
    return new Map(apis.map((api) => [api, new ServedApi(api, this.#parts)]))
  }
}

interface Handled {
  readonly answer: WireAnswer
  readonly why: readonly string[]
  /** Undefined when routing found no operation. */
  readonly exchange: Exchange | undefined
}

function handled(answer: WireAnswer, why: readonly string[]): Handled {
  return { answer, why, exchange: undefined }
}

function preflightAnswer(request: MockRequest, allow: readonly string[]): WireAnswer {
  return { status: 204, headers: preflightHeaders(request, allow), body: undefined }
}
