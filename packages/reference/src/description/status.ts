/** Reason phrases of RFC 9110, section 15, and of the ranges of OpenAPI. */
const phrases: Record<string, string> = {
  '200': 'OK',
  '201': 'Created',
  '202': 'Accepted',
  '204': 'No Content',
  '400': 'Bad Request',
  '401': 'Unauthorized',
  '403': 'Forbidden',
  '404': 'Not Found',
  '405': 'Method Not Allowed',
  '406': 'Not Acceptable',
  '409': 'Conflict',
  '410': 'Gone',
  '411': 'Length Required',
  '412': 'Precondition Failed',
  '413': 'Content Too Large',
  '415': 'Unsupported Media Type',
  '416': 'Range Not Satisfiable',
  '417': 'Expectation Failed',
  '422': 'Unprocessable Content',
  '423': 'Locked',
  '429': 'Too Many Requests',
  '500': 'Internal Server Error',
  '501': 'Not Implemented',
  '502': 'Bad Gateway',
  '503': 'Service Unavailable',
  '504': 'Gateway Timeout',
  '507': 'Insufficient Storage',
  '509': 'Bandwidth Limit Exceeded',
  '4XX': 'Any other client error',
  '5XX': 'Any other server error',
  default: 'Any other answer',
}

export function statusPhrase(status: string | number): string {
  return phrases[String(status)] ?? ''
}

/** `success`, `redirect`, `client-error` or `server-error`, for colours. */
export function statusKind(status: string | number): string {
  const kinds: Record<string, string> = {
    '2': 'success',
    '3': 'redirect',
    '4': 'client-error',
    '5': 'server-error',
  }
  return kinds[String(status)[0] ?? ''] ?? 'other'
}
