import type { Success } from './answer.ts'
import type { Call } from './attempt.ts'
import { ClientError } from './errors.ts'
import { type OperationEntry, readInput } from './flat-input.ts'
import { type ClientOptions, readOptions } from './options.ts'
import { readPages } from './paging.ts'
import type { PageLink, Protocol } from './protocol/protocol.ts'
import { createSend, type Send } from './send.ts'

/** One API, or several at one address. */
export interface Api {
  baseUrl: string
  protocol: Protocol
  operations: Record<string, OperationEntry>
}

/**
 * Builds both styles on one core: a verb for each method that the table has, and a method for each operation.
 *
 * @param name The function the caller used, for messages about the options.
 */
export function createClient(name: string, api: Api, options: ClientOptions): object {
  const settings = readOptions(name, options, api.baseUrl)
  const send = createSend(api.protocol, settings)
  const client: Record<string, unknown> = {}
  for (const [operationId, operation] of Object.entries(api.operations)) {
    client[operation.method] ??= createVerb(send, operation.method)
    client[operationId] = createOperation(send, operationId, operation, api.protocol, settings.baseUrl)
  }
  return client
}

/** A verb gives failures as `error`; what is thrown is a mistake of the program, such as a missing parameter. */
function createVerb(send: Send, method: string) {
  return async (path: string, call: Call = {}) => {
    try {
      const { data, response } = await send(method, path, { ...call, params: { path: {}, ...call.params } })
      return { data, response }
    } catch (error) {
      if (error instanceof ClientError) return { error, response: error.response }
      throw error
    }
  }
}

function createOperation(
  send: Send,
  operationId: string,
  operation: OperationEntry,
  protocol: Protocol,
  baseUrl: string,
) {
  const { method, path, items } = operation
  const run = async (input: object = {}) => send(method, path, readInput(operationId, operation, input))
  const call = async (input?: object) => (await run(input)).data
  const withResponse = async (input?: object) => {
    const { data, response } = await run(input)
    return { data, response }
  }
  if (!items) return Object.assign(call, { withResponse })

  const pages = ({ from, ...input }: { from?: PageLink } = {}) =>
    readPages(protocol, baseUrl, (link) => (link ? fetchLink(input, link) : run(input)), from)

  /** A link is complete but for the headers. */
  const fetchLink = (
    input: object,
    link: { path: string; headers: Record<string, string> },
  ): Promise<Success> => {
    const { params, ...rest } = readInput(operationId, operation, input)
    return send(method, link.path, { ...rest, params: { header: { ...params?.header, ...link.headers } } })
  }
  return Object.assign(call, {
    withResponse,
    pages,
    items: (input?: { from?: PageLink }) => readItems(pages(input), items),
  })
}

async function* readItems(pages: AsyncIterable<unknown>, name: string) {
  for await (const page of pages) yield* (page as Record<string, unknown[]>)[name] ?? []
}
