import type { Fact, LookedAt, Place, Reading, Statement } from './fact.ts'

/** Collects what one page yields. Readers state facts here and report everything else that they meet. */
export class PageReading implements Reading {
  readonly facts: Reading['facts'] = []
  readonly open: Reading['open'] = []
  readonly notUnderstood: Reading['notUnderstood'] = []
  readonly passedOver: Reading['passedOver'] = []
  readonly lookedAt: LookedAt = { places: 0, taken: 0, open: 0, notUnderstood: 0, passedOver: 0 }

  /** Lines that {@link lookedAt} already counts. */
  readonly #counted = new Set<number>()

  state(place: Place, statement: Statement): void {
    this.facts.push({ ...statement, ...place } as Fact)
  }

  leaveOpen(place: Place, reason: string): void {
    this.open.push({ ...place, reason })
  }

  doNotUnderstand(place: Place, reason: string): void {
    this.notUnderstood.push({ ...place, reason })
  }

  /** Lists a place that looks like a fact but is not one, so that a reader of the report can disagree. */
  passOver(place: Place, reason: string): void {
    this.passedOver.push({ ...place, reason })
  }

  /** Counts a place that looks like a fact, with its outcome. */
  count(outcome: Exclude<keyof LookedAt, 'places'>, lines: Iterable<number>): void {
    this.lookedAt.places++
    this.lookedAt[outcome]++
    for (const line of lines) this.#counted.add(line)
  }

  /** Counts every further line that yielded something: a sentence, an included text, a row of a flattened table. */
  countRest(): void {
    for (const [list, outcome] of OUTCOMES) {
      for (const { line } of this[list]) if (!this.#counted.has(line)) this.count(outcome, [line])
    }
  }
}

/** The lists, in the order in which their outcomes count if a line is in several. */
const OUTCOMES = [
  ['notUnderstood', 'notUnderstood'],
  ['facts', 'taken'],
  ['open', 'open'],
  ['passedOver', 'passedOver'],
] as const

/** The readings of several pages as one, in page order. */
export function mergeReadings(readings: readonly Reading[]): Reading {
  const merged = new PageReading()
  for (const reading of readings) {
    for (const list of ['facts', 'open', 'notUnderstood', 'passedOver'] as const) {
      for (const entry of reading[list]) (merged[list] as unknown[]).push(entry)
    }
    for (const [outcome, number] of Object.entries(reading.lookedAt)) {
      merged.lookedAt[outcome as keyof LookedAt] += number
    }
  }
  return merged
}
