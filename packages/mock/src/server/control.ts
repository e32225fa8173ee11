import { controlPrefix, type MockRequest, type WireAnswer } from '../exchange/message.ts'
import { isProblem, type Problem, problem, type Violation } from '../exchange/problem.ts'
import type { FaultPlan, FaultReport } from '../interceptors/fault-plan.ts'
import type { OwnAnswer, ReportedAnswer } from '../interceptors/own-answers.ts'
import { nestsDeeper } from '../json/json.ts'
import { MockConfigurationError, SettingsError } from '../json/mistakes.ts'
import { parseYaml } from '../json/yaml.ts'
import type { ClockSetting, ClockState } from '../store/clock.ts'
import { StateFileError } from '../store/state-file.ts'
import type { StoreSnapshot } from '../store/store.ts'
import type { Session, SessionReport } from './sessions.ts'
import { matching } from './verify.ts'

/** Larger than for other requests, because a snapshot holds the records of many. In bytes. */
const bodyLimit = 64 * 1024 * 1024

/** YAML takes twenty times as long to read as JSON. In bytes. */
const yamlLimit = 4 * 1024 * 1024

/** Objects and arrays inside each other in a control body; a record may have 64 of them. */
const deepest = 100

/** Handles the control routes of a mock. */
export class MockControl {
  #listening = '127.0.0.1'
  readonly #token: string | undefined
  readonly #page: (path: string) => WireAnswer | undefined

  /**
   * @param token Required as `Authorization: Bearer`; undefined means that anyone who reaches the mock may control it.
   * @param page Finds the files of the page, which holds no data.
   */
  constructor(token: string | undefined, page: (path: string) => WireAnswer | undefined) {
    this.#token = token
    this.#page = page
  }

  /** Sets the host that the mock listens on, which decides what counts as a foreign `Host`. */
  listenOn(host: string): void {
    this.#listening = host
  }

  /** In bytes; 0 for a request that is refused anyway. */
  bodyLimitOf(head: MockRequest): number {
    const takesBody = head.method === 'PUT' && routeOf(head)?.PUT !== undefined
    return takesBody && !this.#refuse(head) ? bodyLimit : 0
  }

  /**
   * @param request Its path starts with `/__mock/`. The answer has no CORS headers and meets no faults.
   * @param mock The session of the request.
   */
  handle(request: MockRequest, mock: Controlled): WireAnswer {
    const answer = this.#file(request) ?? this.#refuse(request) ?? guarded(request, mock)
    return isProblem(answer) ? problemAnswer(answer) : answer
  }

  #file({ method, path }: MockRequest): WireAnswer | undefined {
    if (method !== 'GET' && method !== 'HEAD') return undefined
    if (path.length < controlPrefix.length)
      return { status: 308, headers: { Location: controlPrefix.slice(1) }, body: undefined }
    const file = this.#page(path.slice(controlPrefix.length))
    return file && method === 'HEAD' ? { ...file, body: undefined } : file
  }

  #refuse(request: MockRequest): Problem | undefined {
    return refuseForeign(request, this.#listening) ?? refuseStranger(request, this.#token)
  }
}

/** An error here does not end the process, which other tests also use. */
function guarded(request: MockRequest, mock: Controlled): WireAnswer | Problem {
  try {
    return answerOf(request, mock)
  } catch (error) {
    return failure(error)
  }
}

function answerOf(request: MockRequest, mock: Controlled): WireAnswer | Problem {
  const route = routeOf(request)
  if (!route) return unknownRoute(request.path)
  const allow = Object.keys(route).join(', ')
  if (request.method === 'OPTIONS') return { status: 204, headers: { Allow: allow }, body: undefined }
  const action = Object.hasOwn(route, request.method) ? route[request.method] : undefined
  if (!action) return problem(405, `This control route takes ${allow}.`, { headers: { Allow: allow } })
  const query = new URLSearchParams(request.search)
  if (request.method === 'PUT') return withBody(request, (body) => action(mock, body, query))
  const answer = action(mock, undefined, query)
  return isProblem(answer) ? answer : jsonAnswer(200, answer)
}

function routeOf({ path }: MockRequest): ControlRoute | undefined {
  return Object.hasOwn(controlRoutes, path) ? controlRoutes[path] : undefined
}

function withBody(request: MockRequest, action: (body: unknown) => unknown): WireAnswer | Problem {
  const parsed = parseControlBody(request)
  if (isProblem(parsed)) return parsed
  try {
    return jsonAnswer(200, action(parsed.value))
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    return problem(400, error.message, { violations: violationsOf(error) })
  }
}

