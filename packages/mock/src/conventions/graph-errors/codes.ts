import { reasonPhrase } from '../../exchange/problem.ts'

/**
 * Codes that Graph's error page and its services use for a status. Clients must keep a default branch; for every
 * other status the guidelines give the reason phrase in camel case.
 */
const CODES: Record<number, string> = {
  401: 'InvalidAuthenticationToken',
  403: 'accessDenied',
  405: 'notAllowed',
  409: 'nameAlreadyExists',
  412: 'resourceModified',
  416: 'invalidRange',
  429: 'TooManyRequests',
  500: 'generalException',
  501: 'notSupported',
  503: 'serviceNotAvailable',
  507: 'quotaLimitReached',
  509: 'activityLimitReached',
}

export function codeFor(status: number): string {
  return CODES[status] ?? camelCase(reasonPhrase(status))
}

function camelCase(phrase: string): string {
  const [first = '', ...rest] = phrase.replace(/[^A-Za-z ]/g, '').split(' ')
  return (
    first.toLowerCase() +
    rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()).join('')
  )
}
