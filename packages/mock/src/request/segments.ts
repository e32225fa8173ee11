import { faultOf } from '../description/operations/path-template.ts'
import { type Problem, problem } from '../exchange/problem.ts'

const control = /\p{Cc}/u

/**
 * Splits a raw path into decoded segments. Refused: bad percent-encoding, encoded slashes, `.` and `..`
 * however they are written, control characters. A path that gets through names exactly one thing.
 */
export function segmentsOf(path: string): readonly string[] | Problem {
  const raw = path.slice(1).split('/')
  if (!path.includes('%') && !path.includes('/.') && !control.test(path)) return raw
  const segments: string[] = []
  for (const text of raw) {
    const segment = decode(text)
    const fault = segment === undefined ? 'is not valid percent-encoding' : faultOf(segment)
    if (fault)
      return problem(
        400,
        `A segment of the path ${fault}. Percent-encode the value once and send no dot segments.`,
      )
    segments.push(segment as string)
  }
  return segments
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
