import { type Selection, selectionText } from '@clientele/odata'
import type { Exchange } from '../../exchange/exchange.ts'
import type { Answer } from '../../exchange/message.ts'
import { isObject } from '../../json/json.ts'

/** `https://…/$metadata#Customers(id,displayName)/$entity`, on the mock's own origin. */
export function contextUrl(exchange: Exchange, selection: Selection | undefined): string {
  const { request, basePath, resource, operation } = exchange
  const chosen = selection ? `(${selectionText(selection)})` : ''
  // OData Protocol 4.01, section 10.4: a singleton is named by itself; `$entity` tells one of a set.
  const entity = operation.role === 'list' || resource?.kind === 'singleton' ? '' : '/$entity'
  return `${request.origin}${basePath}/$metadata#${pathOf(exchange, resource?.name ?? '')}${chosen}${entity}`
}

/** The entity set's path with the parents' keys, as OData writes contained entities. */
function pathOf({ pathParameters }: Exchange, template: string): string {
  return template
    .slice(1)
    .replace(/\/\{([^}]+)\}/g, (_, name: string) => `('${encodeURIComponent(pathParameters[name] ?? '')}')`)
}

const LINKS = ['@odata.context', '@odata.nextLink', '@odata.deltaLink']

/**
 * Examples of the description link to the real service. A client that follows such a link out of the mock would send
 * its token there, so the links lead to the mock.
 */
export function keepLinksLocal(answer: Answer, { api, request, basePath }: Exchange): void {
  const { body } = answer
  if (!isObject(body)) return
  const bases = serversOf(api.document.servers)
  for (const name of LINKS) {
    const link = body[name]
    if (typeof link !== 'string' || link.startsWith(`${request.origin}/`)) continue
    const base = bases.find((one) => link.startsWith(`${one}/`))
    const { [name]: _, ...others } = answer.body as Record<string, unknown>
    // A link that was made up (`Prefer: dynamic=true`) leads anywhere.
    if (base === undefined) answer.body = others
    else
      answer.body = {
        ...(answer.body as object),
        [name]: request.origin + basePath + link.slice(base.length),
      }
  }
}

function serversOf(servers: unknown): string[] {
  const list = Array.isArray(servers) ? servers : []
  return list.flatMap((server) =>
    isObject(server) && typeof server.url === 'string' ? [server.url.replace(/\/$/, '')] : [],
  )
}
