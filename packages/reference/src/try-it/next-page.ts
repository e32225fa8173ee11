import type { SampleRequest } from '@clientele/code-samples'
import type { Answer } from './send.ts'

/**
 * The request for the page after this answer: by `Link: <…>; rel="next"`, or by what the body calls its next page, an
 * address such as `@odata.nextLink` or an object such as `links.next` of Partner Center.
 *
 * @param baseUrl - where requests go. A link that leads out of it is not followed: the token would go there, too.
 */
export function nextPage(answer: Answer, request: SampleRequest, baseUrl: string): SampleRequest | undefined {
  const link = linkOfHeader(answer.headers, request.url) ?? linkOfBody(answer.body)
  if (!link) return undefined
  const base = `${baseUrl.replace(/\/$/, '')}/`
  // A path is that of the host, or, as in Partner Center, one below the base address.
  const addresses = link.address.startsWith('/') ? [link.address, `.${link.address}`] : [link.address]
  const inside = addresses
    .map((address) => URL.parse(address, base)?.href)
    .find((url) => url?.startsWith(base))
  if (!inside) return undefined
  const own = request.headers.filter(({ name }) => !link.headers.some((header) => header.name === name))
  return { ...request, method: 'GET', url: inside, headers: [...own, ...link.headers] }
}

interface Link {
  address: string
  headers: SampleRequest['headers']
}

function linkOfHeader(headers: Answer['headers'], requested: string): Link | undefined {
  const [, value = ''] = headers.find(([name]) => name.toLowerCase() === 'link') ?? []
  const address = /<([^>]+)>[^,]*;\s*rel="?next\b/i.exec(value)?.[1]
  const url = address && URL.parse(address, requested)?.href
  return url ? { address: url, headers: [] } : undefined
}

function linkOfBody(text: string): Link | undefined {
  const body = record(json(text))
  const names = [
    ...Object.entries(body),
    ...Object.entries(record(body.links)),
    ...Object.entries(record(body._links)),
  ]
  for (const [name, value] of names) {
    if (!/^(@odata\.)?next(_?(link|url|page|href))?$/i.test(name)) continue
    const { uri, href } = record(value)
    const address = [value, uri, href].find((candidate) => typeof candidate === 'string')
    if (address) return { address: String(address), headers: headersOf(record(value).headers) }
  }
  return undefined
}

function headersOf(headers: unknown): Link['headers'] {
  return (Array.isArray(headers) ? headers : []).flatMap((header) => {
    const { key, value } = record(header)
    return typeof key === 'string' && typeof value === 'string' ? [{ name: key, value }] : []
  })
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
