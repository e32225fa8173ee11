type Headers = Record<string, string>

const aboutBody = new Set(['content-type', 'content-length', 'content-encoding', 'etag'])

/** The headers without those that speak of the body. */
export function withoutBody(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !aboutBody.has(name.toLowerCase())))
}

/** The headers with another content type, and without a length that may no longer be right. */
export function withContentType(headers: Headers, contentType: string): Headers {
  return { ...withoutBody(headers), 'Content-Type': contentType }
}
