import { details } from './api.ts'
import { type ClientDetails, createVerb } from './client.ts'
import type { ApiError } from './errors.ts'
import type { Call, Middleware, OpenapiFetchClient } from './request.ts'
import type { ClientMethods, DataAt, FailureAt } from './types/client.ts'
import type { ApiTypes, OperationAt } from './types/inputs.ts'

/** The paths of a client as openapi-typescript writes them, except that every failure is an error of the client. */
export type PathsOf<Api extends ApiTypes> = {
  [Path in Api['table'][keyof Api['table']]['path']]: Partial<Record<Absent<Api, Path>, never>> & {
    [Id in IdsAt<Api, Path> as Lowercase<Api['table'][Id]['method']>]: PathOperation<Api, Id>
  }
}

type IdsAt<Api extends ApiTypes, Path> = {
  [Id in keyof Api['table']]: Api['table'][Id]['path'] extends Path ? Id : never
}[keyof Api['table']]

/** The methods that a path does not have. Libraries that build on openapi-fetch expect every method at every path. */
type Absent<Api extends ApiTypes, Path> = Exclude<
  Lowercase<(typeof methods)[number]>,
  Lowercase<Api['table'][IdsAt<Api, Path>]['method']>
>

/** A client with the interface of openapi-fetch. Declarations can name this type without depending on openapi-fetch. */
export interface OpenapiFetch<Api extends ApiTypes> extends OpenapiFetchClient<PathsOf<Api>> {}

type PathOperation<Api extends ApiTypes, Id> = Omit<OperationAt<Api, Id>, 'responses'> & {
  responses: {
    200: { content: { 'application/json': DataAt<Api, Id> } }
    default: { content: { 'application/json': Shown<FailureAt<Api, Id>> } }
  }
}

/** The types of openapi-fetch drop properties that are always `undefined`, so `status` would not tell errors apart. */
type Shown<Failed> =
  Failed extends ApiError<number, unknown>
    ? Failed
    : Omit<Failed, 'status'> & { status?: 0 | undefined; code?: string | undefined }

const methods = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'] as const

/**
 * Gives a client the interface of openapi-fetch, for libraries that need it: openapi-react-query, swr-openapi and others.
 *
 * Tokens, retries, time limits, errors and middleware stay those of the client. Of openapi-fetch's options for one call,
 * `params`, `body`, `headers`, `signal`, `middleware` and those of `fetch` have an effect.
 *
 * @param client A client of this package.
 * @returns A client whose `error` is a `ClientError`.
 * @example
 * ```ts
 * import createQueryHooks from 'openapi-react-query'
 *
 * const api = createQueryHooks(openapiFetch(graph))
 * const { data, error } = api.useQuery('get', '/Customers/{CustomersId}', { params: { path: { CustomersId } } })
 * ```
 */
export function openapiFetch<Api extends ApiTypes>(client: ClientMethods<Api>): OpenapiFetch<Api> {
  const { send, settings } = (client as unknown as { [details]: ClientDetails })[details]
  const verbs = Object.fromEntries(methods.map((method) => [method, createVerb(send, method)]))
  const face = {
    ...verbs,
    request: (method: string, path: string, call?: Call) =>
      createVerb(send, method.toUpperCase())(path, call),
    use: (...middleware: Middleware[]) => client.use(...middleware),
    eject: (...middleware: Middleware[]) => {
      const kept = settings.middleware.filter((each) => !middleware.includes(each))
      settings.middleware.splice(0, Number.POSITIVE_INFINITY, ...kept)
    },
  }
  return face as unknown as OpenapiFetch<Api>
}
