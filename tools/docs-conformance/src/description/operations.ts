import type { OperationName } from '../facts/fact.ts'
import { pathShape, spellingsOf } from '../pages/request-line.ts'
import { type Description, isObject, joinPointer, type Located } from './description.ts'

/** An operation of the description. */
export interface DescribedOperation {
  method: string
  path: string
  located: Located
  /** The path item, whose parameters hold for all its operations. */
  pathItem: Located
}

export interface FoundOperation {
  operation: DescribedOperation
  /** Why the page's path is not the description's, for example another letter case. */
  difference?: string
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

export function operationsOf(description: Description): DescribedOperation[] {
  const root = description.locate('')
  const paths = root ? description.parts(root, 'paths') : []
  return paths.flatMap(({ name: path, located: pathItem }) =>
    METHODS.flatMap((method) => {
      const located = description.part(pathItem, method)
      return located ? [{ method: method.toUpperCase(), path, located, pathItem }] : []
    }),
  )
}

/** The addresses under which the description is served; relative ones are left out. */
export function serversOf(description: Description): string[] {
  const { servers } = description.document
  const urls = Array.isArray(servers)
    ? servers.flatMap((server) => (isObject(server) ? [server.url] : []))
    : []
  return urls.filter((url): url is string => typeof url === 'string').map((url) => url.replace(/\/$/, ''))
}

/**
 * Finds the operation that a page names. The version segment may stand in the server or in the path. A path that
 * differs in letter case alone, or in the names of its placeholders, is found together with the difference.
 */
export function findOperation(
  description: Description,
  name: OperationName,
  server: string | undefined,
): FoundOperation | undefined {
  const [method = '', ...rest] = name.split(' ')
  const wanted = addressesOf(rest.join(' '), server ? [server] : [])
  const candidates = operationsOf(description).filter((operation) => operation.method === method)
  const exact = candidates.find((operation) => matches(wanted, addresses(operation, description), samePath))
  if (exact) return { operation: exact }
  const shaped = candidates.find((operation) => matches(wanted, addresses(operation, description), sameShape))
  if (shaped) return { operation: shaped, difference: `other placeholders: ${shaped.path}` }
  const near = candidates.find((operation) =>
    matches(wanted, addresses(operation, description), sameInAnyCase),
  )
  return near && { operation: near, difference: `the path in other letters: ${near.path}` }
}

function addresses(operation: DescribedOperation, description: Description): string[][] {
  return addressesOf(operation.path, serversOf(description))
}

/** The path alone, and the path behind the path of each server. */
function addressesOf(path: string, servers: readonly string[]): string[][] {
  return [[path], servers.map((server) => (URL.parse(server)?.pathname ?? '').replace(/\/$/, '') + path)]
}

function matches(
  wanted: string[][],
  described: string[][],
  same: (left: string, right: string) => boolean,
): boolean {
  return wanted.some((paths, kind) =>
    paths.some((left) => described[kind]?.some((right) => same(left, right))),
  )
}

function samePath(left: string, right: string): boolean {
  return sameShape(left, right) && samePlaceholders(left, right)
}

function sameInAnyCase(left: string, right: string): boolean {
  return sameShape(left.toLowerCase(), right.toLowerCase())
}

function sameShape(left: string, right: string): boolean {
  return pathShape(left) === pathShape(right)
}

function samePlaceholders(left: string, right: string): boolean {
  const names = (path: string) => Array.from(path.matchAll(/\{([^{}]+)\}/g), (match) => match[1] ?? '')
  const others = names(right)
  return names(left).every((name, index, own) => {
    const other = others[index] ?? ''
    // A page may name two placeholders alike; OpenAPI may not.
    if (own.indexOf(name) < index) return true
    return name === other || spellingsOf(name).includes(other) || name.replaceAll('|', '-or-') === other
  })
}

/** The parameters of an operation with those of its path item. */
export function parametersOf(description: Description, operation: DescribedOperation): Located[] {
  const own = description.parts(operation.located, 'parameters')
  const shared = description.parts(operation.pathItem, 'parameters')
  const isOverridden = (parameter: Located) =>
    own.some(
      ({ located }) => located.node.name === parameter.node.name && located.node.in === parameter.node.in,
    )
  return [
    ...own.map(({ located }) => located),
    ...shared.map(({ located }) => located).filter((parameter) => !isOverridden(parameter)),
  ]
}

export function responseOf(
  description: Description,
  operation: DescribedOperation,
  status: number | string,
): Located | undefined {
  return description.part(operation.located, 'responses', String(status))
}

/** The schemas of a request body or a response by media type. */
export function schemasOf(
  description: Description,
  message: Located | undefined,
): { mediaType: string; located: Located; schema?: Located }[] {
  if (!message) return []
  return description.parts(message, 'content').map(({ name: mediaType, located }) => {
    const schema = description.locate(joinPointer(located.pointer, 'schema'))
    return schema ? { mediaType, located, schema } : { mediaType, located }
  })
}
