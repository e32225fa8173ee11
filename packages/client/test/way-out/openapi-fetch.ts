// What the client uses from openapi-fetch, rewritten: src/request.ts would contain this without openapi-fetch.

export interface MergedOptions {
  baseUrl: string
  fetch: typeof globalThis.fetch
  parseAs: 'json'
  querySerializer: (values: Record<string, unknown>) => string
  bodySerializer: (body: unknown) => string
  pathSerializer: (path: string, values: Record<string, unknown>) => string
}

interface Parameters {
  query?: Record<string, unknown>
  header?: Record<string, unknown>
  path?: Record<string, unknown>
  cookie?: Record<string, unknown>
}

export interface MiddlewareCallbackParams {
  request: Request
  readonly schemaPath: string
  readonly params: Parameters
  readonly id: string
  readonly options: MergedOptions
}

type Answered<Extra, Value> = (options: MiddlewareCallbackParams & Extra) => Value | Promise<Value>

// biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing is one
type Nothing = void | undefined

export interface Middleware {
  onRequest?: Answered<unknown, Request | Response | Nothing>
  onResponse?: Answered<{ response: Response }, Response | Nothing>
  onError?: Answered<{ error: unknown }, Response | Error | Nothing>
}

/** The entry `@clientele/client/openapi-fetch` would be removed: it serves libraries that need openapi-fetch itself. */
export type Client<_Paths = unknown, _Media = unknown> = object

/** The address of a request. */
export function createFinalURL(
  path: string,
  {
    baseUrl,
    params,
    querySerializer,
    pathSerializer,
  }: Pick<MergedOptions, 'baseUrl' | 'querySerializer' | 'pathSerializer'> & {
    params: Parameters
  },
): string {
  const address = params.path ? pathSerializer(baseUrl + path, params.path) : baseUrl + path
  const search = querySerializer(params.query ?? {}).replace(/^\?/, '')
  return search ? `${address}?${search}` : address
}
