import type { Description } from '@clientele/description'
import type { Fact } from '../facts/fact.ts'

/** How a description compares with one fact. */
export type Verdict =
  /** `touches` are the pointers that the fact covers, including `place`. */
  | { outcome: 'found'; place: string; touches: string[] }
  | { outcome: 'missing'; place: string; reason: string }
  | { outcome: 'contradicting'; place: string; reason: string; touches: string[] }
  /** The fact refers to a page that was not given. */
  | { outcome: 'not comparable'; place: string; reason: string }

/** What the checks of one comparison share. */
export interface Comparison {
  description: Description
  /** All facts of the API: some are only meaningful beside others. */
  facts: readonly Fact[]
}

export function found(place: string, ...touches: string[]): Verdict {
  return { outcome: 'found', place, touches: [place, ...touches] }
}

export function missing(place: string, reason: string): Verdict {
  return { outcome: 'missing', place, reason }
}

/** @param touches Places that are still on the page, such as a parameter with another type. */
export function contradicting(place: string, reason: string, ...touches: string[]): Verdict {
  return { outcome: 'contradicting', place, reason, touches: [place, ...touches] }
}
