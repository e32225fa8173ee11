import { type Selection, selectionText } from '@clientele/odata'
import type { Exchange } from '../../exchange/exchange.ts'

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
