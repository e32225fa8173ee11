import type { Description, Located, Operation, ResponseObject } from '@clientele/description'
import type { OperationName } from '../facts/fact.ts'
import { pathShape, spellingsOf } from '../pages/request-line.ts'

export interface FoundOperation {
  operation: Operation
  /** Why the page's path is not the description's, for example another letter case. */
  difference?: string
}

/** The addresses under which the description is served. */
export function serversOf(description: Description): string[] {
  const urls = description.parts(description.root, 'servers').map(({ node }) => node.url)
  return urls.filter((url): url is string => typeof url === 'string').map((url) => url.replace(/\/$/, ''))
}

/**
 * Finds the operation that a page names. The version segment may be in the server or in the path. A path that differs
 * only in letter case or in the names of its placeholders is found together with the difference.
 */
export function findOperation(
  description: Description,
  name: OperationName,
  server: string | undefined,
): FoundOperation | undefined {
  const [method = '', ...rest] = name.split(' ')
  const wanted = addressesOf(rest.join(' '), server ? [server] : [])
  const servers = serversOf(description)
  const candidates = description.operations.filter((operation) => operation.method.toUpperCase() === method)
  const find = (same: (left: string, right: string) => boolean) =>
    candidates.find((operation) => matches(wanted, addressesOf(operation.path, servers), same))
  const exact = find(samePath)
  if (exact) return { operation: exact }
  const shaped = find(sameShape)
  if (shaped) return { operation: shaped, difference: `other placeholders: ${shaped.path}` }
  const near = find(sameInAnyCase)
  return near && { operation: near, difference: `the path in other letters: ${near.path}` }
}

/** The path alone, and the path after the path of each server. */
function addressesOf(path: string, servers: readonly string[]): string[][] {
  return [
    [path],
    servers.map(
      (server) => (URL.parse(server, 'https://host.example')?.pathname ?? '').replace(/\/$/, '') + path,
    ),
  ]
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
    // A page may give two placeholders the same name; OpenAPI may not.
    if (own.indexOf(name) < index) return true
    return name === other || spellingsOf(name).includes(other) || name.replaceAll('|', '-or-') === other
  })
}

export function responseOf(
  operation: Operation,
  status: number | string,
): Located<ResponseObject> | undefined {
  return operation.responses.find(({ name }) => name === String(status))
}
