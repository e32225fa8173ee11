import type { Answer } from '../../exchange/answer.ts'
import type { MockRequest } from '../../exchange/request.ts'

/** Echoes the ids that the caller sent and makes up those that it did not. */
export function traceAnswer(answer: Answer, { headers }: MockRequest): void {
  answer.headers['MS-RequestId'] = headers['ms-requestid'] ?? crypto.randomUUID()
  answer.headers['MS-CorrelationId'] = headers['ms-correlationid'] ?? crypto.randomUUID()
  answer.headers['MS-CV'] = headers['ms-cv'] ?? correlationVector()
  answer.headers['MS-ServerId'] = 'clientele-mock'
}

/** Sixteen characters of base64 and a counter, as in `6zmKqrSFB0+t7m3y.0`. */
function correlationVector(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return `${btoa(String.fromCharCode(...bytes))}.0`
}
