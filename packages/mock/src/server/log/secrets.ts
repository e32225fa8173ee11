import type { SecuritySchemeObject } from '@clientele/description'
import type { Api } from '../../description/api.ts'
import { isObject, type JsonValue } from '../../json/json.ts'

/** What replaces a secret. */
export const leftOut = '(left out)'

const secretName =
  /authorization|cookie|passw|passphrase|secret|token|api[-_]?key|subscription-key|signature|assertion|credential|^sig$|^code$/i

/** Names that look like secrets but are places in a list. */
const place = /^\$?(?:skip|delta)token$|^(?:ms-)?continuationtoken$/i

/** Knows the names whose values are secrets: the usual ones, and those that descriptions declare. */
export class Secrets {
  readonly #declared: ReadonlySet<string>

  /** @param declared Names of properties, parameters and headers that descriptions mark as secret. */
  constructor(declared: Iterable<string> = []) {
    this.#declared = new Set(Array.from(declared, (name) => name.toLowerCase()))
  }

  has(name: string): boolean {
    return this.#declared.has(name.toLowerCase()) || (secretName.test(name) && !place.test(name))
  }

  /** A JSON value without the values of secret properties; objects are always looked into. */
  inJson(value: JsonValue, name = ''): JsonValue {
    if (Array.isArray(value)) return value.map((item: JsonValue) => this.inJson(item, name))
    if (isObject(value)) return this.#inObject(value)
    return value !== null && this.has(name) ? leftOut : value
  }

  inHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
    const entries = Object.entries(headers).map(([name, value]) => [name, this.#inHeader(name, value)])
    return Object.fromEntries(entries)
  }

  /** The query of an address without the values of secret parameters; names and order stay. */
  inQuery(search: string): string {
    return search
      .split('&')
      .map((pair) => {
        const [name = ''] = pair.split('=', 1)
        return pair.includes('=') && this.has(decoded(name)) ? `${name}=${leftOut}` : pair
      })
      .join('&')
  }

  /** A page's own address may carry the token of its sign-in. */
  #inHeader(name: string, value: string): string {
    if (this.has(name)) return leftOut
    const query = name === 'referer' ? value.indexOf('?') : -1
    return query < 0 ? value : `${value.slice(0, query + 1)}${this.inQuery(value.slice(query + 1))}`
  }

  #inObject(value: Record<string, unknown>): JsonValue {
    const entries = Object.entries(value).map(([name, each]) => [name, this.inJson(each as JsonValue, name)])
    return Object.fromEntries(entries)
  }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/**
 * Names that a description marks as secret: properties with `format: password` or `writeOnly: true`, and the
 * headers and query parameters of its API keys.
 */
export function declaredSecrets(document: unknown): Set<string> {
  const names = new Set<string>()
  const seen = new Set<unknown>()
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return
    seen.add(node)
    if (isObject(node)) collect(node, names)
    for (const child of Object.values(node)) look(child)
  }
  look(document)
  return names
}

function collect(node: Record<string, unknown>, names: Set<string>): void {
  if (node.type === 'apiKey' && typeof node.name === 'string') names.add(node.name)
  if (!isObject(node.properties)) return
  for (const [name, schema] of Object.entries(node.properties)) {
    if (isObject(schema) && (schema.format === 'password' || schema.writeOnly === true)) names.add(name)
  }
}

/** Names of the query parameters, headers and cookies that carry the API keys of these APIs. */
export function apiKeyNames(apis: readonly Api[]): string[] {
  return apis.flatMap(({ description }) =>
    description
      .parts<SecuritySchemeObject>(description.root, 'components', 'securitySchemes')
      .flatMap(({ node: { type, name } }) => (type === 'apiKey' ? [String(name)] : [])),
  )
}
