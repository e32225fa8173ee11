import { SelectedConventions } from '../conventions/selected.ts'
import type { Api } from '../description/api.ts'
import { Router } from '../description/router.ts'
import { parseQuery, type QueryValues } from '../exchange/exchange.ts'
import type { MockRequest } from '../exchange/message.ts'
import { isProblem, type Problem } from '../exchange/problem.ts'
import { groupedWarnings } from '../json/mistakes.ts'
import { Recent } from '../store/recent.ts'

/** The APIs that a mock serves, with what all of its sessions share: routes, conventions, queries. */
export class ServedApis {
  #router: Router
  #apis: readonly Api[]
  /** Also of APIs that were replaced meanwhile: an answer that is awaited still belongs to them. */
  readonly #conventions = new WeakMap<Api, SelectedConventions>()
  /** Saves reading a query that comes again, and lets others keep what they made of it. */
  readonly #queries = new Recent<string, QueryValues>(256)

  /** @throws MockConfigurationError when two of the APIs were given base paths by which they serve the same path. */
  constructor(apis: readonly Api[]) {
    this.#router = new Router(apis)
    this.#apis = apis
    this.#select(apis)
  }

  get router(): Router {
    return this.#router
  }

  get apis(): readonly Api[] {
    return this.#apis
  }

  conventionsOf(api: Api): SelectedConventions {
    return this.#conventions.get(api) as SelectedConventions
  }

  /** The query of a request; the same object when it comes again. */
  queryOf({ search }: MockRequest): QueryValues | Problem {
    const known = this.#queries.get(search)
    if (known) return known
    const query = parseQuery(search)
    return isProblem(query) ? query : this.#queries.keep(search, query)
  }

  /** Serves other descriptions from now on; the states stay. @throws MockConfigurationError */
  replace(apis: readonly Api[]): void {
    this.#router = new Router(apis)
    this.#apis = apis
    this.#select(apis)
  }

  /** What is wrong with the descriptions, without keeping them from being served. */
  warnings(): string[] {
    return this.#apis.flatMap((api) => {
      const { unknown } = this.conventionsOf(api)
      const missing = unknown.length > 0 ? [`The mock has no convention called ${unknown.join(', ')}.`] : []
      return groupedWarnings([...api.warnings, ...missing]).map((warning) => `${api.source}: ${warning}`)
    })
  }

  #select(apis: readonly Api[]): void {
    for (const api of apis) this.#conventions.set(api, new SelectedConventions(api))
  }
}
