import type { Problem } from '../../exchange/problem.ts'
import { invalidParameter } from './invalid-parameter.ts'

/** A place in the sorted list: the sort value of a record and its place of insertion. */
export interface Place {
  value: string | number
  sequence: number
}

/** What a token remembers: the first and the last record of a page, so that both neighbours can be found. */
export interface Continuation {
  first: Place
  last: Place
}

export function writeToken({ first, last }: Continuation): string {
  return Buffer.from(JSON.stringify([first.value, first.sequence, last.value, last.sequence])).toString(
    'base64',
  )
}

export function readToken(token: string | undefined): Continuation | undefined | Problem {
  if (token === undefined) return undefined
  const content = parse(token)
  if (!Array.isArray(content) || content.length !== 4) return foreign()
  const [firstValue, firstSequence, lastValue, lastSequence] = content
  if (!Number.isSafeInteger(firstSequence) || !Number.isSafeInteger(lastSequence)) return foreign()
  if (!isSortValue(firstValue) || !isSortValue(lastValue)) return foreign()
  return {
    first: { value: firstValue, sequence: firstSequence },
    last: { value: lastValue, sequence: lastSequence },
  }
}

function parse(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64').toString())
  } catch {
    return undefined
  }
}

function isSortValue(value: unknown): value is Place['value'] {
  return typeof value === 'string' || typeof value === 'number'
}

function foreign(): Problem {
  return invalidParameter(
    'MS-ContinuationToken',
    'MS-ContinuationToken is none that this collection has given out',
  )
}
