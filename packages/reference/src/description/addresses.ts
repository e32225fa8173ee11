/**
 * Addresses of the pages, without the site's base path. They derive from the API's name, the operationId and the
 * schema's name and from nothing else, so that a link works as long as the names stay.
 */
export function apiAddress(api: string): string {
  return `/reference/${api}/`
}

export function operationAddress(api: string, operationId: string): string {
  return `/reference/${api}/${operationId}/`
}

export function schemaAddress(api: string, name: string): string {
  return `/reference/${api}/schemas/${name}/`
}

export function journeyAddress(name: string): string {
  return `/journeys/${name}/`
}

export function redocAddress(api: string): string {
  return `/redoc/${api}/`
}

export function descriptionAddress(api: string, extension: 'yaml' | 'json' = 'yaml'): string {
  return `/descriptions/${api}.${extension}`
}

/** The Markdown twin of a page: the same address with `.md` in place of the last slash. */
export function markdownAddress(address: string): string {
  return `${address.replace(/\/$/, '')}.md`
}

/** Anchor of one entry of the errors catalogue. */
export function errorAnchor(api: string, status: number | string, code: string | number): string {
  return `${api}-${status}-${code}`
}

/** Puts the base path of the site before an address. */
export function withBase(base: string, address: string): string {
  return `${base.replace(/\/$/, '')}${address}`
}
