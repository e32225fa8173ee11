import type { Middleware, MiddlewareContext } from './transport.ts'

/**
 * Runs middleware around a request in the order of openapi-fetch: requests forwards, answers and errors backwards.
 * An answer that `onRequest` gives stands in for the request and for all that would follow.
 */
export async function runMiddleware(
  middleware: readonly Middleware[],
  context: MiddlewareContext,
  request: Request,
  send: (request: Request) => Promise<Response>,
): Promise<Response> {
  if (middleware.length === 0) return send(request)
  let final = request
  for (const each of middleware) {
    const result = await each.onRequest?.({ ...context, request: final })
    if (result instanceof Response) return result
    final = result ?? final
  }
  const backwards = middleware.toReversed()
  let response: Response
  try {
    response = await send(final)
  } catch (error) {
    response = await recover(backwards, { ...context, request: final }, error)
  }
  for (const each of backwards) {
    response = (await each.onResponse?.({ ...context, request: final, response })) ?? response
  }
  return response
}

async function recover(
  backwards: readonly Middleware[],
  context: MiddlewareContext & { request: Request },
  error: unknown,
): Promise<Response> {
  let failure = error
  for (const each of backwards) {
    const result = await each.onError?.({ ...context, error: failure })
    if (result instanceof Response) return result
    failure = result ?? failure
  }
  throw failure
}
