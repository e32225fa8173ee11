import type { WireAnswer } from '../exchange/answer.ts'
import type { MockRequest } from '../exchange/request.ts'

/** Prefix of the routes that steer the mock itself. They are looked at before any description. */
export const controlPrefix = '/__mock/'

/** Answers the control routes. */
export interface Control {
  /** Only called for paths that start with {@link controlPrefix}; gets no CORS headers and no faults. */
  handle(request: MockRequest): WireAnswer
}
