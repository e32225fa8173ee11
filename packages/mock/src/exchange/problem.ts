import type { Operation } from '../description/operation.ts'

/** One mistake in a request. */
export interface Violation {
  /** Part of the request. */
  readonly in: 'path' | 'query' | 'header' | 'body' | 'security'
  /** Steps to it: a parameter's name, or the path of a property inside the body. Empty means the whole part. */
  readonly path: readonly string[]
  /** The expected value, for example `must be boolean`. */
  readonly message: string
  /** The schema keyword or rule that failed, for example `required`, `type`, `enum`. */
  readonly rule?: string
}

/**
 * An error answer before it has a shape. The engine and the conventions return problems; the convention of
 * the API (or the description's own error schema, or RFC 9457) gives them their body.
 */
export interface Problem {
  readonly status: number
  /** Short, and the same for all problems of one kind, for example `Not Found`. */
  readonly title: string
  /** What was wrong, where, and what to do. Never holds a token or a password. */
  readonly detail: string
  /** The vendor's own code, for example `60002`; without it the shape picks one for the status. */
  readonly code?: string
  readonly violations?: readonly Violation[]
  /** Headers that belong to the problem, such as `Allow`, `Retry-After`, `WWW-Authenticate`. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Saves looking for a mark in objects of different shapes, ten times for each request. */
class MadeProblem {
  constructor(facts: Problem) {
    Object.assign(this, facts)
  }
}

/** Makes a problem; the title defaults to the reason phrase of the status. */
export function problem(
  status: number,
  detail: string,
  more: Omit<Partial<Problem>, 'status' | 'detail'> = {},
): Problem {
  return new MadeProblem({ title: reasonPhrase(status), ...more, status, detail }) as Problem
}

/** Whether a value was made by {@link problem}: stages return either a result or a problem. */
export function isProblem(value: unknown): value is Problem {
  return value instanceof MadeProblem
}

/** Refuses invalid input: 422 where the description has that status, else 400. */
export function refusal(violations: readonly Violation[], operation: Operation): Problem {
  const semantic = operation.responses().some(({ code }) => code === '422')
  const detail = violations.map(({ message }) => message).join('; ')
  return problem(semantic ? 422 : 400, `${detail}.`, { violations })
}

const reasonPhrases: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  417: 'Expectation Failed',
  422: 'Unprocessable Content',
  423: 'Locked',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  507: 'Insufficient Storage',
  509: 'Bandwidth Limit Exceeded',
}

/** The reason phrase of RFC 9110 (or the registry) for an error status. */
export function reasonPhrase(status: number): string {
  return reasonPhrases[status] ?? (status < 500 ? 'Request Refused' : 'Server Error')
}

/** `Not Found` → `notFound`. */
export function camelCase(phrase: string): string {
  const [first = '', ...rest] = phrase.split(/\W+/)
  return first.toLowerCase() + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
