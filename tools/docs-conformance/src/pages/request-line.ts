/** A request line of a page, split into the parts that OpenAPI separates. */
export interface RequestLine {
  method: string
  /** Path without server and query; `<x>` and `{ x }` are written `{x}`. */
  path: string
  /** `https://host` with the version segment if the page gives an absolute URL; else only the version segment. */
  server?: string
  /** Names inside the braces of the path, in order; `{id | userPrincipalName}` is one name with two spellings. */
  pathParameters: string[]
  /** Names of the query parameters, percent-decoded. */
  queryParameters: string[]
  /** The placeholders of query parameters, if they have other names: `?billingType={cycle}`. */
  queryPlaceholders?: Record<string, string>
}

const METHOD = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE)(?:\s+|(?=\/))/
/** Removed separately: one expression for the whole line takes quadratic time on a line of blanks. */
const PROTOCOL = /\sHTTP[/ ]\d(?:\.\d)?$/
/** `{baseURL}` is the scheme and the host. */
const BASE = /^(https?:\/\/[^/?#\s]+|\{+base-?ur[il]\}+)?(\/(?:beta|v\d+(?:\.\d+)?)(?=[/?#]|$))?(.*)$/i

/**
 * Reads one request line.
 *
 * @param text A line such as `GET https://graph.microsoft.com/beta/users/{id | userPrincipalName}?$top=5`.
 * @returns The parts, or `undefined` when the text is not a request line.
 */
export function readRequestLine(text: string): RequestLine | undefined {
  const words = text.trim().replace(PROTOCOL, '').trimEnd()
  const [start = '', method] = METHOD.exec(words) ?? []
  if (!method) return undefined
  // Some pages have a blank in the address: `http:// host/path`.
  const target = words.slice(start.length).replace(/^(https?:\/\/) +/, '$1')
  const [, host = '', version = '', rest = ''] = BASE.exec(target) ?? []
  const server = (host.startsWith('{') ? '' : host) + version
  const { path, query } = splitQuery(rest)
  const normalPath = normalizePath(path)
  if (/\s/.test(normalPath)) return undefined
  const line = {
    method,
    path: normalPath,
    pathParameters: pathParametersOf(normalPath),
    queryParameters: queryNames(query),
  }
  const queryPlaceholders = queryPlaceholdersOf(query)
  return {
    ...line,
    ...(server && { server }),
    ...(Object.keys(queryPlaceholders).length > 0 && { queryPlaceholders }),
  }
}

/** The spellings of a placeholder: a description may use either name of `id|userPrincipalName`. */
export function spellingsOf(name: string): string[] {
  return name.split('|')
}

function splitQuery(target: string): { path: string; query: string } {
  // A page may have lost the question mark before its first parameter.
  const at = target.search(/\?|&(?=[\w$]+=)/)
  return at < 0 ? { path: target, query: '' } : { path: target.slice(0, at), query: target.slice(at + 1) }
}

function normalizePath(path: string): string {
  const braced = path.replace(/<([^<>{}]+)>/g, '{$1}')
  const alternatives = braced.replace(/\{([^{}]*)\}\s*\|\s*\{?([\w-]+)\}?(?=\/|$)/g, '{$1|$2}')
  const tight = alternatives.replace(/\{([^{}]*)\}/g, (_, name: string) => `{${tighten(name)}}`)
  const called = tight.replace(/\(([^()]*=[^()]*)\)/g, (_, list: string) => `(${argumentsOf(list)})`)
  return `/${called}`.replace(/\/{2,}/g, '/')
}

/** An argument is a path parameter under its own name: `range(address={text})` is `range(address={address})`. */
function argumentsOf(list: string): string {
  return list
    .split(',')
    .map((pair) => pair.trim().replace(/^(@?\w+)\s*=\s*('?).*$/, '$1=$2{$1}$2'))
    .join(',')
}

function tighten(name: string): string {
  return name
    .split('|')
    .map((spelling) => spelling.trim().replace(/\s+/g, '-'))
    .join('|')
}

export function pathParametersOf(path: string): string[] {
  return Array.from(path.matchAll(/\{([^{}]+)\}/g), (match) => match[1] ?? '')
}

function queryNames(query: string): string[] {
  // Words after a blank belong to the value before them: `$orderby=name desc`.
  const names = query.split(/[&?]+/).map((pair) => decode(pair.split('=')[0] ?? '').trim())
  return names.filter((name) => /^[$\w.-]+$/.test(name))
}

/** The parameter whose value each placeholder gives. */
function queryPlaceholdersOf(query: string): Record<string, string> {
  const pairs = query.matchAll(/(?:^|[&?])([\w$.-]+)=[{<]([\w-]+)[}>](?=&|$)/g)
  return Object.fromEntries(Array.from(pairs, ([, name, placeholder]) => [placeholder, name]))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * The path with every placeholder, and every argument of a function call, reduced to its position, so that
 * `range(address='A1')` and `range(address='{address}')` meet.
 */
export function pathShape(path: string): string {
  return path
    .replace(/([(,]\s*)([\w@.]+)\s*=\s*(?:'[^']*'|[^,()]*)/g, '$1$2={}')
    .replace(/\{[^{}]*\}/g, '{}')
    .replace(/\/$/, '')
}
