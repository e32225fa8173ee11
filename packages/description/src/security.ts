import type { Description } from './description.ts'
import type { SecurityRequirementObject } from './openapi.ts'
import type { Operation } from './operation.ts'

/** Where a token goes. */
export type Security =
  | { type: 'bearer' }
  | { type: 'basic' }
  | { type: 'none' }
  | { type: 'apiKey'; in: 'header' | 'query' | 'cookie'; name: string }

interface Scheme {
  type?: unknown
  scheme?: unknown
  in?: unknown
  name?: unknown
}

/**
 * Where the token goes, by the first security scheme of the description or of the first operation that has one. OAuth 2 and
 * OpenID Connect are `bearer`, and so is every scheme that this cannot read.
 *
 * @param report Called with each thing that a client with a single token cannot do.
 */
export function securityOf(description: Description, report: (problem: string) => void = () => {}): Security {
  const { security = [], components } = description.document
  const lists = [security, ...description.operations.map((operation: Operation) => operation.security)]
  const requirement = lists.flat().find((each: SecurityRequirementObject) => Object.keys(each).length > 0)
  const [name, ...others] = Object.keys(requirement ?? {})
  if (name === undefined) return { type: 'none' }
  if (others.length > 0)
    report(`security asks for ${name} and ${others.join(', ')} at once; the token is for ${name}`)
  const scheme = components?.securitySchemes?.[name] as Scheme | undefined
  const read = scheme && readScheme(scheme)
  if (!read) report(`security: no token can be sent by the scheme ${name}`)
  return read ?? { type: 'bearer' }
}

function readScheme({ type, scheme, in: place, name }: Scheme): Security | undefined {
  if (type === 'oauth2' || type === 'openIdConnect') return { type: 'bearer' }
  const kind = String(scheme).toLowerCase()
  if (type === 'http' && kind === 'bearer') return { type: 'bearer' }
  if (type === 'http' && kind === 'basic') return { type: 'basic' }
  if (type !== 'apiKey' || typeof name !== 'string') return undefined
  return place === 'header' || place === 'query' || place === 'cookie'
    ? { type: 'apiKey', in: place, name }
    : undefined
}
