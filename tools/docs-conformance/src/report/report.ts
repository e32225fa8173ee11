import {
  agrees,
  type CheckedFact,
  type ComparisonCounts,
  type ComparisonResult,
  countsOf,
  isFinding,
} from '../compare/compare.ts'
import type { RecordDifference } from '../facts/record.ts'
import { describeFact, describeOutcome, describePlace } from './describe.ts'

/** The report about one API. */
export interface ApiReport {
  api: string
  result: ComparisonResult
  /** Differences between the pages and their record; empty when only one of them was there. */
  record: RecordDifference[]
}

/** A line of the table: a fact or an addition, its place on the page and in the description, and the outcome. */
export interface ReportRow {
  fact: string
  page: string
  place: string
  outcome: string
}

export function isClean({ result, record }: ApiReport): boolean {
  return agrees(result) && record.length === 0
}

/** The rows of the table: the findings, or, with `all`, every fact. */
export function rowsOf(report: ApiReport, all: boolean): ReportRow[] {
  const { result, record } = report
  const shown = all ? result.checked : result.checked.filter(isFinding)
  return [
    ...shown.map(factRow),
    ...result.extras.map(({ kind, name, place }) => ({
      fact: `${kind} ${name}`,
      page: '(on no page)',
      place,
      outcome: 'extra: no page states it and it has no x-source',
    })),
    ...result.outdated.map((entry) => ({
      fact: JSON.stringify(entry.fact ?? entry.extra),
      page: '(reviewed entry)',
      place: '',
      outcome: 'outdated: the contradiction no longer occurs; remove the entry',
    })),
    ...result.notUnderstood.map((place) => ({
      fact: place.quote ?? '',
      page: describePlace(place),
      place: '',
      outcome: `not understood: ${place.reason}`,
    })),
    ...record.map(({ problem, fact }) => ({
      fact: describeFact(fact),
      page: describePlace(fact),
      place: '',
      outcome: `record: ${problem}; record the facts again with --record`,
    })),
  ]
}

function factRow(checked: CheckedFact): ReportRow {
  return {
    fact: describeFact(checked.fact),
    page: describePlace(checked.fact),
    place: checked.verdict.place,
    outcome: describeOutcome(checked),
  }
}

/** One line that sums up how the description compares. */
export function summaryOf({ api, result, record }: ApiReport): string {
  const counts = countsOf(result)
  const share = counts.facts === 0 ? 100 : (100 * counts.found) / counts.facts
  const parts = [
    `${counts.facts} facts`,
    `${counts.found} found (${Math.floor(share * 10) / 10} %, ${counts.known} of them by reviewed contradiction)`,
    ...problems(counts),
    `${record.length} differences from the record`,
    `${counts.open} places left open by the pages`,
  ]
  return `${api}: ${parts.join(', ')}`
}

function problems(counts: ComparisonCounts): string[] {
  return [
    `${counts.missing} missing`,
    `${counts.contradicting} contradicting`,
    `${counts.extras} extra without source`,
    `${counts.outdated} outdated reviews`,
    `${counts.notUnderstood} not understood`,
    ...(counts.notComparable > 0 ? [`${counts.notComparable} not comparable`] : []),
  ]
}
