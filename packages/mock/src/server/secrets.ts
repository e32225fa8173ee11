import type { SecuritySchemeObject } from '@clientele/description'
import type { Api } from '../description/api.ts'
import { percentDecoded } from '../exchange/message.ts'
import { isObject, type JsonValue, objectsIn } from '../json/json.ts'

/** What replaces a secret. */
export const leftOut = '(left out)'

const secretName =
  /authorization|cookie|passw|passphrase|pwd|secret|token|jwt|api[-_]?key|(?:subscription|functions|access|account|private)[-_]?key|signature|assertion|credential|device[-_]?code|^saml(?:request|response|art)$|^(?:sig|code|code[-_]verifier|pin|t?otp|cvv|cvc)$/i

/** Properties that hold the secret in an object with a secret's name: `{ "token": { "value": "…" } }`. */
const secretPart = /^(?:value|raw|text|plain|data|content|hash|key)$/i

/** Names that look like secrets but are places in a list. */
const place = /^\$?(?:skip|delta)token$|^(?:ms-)?continuationtoken$/i

/** Names whose values are secrets: the usual ones, and those that descriptions declare. */
export class Secrets {
  readonly #declared: ReadonlySet<string>

  /** @param declared Names of properties, parameters and headers that descriptions mark as secret. */
  constructor(declared: Iterable<string> = []) {
    this.#declared = new Set(Array.from(declared, (name) => name.toLowerCase()))
  }

  /** Forms write the name of a nested property as `user[pin]` or `user.pin`. */
  has(name: string): boolean {
    return name.split(/[.[\]]+/).some((part) => this.#hasPart(part))
  }

  #hasPart(name: string): boolean {
    return this.#declared.has(name.toLowerCase()) || (secretName.test(name) && !place.test(name))
  }

  /**
   * A JSON value without the values of secret properties, at any depth.
   *
   * @param name Of the property that has the value.
   * @param within Of the object around it.
   */
  inJson(value: JsonValue, name = '', within = ''): JsonValue {
    if (Array.isArray(value)) return value.map((item: JsonValue) => this.inJson(item, name, within))
    if (isObject(value)) return this.#inObject(value, name)
    if (value === null) return value
    return this.has(name) || (secretPart.test(name) && this.has(within)) ? leftOut : value
  }

  inHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
    const entries = Object.entries(headers).map(([name, value]) => [name, this.#inHeader(name, value)])
    return Object.fromEntries(entries)
  }

  /** Path and query of an address, and a fragment, which only a raw client sends. */
  inUrl(path: string, search: string): string {
    return this.#inAddress(search === '' ? path : `${path}?${search}`)
  }

  /** The query of an address without the values of secret parameters; names and order stay. */
  inQuery(search: string): string {
    return search
      .split(/([&#?;])/)
      .map((pair) => {
        const [name = ''] = pair.split('=', 1)
        if (!pair.includes('=')) return pair
        return this.has(percentDecoded(name) ?? name) || this.#leads(percentDecoded(pair) ?? pair)
          ? `${name}=${leftOut}`
          : pair
      })
      .join('')
  }

  /** Whether a value is an address that has a secret in its own query or fragment. */
  #leads(pair: string): boolean {
    return [...pair.matchAll(/[?&#]([^?&#=]+)=/g)].some(([, name = '']) => this.has(name))
  }

  #inAddress(address: string): string {
    const start = address.search(/[?#]/) + 1
    return start === 0 ? address : address.slice(0, start) + this.inQuery(address.slice(start))
  }

  /** A page's own address may carry the token of its sign-in, and so may the one that a proxy was asked for. */
  #inHeader(name: string, value: string): string {
    if (this.has(name)) return leftOut
    return /^referer$|-ur[il]$/.test(name) ? this.#inAddress(value) : value
  }

  #inObject(value: Record<string, unknown>, within: string): JsonValue {
    const entries = Object.entries(value).map(([name, each]) => [
      name,
      this.inJson(each as JsonValue, name, within),
    ])
    return Object.fromEntries(entries)
  }
}

/**
 * Names that a description marks as secret: properties with `format: password` or `writeOnly: true`, and the
 * headers and query parameters of its API keys.
 */
export function declaredSecrets(document: unknown): Set<string> {
  const names = new Set<string>()
  for (const node of objectsIn(document)) if (isObject(node)) collect(node, names)
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
