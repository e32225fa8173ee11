import type { Answer } from '../../exchange/answer.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import { isObject } from '../../json/json.ts'

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
    const base = typeof link === 'string' ? bases.find((one) => link.startsWith(`${one}/`)) : undefined
    if (base === undefined) continue
    answer.body = {
      ...(answer.body as object),
      [name]: request.origin + basePath + String(link).slice(base.length),
    }
  }
}

function serversOf(servers: unknown): string[] {
  const list = Array.isArray(servers) ? servers : []
  return list.flatMap((server) =>
    isObject(server) && typeof server.url === 'string' ? [server.url.replace(/\/$/, '')] : [],
  )
}
