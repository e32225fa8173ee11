import { faultOf } from '../description/operations/path-template.ts'
import type { QueryValues } from '../exchange/exchange.ts'
import type { MockRequest } from '../exchange/message.ts'
import { type Problem, problem } from '../exchange/problem.ts'

/** Longest path with query that is answered, in characters. */
const urlLimit = 16_384

const control = /\p{Cc}/u

/**
 * Splits a raw path into decoded segments. Refused: bad percent-encoding, encoded slashes, `.` and `..`
 * however they are written, control characters. A path that gets through names exactly one thing.
 */
export function segmentsOf({
  path,
  search,
}: Pick<MockRequest, 'path' | 'search'>): readonly string[] | Problem {
  if (path.length + search.length > urlLimit) {
    return problem(414, `The path and query are longer than ${urlLimit} characters.`)
  }
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

/** Reads a raw query like a form: `+` is a space. A name without `=` has an empty value. */
export function parseQuery(search: string): QueryValues | Problem {
  const values = Object.create(null) as QueryValues
  if (search === '') return values
  for (const pair of search.split('&')) {
    if (pair === '') continue
    const split = pair.indexOf('=')
    const name = decodeForm(split < 0 ? pair : pair.slice(0, split))
    const value = split < 0 ? '' : decodeForm(pair.slice(split + 1))
    if (name === undefined || value === undefined) {
      return problem(
        400,
        'The query is not valid percent-encoding: a % must be followed by two hexadecimal digits.',
      )
    }
    const before = values[name]
    values[name] = before === undefined ? value : [...[before].flat(), value]
  }
  return values
}

function decodeForm(text: string): string | undefined {
  if (!text.includes('%') && !text.includes('+')) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}
