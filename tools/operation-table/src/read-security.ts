import type { Description, Operation, SecurityRequirementObject } from '@clientele/description'

/** Where the client puts the token. */
export type Security =
  | { type: 'bearer' | 'basic' | 'none' }
  | { type: 'apiKey'; in: 'header' | 'query' | 'cookie'; name: string }

interface Scheme {
  type?: unknown
  scheme?: unknown
  in?: unknown
  name?: unknown
}

/**
 * Reads where the token of a description goes: by the first scheme of its security, or of the first operation that asks
 * for any.
 */
export function readSecurity(description: Description, report: (problem: string) => void): Security {
  const { security = [], components } = description.document
  const lists = [security, ...description.operations.map((operation: Operation) => operation.security)]
  const requirement = lists.flat().find((each: SecurityRequirementObject) => Object.keys(each).length > 0)
  const [name, ...others] = Object.keys(requirement ?? {})
  if (name === undefined) return { type: 'none' }
  if (others.length > 0)
    report(`security asks for ${name} and ${others.join(', ')} at once; the token is for ${name}`)
  const scheme = components?.securitySchemes?.[name] as Scheme | undefined
  const read = scheme && readScheme(scheme)
  if (!read) report(`security: the client knows no way to send a token by the scheme ${name}`)
  return read ?? { type: 'bearer' }
}

function readScheme({ type, scheme, in: place, name }: Scheme): Security | undefined {
  if (type === 'oauth2' || type === 'openIdConnect') return { type: 'bearer' }
  const kind = String(scheme).toLowerCase()
  if (type === 'http' && (kind === 'bearer' || kind === 'basic')) return { type: kind }
  if (type !== 'apiKey' || typeof name !== 'string') return undefined
  return place === 'header' || place === 'query' || place === 'cookie'
    ? { type: 'apiKey', in: place, name }
    : undefined
}
