import { type Api, details } from './api.ts'
import { ClientError, type FailedRequest } from './errors.ts'
import { validators } from './generated/validators.ts'
import type { Middleware } from './request.ts'

/** One place at which an answer differs from the description. */
export interface Finding {
  /** JSON Pointer (RFC 6901) into the body of the answer; empty for the whole body. */
  pointer: string
  /** What is wrong there. It contains no value of the answer. */
  message: string
}

/** A success whose body differs from the description. */
export class DriftError extends ClientError {
  override readonly name = 'DriftError'
  declare readonly status: number
  /** The operationId. */
  readonly operation: string
  /** What is wrong, at most 100 places. */
  readonly findings: readonly Finding[]

  constructor(operation: string, findings: Finding[], request: FailedRequest, response: Response) {
    const [first, ...others] = findings.map(({ pointer, message }) => `${pointer || 'the body'} ${message}`)
    const more = others.length > 0 ? ` and ${others.length} more` : ''
    super(
      `the answer of ${operation} drifts from the description: ${first}${more}`,
      request,
      undefined,
      response,
    )
    this.operation = operation
    this.findings = findings
    Object.assign(this, { status: response.status })
  }
}

/** What {@link validateAnswers} takes. */
export interface ValidationOptions {
  /**
   * Called for each answer that differs from the description. The call goes on with the answer.
   * @default a wrong answer throws a {@link DriftError}
   */
  report?: ((drift: DriftError) => void) | undefined
}

/** What Ajv compiles a schema to. */
interface Validate {
  (data: unknown): boolean
  errors?: { instancePath: string; message?: string; params: Record<string, unknown> }[] | null
}

const mostFindings = 100

/**
 * Middleware that checks answers against the description. It checks only successes, which end a call; a failure may be
 * retried, and is an `ApiError` whatever its body is. The checks of an operation are loaded when it is first used. They are
 * compiled ahead of time, so a Content Security Policy need not allow `eval`.
 *
 * @param options `report` for production, where a call should not fail because the service has a new property.
 * @example
 * ```ts
 * graph.use(validateAnswers({ report: ({ operation, findings }) => log.warn(operation, findings) }))
 * ```
 */
export function validateAnswers({ report }: ValidationOptions = {}): Middleware {
  return {
    async onResponse({ request, response, schemaPath, options }) {
      if (!response.ok || response.status === 204) return
      const api = (options as { [details]?: Api })[details]
      const operation = api && findOperation(api, request.method, schemaPath)
      const checks = operation && (await loadChecks(api, operation))
      if (!checks) return
      const data = await readJson(response)
      if (data === undefined) return
      const findings = check(checks[`status${response.status}`], response.status, data)
      if (findings.length === 0) return
      const drift = new DriftError(operation, findings, request, response)
      if (!report) throw drift
      report(drift)
    },
  }
}

/** A next link is a path with values, so it is matched against the templates. */
function findOperation({ operations }: Api, method: string, address: string): string | undefined {
  const [path = ''] = address.split('?')
  const candidates = Object.entries(operations).filter(([, operation]) => operation.method === method)
  const [found] =
    candidates.find(([, operation]) => operation.path === path) ??
    candidates.find(([, operation]) => patternOf(operation.path).test(path)) ??
    []
  return found
}

const patternOf = (template: string) =>
  new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`, 'i')

type Checks = Record<string, Validate | undefined>

async function loadChecks({ baseUrl }: Api, operation: string): Promise<Checks | undefined> {
  const loaders = validators
    .filter((api) => api.baseUrl === baseUrl)
    .map((api) => (api.operations as Record<string, (() => Promise<unknown>) | undefined>)[operation])
  return (await loaders.find(Boolean)?.()) as Checks | undefined
}

/** For a body that is empty or not JSON, the client itself throws an error. */
async function readJson(response: Response): Promise<unknown> {
  try {
    return JSON.parse(await response.clone().text())
  } catch {
    return undefined
  }
}

function check(validate: Validate | undefined, status: number, data: unknown): Finding[] {
  if (!validate)
    return [{ pointer: '', message: `has the status ${status}, which is not described with a body` }]
  if (validate(data)) return []
  return (validate.errors ?? [])
    .slice(0, mostFindings)
    .map(({ instancePath, message = 'is wrong', params }) => {
      const extra = params.additionalProperty ?? params.unevaluatedProperty
      if (typeof extra !== 'string') return { pointer: instancePath, message }
      const step = extra.replaceAll('~', '~0').replaceAll('/', '~1')
      return { pointer: `${instancePath}/${step}`, message: 'is not described' }
    })
}
