import { listIn } from './answer.ts'
import { type Api, details, type OperationEntry } from './api.ts'
import { ClientError } from './errors.ts'
import { type ClientOptions, readOptions, type Settings } from './options.ts'
import { readLink, readPages, type SafeLink } from './paging.ts'
import type { PageLink } from './protocol/protocol.ts'
import type { Call, Middleware, Parameters } from './request.ts'
import { createSend, type Send, type Success } from './send.ts'

/** Stored at a method under {@link details}. */
export interface OperationDetails {
  api: Api
  operationId: string
  operation: OperationEntry
}

/** Stored at a client under {@link details}. */
export interface ClientDetails {
  api: Api
  settings: Settings
  send: Send
}

/**
 * Builds both styles on one core: a verb for each HTTP method in the table, and a method for each operation.
 *
 * @param name Name of the function that the caller used, for messages about the options.
 * @param parent Settings of the client that this one is derived from.
 */
export function createClient(
  name: string,
  api: Api,
  options: Partial<ClientOptions>,
  parent?: Settings,
): object {
  const settings = readOptions(name, options, api, parent)
  const send = createSend(api, settings)
  const linkBases = [...new Set([settings.baseUrl, api.baseUrl, ...settings.linkBases])].map(
    (base) => new URL(`${base}/`),
  )
  const client: Record<string | symbol, unknown> = {
    [details]: { api, settings, send } satisfies ClientDetails,
    with: (changes: Partial<ClientOptions> = {}) => createClient('with', api, changes, settings),
    use: (...middleware: Middleware[]) => {
      settings.middleware.push(...middleware)
    },
  }
  for (const [operationId, operation] of Object.entries(api.operations)) {
    client[operation.method] ??= createVerb(send, operation.method)
    client[operationId] = createOperation(send, { api, operationId, operation }, linkBases)
  }
  return client
}

/** A verb returns failures as `error`. It throws only mistakes of the program, such as a missing parameter. */
export function createVerb(send: Send, method: string) {
  return async (path: string, call: Call = {}) => {
    try {
      // Without a path, openapi-fetch would send the braces of the template.
      const params = { ...call.params, path: call.params?.path ?? {} }
      return shown(await send(method, path, { ...call, params }))
    } catch (error) {
      if (error instanceof ClientError) return { error, response: error.response }
      throw error
    }
  }
}

const shown = ({ data, response }: Success) => ({ data, response })

interface OperationInput {
  from?: PageLink | null
}

function createOperation(send: Send, about: OperationDetails, linkBases: readonly URL[]) {
  const { operationId, operation, api } = about
  const { method, path, items } = operation
  const run = (input: object, link?: SafeLink) => {
    const call = readInput(operationId, operation, input)
    // A link has everything but the headers.
    if (link) call.params = { header: { ...call.params?.header, ...link.headers } }
    return send(method, link?.path ?? path, call, items)
  }
  const answer = (input: OperationInput = {}) => {
    if (items === undefined) return run(input)
    const { from, ...rest } = input
    return run(rest, readLink(api.protocol, linkBases, from))
  }
  const pages = ({ from, ...input }: OperationInput = {}) =>
    readPages(api.protocol, linkBases, (link) => run(input, link), from)
  return Object.assign(async (input?: OperationInput) => (await answer(input)).data, {
    [details]: about,
    withResponse: async (input?: OperationInput) => shown(await answer(input)),
    ...(items !== undefined && { pages, items: (input?: OperationInput) => readItems(pages(input), items) }),
  })
}

async function* readItems(pages: AsyncIterable<unknown>, name: string) {
  for await (const page of pages) yield* listIn(page, name) as unknown[]
}

/**
 * Sorts the flat input of an operation into the places of its parameters.
 *
 * @throws {TypeError} When a name is unknown: callers in JavaScript have no types to tell them.
 */
export function readInput(name: string, { path, query, header }: OperationEntry, input: object): Call {
  const params: Record<keyof Parameters, Record<string, unknown>> = { path: {}, query: {}, header: {} }
  const call: Call & Record<string, unknown> = { params }
  for (const [key, value] of Object.entries(input)) {
    if (path.includes(`{${key}}`)) params.path[key] = value
    else if (query?.includes(key)) params.query[key] = value
    else if (header?.includes(key)) params.header[key] = value
    else if (['body', 'headers', 'signal', 'timeout'].includes(key)) call[key] = value
    else throw new TypeError(`${name}: unknown input ${key}`)
  }
  return call
}