/** Without a body, settings of the start no longer fit, because a file or a description has changed. */
function failure(error: unknown): Problem {
  if (error instanceof SettingsError) {
    return problem(409, error.message, { violations: violationsOf(error) })
  }
  if (error instanceof StateFileError) {
    return problem(507, 'The state file cannot be written. The records are as they were.')
  }
  return problem(500, `The mock made a mistake: ${(error as Error).message}`)
}

function violationsOf({ mistakes }: SettingsError): Violation[] {
  return mistakes.map(({ at, message }) => ({ in: 'body', path: [at], message }))
}

function unknownRoute(path: string): Problem {
  const known = Object.entries(controlRoutes).map(
    ([name, methods]) => `${Object.keys(methods).join('|')} ${name}`,
  )
  return problem(
    404,
    `There is no control route ${JSON.stringify(path.slice(0, 200))}. There are: ${known.join(', ')}.`,
  )
}

/** In the shape of RFC 9457, not in that of an API. */
function problemAnswer({ status, title, detail, violations, headers }: Problem): WireAnswer {
  const errors = violations?.map(({ path, message }) => ({ at: path.join('.'), message }))
  const answer = jsonAnswer(
    status,
    { title, status, detail, ...(errors && { errors }) },
    'application/problem+json',
  )
  return { ...answer, headers: { ...answer.headers, ...headers } }
}

/** Indented, because people read snapshots and edit them. */
function jsonAnswer(status: number, value: unknown, mediaType = 'application/json'): WireAnswer {
  const headers = { 'Cache-Control': 'no-store' }
  if (value === undefined) return { status: 204, headers, body: undefined }
  return {
    status,
    headers: { ...headers, 'Content-Type': mediaType },
    body: `${JSON.stringify(value, null, 2)}\n`,
  }
}

/** The target of the control routes: a session, which begins at its first use. */
export interface Controlled {
  /** Of the session; undefined if the request named none. */
  readonly name: string | undefined
  session(): Session
  /** Resets state, faults and clock to the start, and forgets the requests. */
  reset(): void
  /** All sessions of the mock. */
  sessions(): readonly SessionReport[]
  /** Ends this session, if it has begun. */
  end(): void
}

/** What a route answers; undefined means 204. */
type Action = (mock: Controlled, body: unknown, query: URLSearchParams) => unknown

/** One control route by its methods. */
type ControlRoute = Readonly<Record<string, Action>>

/** The description in `control/openapi.yaml` has the same ones. */
export const controlRoutes: Readonly<Record<string, ControlRoute>> = {
  '/__mock/reset': { POST: (mock) => mock.reset() },
  '/__mock/state': {
    GET: (mock): StoreSnapshot => mock.session().world.snapshot(),
    PUT: (mock, body) => mock.session().world.load(body),
  },
  '/__mock/faults': settable(
    ({ faults }): FaultReport => faults.report(),
    ({ faults }, body) => faults.set(body as FaultPlan),
  ),
  '/__mock/answers': settable(
    ({ answers }): ReportedAnswer[] => answers.report(),
    ({ answers }, body) => answers.set(body as OwnAnswer[]),
  ),
  '/__mock/clock': settable(
    ({ clock }): ClockState => clock.state(),
    ({ clock }, body) => clock.set(body as ClockSetting),
  ),
  '/__mock/requests': { GET: (mock, _, query) => requestList(mock.session(), query) },
  '/__mock/sessions': { GET: (mock) => ({ sessions: mock.sessions() }) },
  '/__mock/session': {
    DELETE: (mock) => (mock.name === undefined ? noSession() : mock.end()),
  },
}

/** A part of a session that can be read and set. Setting it returns the new value. */
function settable(
  look: (session: Session) => unknown,
  set: (session: Session, body: unknown) => void,
): ControlRoute {
  return {
    GET: (mock) => look(mock.session()),
    PUT: (mock, body) => {
      const session = mock.session()
      set(session, body)
      return look(session)
    },
  }
}

/** The query parameters of `GET /__mock/requests`. */
const requestFilters = ['after', 'operation', 'method', 'status']

function requestList({ requests, apis }: Session, query: URLSearchParams): unknown {
  const { after = '0', status, ...match } = Object.fromEntries(query)
  const strange = [...query.keys()].find((name) => !requestFilters.includes(name))
  if (strange !== undefined)
    return problem(
      400,
      `There is no filter ${JSON.stringify(strange)}. There are: ${requestFilters.join(', ')}.`,
    )
  if (![after, status ?? '0'].every((each) => /^\d{1,15}$/.test(each)))
    return problem(400, 'The filters after and status are whole numbers.')
  const wanted = { ...match, ...(status !== undefined && { status: Number(status) }) }
  return { requests: matching(requests.records(Number(after)), wanted, apis()), asked: requests.asked }
}

