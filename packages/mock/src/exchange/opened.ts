import type { Clock } from '../clock/clock.ts'
import type { LoadedApi } from '../description/loaded-api.ts'
import type { DescribedOperation } from '../description/operations/described-operation.ts'
import type { InferredResource } from '../description/resources/inferred-resource.ts'
import type { Route } from '../description/routes/router.ts'
import type { Random } from '../random/random.ts'
import type { Entry, Scope, Store } from '../store/store.ts'
import type { Change, Exchange, QueryValues } from './exchange.ts'
import { type Preferences, parsePrefer } from './prefer.ts'
import type { MockRequest } from './request.ts'

/** What every exchange of a mock shares. */
export interface World {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
}

/** An exchange at its start; a class, because all of them then have the same shape for the runtime. */
export class OpenedExchange implements Exchange {
  readonly request: MockRequest
  readonly api: LoadedApi
  readonly operation: DescribedOperation
  readonly resource: InferredResource | undefined
  readonly pathParameters: Readonly<Record<string, string>>
  readonly basePath: string
  readonly scope: Scope | undefined
  readonly key: string | undefined
  query: QueryValues
  headers: Record<string, string>
  body: unknown = undefined
  bodyMediaType: string | undefined = undefined
  bodyUnread = false
  readonly prefer: Preferences
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  demanded = false
  change: Change | undefined = undefined
  entry: Entry | undefined = undefined
  readonly why: string[] = []

  constructor(
    request: MockRequest,
    { api, operation, pathParameters, basePath }: Route,
    query: QueryValues,
    place: { resource: InferredResource | undefined; scope: Scope | undefined; key: string | undefined },
    world: World,
  ) {
    this.request = request
    this.api = api
    this.operation = operation
    this.pathParameters = pathParameters
    this.basePath = basePath
    this.resource = place.resource
    this.scope = place.scope
    this.key = place.key
    this.query = query
    this.headers = { ...request.headers }
    this.prefer = parsePrefer(request.headers.prefer)
    this.store = world.store
    this.clock = world.clock
    this.random = world.random
  }
}
