import type { QueryValues } from './exchange.ts'
import { type Problem, problem } from './problem.ts'

/** Reads a raw query as forms are read: `+` is a space. A name without `=` has an empty value. */
export function parseQuery(search: string): QueryValues | Problem {
  const values = Object.create(null) as QueryValues
  if (search === '') return values
  for (const pair of search.split('&')) {
    if (pair === '') continue
    const split = pair.indexOf('=')
    const name = decode(split < 0 ? pair : pair.slice(0, split))
    const value = split < 0 ? '' : decode(pair.slice(split + 1))
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

function decode(text: string): string | undefined {
  if (!text.includes('%') && !text.includes('+')) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}
