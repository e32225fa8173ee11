/** Where the site will live. */
export interface SiteAddress {
  /** Path of the site on its host, with a slash at its start. */
  base: string
  /** Origin of the host, when it is known: canonical links, the sitemap and `llms.txt` then name full addresses. */
  site?: string
}

/**
 * Reads `CLIENTELE_SITE_BASE`: a path such as `/clientele`, or a full address such as
 * `https://owner.github.io/clientele`. Empty means the root of an unknown host.
 *
 * @throws Error when the text is neither.
 */
export function siteAddress(text: string | undefined): SiteAddress {
  if (!text) return { base: '/' }
  if (URL.canParse(text)) return fullAddress(new URL(text), text)
  if (/^[^/]*[.:]/.test(text) || /[?#\s]/.test(text)) throw unreadable(text)
  return { base: text.startsWith('/') ? text : `/${text}` }
}

function fullAddress({ protocol, origin, pathname, search, hash, username }: URL, text: string): SiteAddress {
  if (!/^https?:$/.test(protocol) || search || hash || username) throw unreadable(text)
  return { base: pathname, site: origin }
}

function unreadable(text: string): Error {
  return new Error(
    `CLIENTELE_SITE_BASE is "${text}". Give a path, such as "/clientele", or a full address without query, such as ` +
      '"https://owner.github.io/clientele".',
  )
}
