import type { Fact, Place, Reading, Statement } from './fact.ts'

/** Collects what one page yields. Readers state facts here; nothing they meet is dropped without a word. */
export class PageReading implements Reading {
  readonly facts: Reading['facts'] = []
  readonly open: Reading['open'] = []
  readonly notUnderstood: Reading['notUnderstood'] = []

  state(place: Place, statement: Statement): void {
    this.facts.push({ ...statement, ...place } as Fact)
  }

  leaveOpen(place: Place, reason: string): void {
    this.open.push({ ...place, reason })
  }

  doNotUnderstand(place: Place, reason: string): void {
    this.notUnderstood.push({ ...place, reason })
  }
}

/** The readings of several pages as one, in page order. */
export function mergeReadings(readings: readonly Reading[]): Reading {
  return {
    facts: readings.flatMap((reading) => reading.facts),
    open: readings.flatMap((reading) => reading.open),
    notUnderstood: readings.flatMap((reading) => reading.notUnderstood),
  }
}