function noSession(): Problem {
  return problem(400, 'Say which session ends: Mock-Session: <name>, or /__session/<name> before the path.')
}

/** Reads the body of a control request: JSON if it says so or looks like it, else YAML. */
function parseControlBody({ body, headers, tooLarge }: MockRequest): { value: unknown } | Problem {
  if (tooLarge) return problem(413, 'The body is larger than the control routes take.')
  if (body === undefined || body.length === 0) return problem(400, 'A body in JSON or YAML is missing.')
  const text = new TextDecoder().decode(body)
  const isJson = /json/i.test(headers['content-type'] ?? '') || /^\s*[[{]/.test(text)
  if (!isJson && body.length > yamlLimit)
    return problem(413, `A body in YAML may have ${yamlLimit} bytes. Send a larger one as JSON.`)
  try {
    const value: unknown = isJson ? JSON.parse(text) : parseYaml(text)
    return nestsDeeper(value, deepest)
      ? problem(400, `The body is nested deeper than ${deepest} levels.`)
      : { value }
  } catch (error) {
    const [line] = (error as Error).message.split('\n')
    return problem(400, `The body is not valid ${isJson ? 'JSON' : 'YAML'}: ${line}`)
  }
}

const loopback = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i
const address = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]+\])$/i

/**
 * Keeps pages of other origins away from the control routes: the mock trusts what the browser says about a request,
 * and a `Host` that is not the mock's own means that a name was pointed at it (DNS rebinding). In process
 * there is no `Host` and no other caller.
 *
 * @param listening Host that the mock listens on. On a loopback address only loopback names are its own; on
 * another one also addresses, and names without a dot, which nobody can register.
 */
export function refuseForeign({ headers }: MockRequest, listening: string): Problem | undefined {
  const { host, origin } = headers
  if (host !== undefined && !isOwnHost(host, listening)) {
    return problem(
      403,
      `The control routes answer on the mock's own address only, not on the Host ${quoted(host)}.`,
    )
  }
  if (origin !== undefined && !isOwnOrigin(origin, host)) {
    return problem(403, `The control routes are not for pages of another origin, such as ${quoted(origin)}.`)
  }
  const site = headers['sec-fetch-site'] ?? 'none'
  if (site !== 'same-origin' && site !== 'none') {
    return problem(
      403,
      `The control routes are not for pages of another origin (Sec-Fetch-Site: ${quoted(site)}).`,
    )
  }
  return undefined
}

function refuseStranger({ headers }: MockRequest, token: string | undefined): Problem | undefined {
  if (token === undefined || same(headers.authorization ?? '', `Bearer ${token}`)) return undefined
  return problem(
    401,
    'The control routes ask for their token: Authorization: Bearer <the text of --control-token>.',
    {
      headers: { 'WWW-Authenticate': 'Bearer realm="control"' },
    },
  )
}

/** Takes the same time wherever the difference is, so that a token cannot be guessed letter by letter. */
function same(given: string, wanted: string): boolean {
  let difference = given.length ^ wanted.length
  for (let index = 0; index < wanted.length; index++)
    difference |= given.charCodeAt(index) ^ wanted.charCodeAt(index)
  return difference === 0
}

/** @throws MockConfigurationError when others than this machine could use the control routes without a token. */
export function refuseOpenControl(host: string): void {
  if (loopback.test(bracketed(host))) return
  throw new MockConfigurationError(
    `On ${host}, others can reach the control routes, which read and change everything. Say who may use them: --control-token <text> (in code: controlToken). Or turn them off: --no-control (control: false).`,
  )
}

function isOwnHost(host: string, listening: string): boolean {
  const name = host.replace(/:\d+$/, '')
  if (loopback.test(name)) return true
  if (loopback.test(bracketed(listening))) return false
  return (
    name.toLowerCase() === bracketed(listening).toLowerCase() || address.test(name) || /^[\w-]+$/.test(name)
  )
}

/** `listen` takes IPv6 addresses without brackets; `Host` has brackets. */
function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}

function isOwnOrigin(origin: string, host: string | undefined): boolean {
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)
}

function quoted(value: string): string {
  return JSON.stringify(value.slice(0, 100))
}
