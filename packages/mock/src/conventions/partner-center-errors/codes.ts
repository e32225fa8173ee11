/** Error codes of Partner Center's documentation that stand for a status as a whole. */
const CODES: Record<number, string> = {
  401: '800001',
  403: '2032',
  404: '1000',
  409: '3000',
  412: '2055',
  501: '0',
}

const USER_NOT_FOUND = '60002'
const INVALID_INPUT = '800002'
const UNEXPECTED = '800003'

/** @param addressed whether the request named a record by its id */
export function codeFor(status: number, addressed: boolean): string {
  if (status === 404 && addressed) return USER_NOT_FOUND
  return CODES[status] ?? (status < 500 ? INVALID_INPUT : UNEXPECTED)
}
