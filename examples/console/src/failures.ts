import { ApiError, NetworkError, ParseError, TimeoutError } from '@clientele/client'

/** A failed call, described for the user. */
export interface Failure {
  title: string
  detail: string
  /** What the service says about single fields, by name. */
  fields: Record<string, string>
  /** Whether the change may have been made although no answer arrived. */
  isLost: boolean
  /** For Microsoft's support. */
  requestId: string | undefined
}

const titles: Record<number, string> = {
  400: 'The service refused this',
  401: 'Your sign-in has ended',
  403: 'You may not do this',
  404: 'This is no longer there',
  409: 'There is one already',
  412: 'Somebody else was faster',
  429: 'The service asks for a longer pause',
  503: 'The service is down for maintenance',
}

export function explain(error: unknown): Failure {
  const none = { fields: {}, isLost: false, requestId: undefined }
  if (error instanceof ApiError) {
    const detail = textIn(error.body) ?? 'No reason was given.'
    return {
      title: titles[error.status] ?? `The service failed with ${error.status}`,
      detail,
      fields: Object.fromEntries(targetsOf(error).map((name) => [name, detail])),
      isLost: false,
      requestId: error.requestId,
    }
  }
  if (error instanceof NetworkError || error instanceof TimeoutError)
    return {
      ...none,
      title: 'No answer arrived',
      detail: 'The connection was lost on the way.',
      isLost: true,
    }
  if (error instanceof ParseError)
    return {
      ...none,
      title: 'The answer cannot be read',
      detail: 'It was cut off or is not JSON.',
      isLost: true,
    }
  return {
    ...none,
    title: 'Something went wrong',
    detail: error instanceof Error ? error.message : `${error}`,
  }
}

/** Names of the properties that the service blames: `target` of Microsoft Graph, `data` of Partner Center. */
function targetsOf({ body, details }: ApiError): string[] {
  const { error } = (typeof body === 'object' && body ? body : {}) as { error?: { target?: string } }
  const named = details.map(({ target, message }) => target ?? message)
  return [error?.target, ...named].filter((name): name is string => /^\w+$/.test(name ?? ''))
}

/** The message in the body, without the code, method and address that `error.message` adds for logs. */
function textIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const { error, description, message } = body as Record<string, unknown> & { error?: { message?: string } }
  return [error?.message, description, message].find((text): text is string => typeof text === 'string')
}
