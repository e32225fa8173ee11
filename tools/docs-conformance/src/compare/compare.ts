import type { Description } from '@clientele/description'
import type { Fact, NotUnderstood, OpenPlace, Reading } from '../facts/fact.ts'
import { checkFact } from './check-fact.ts'
import { type Extra, findExtras } from './find-extras.ts'
import { entryFor, type KnownContradiction } from './known-contradictions.ts'
import type { Comparison, Verdict } from './verdict.ts'

/** A fact and how the description compares with it. */
export interface CheckedFact {
  fact: Fact
  verdict: Verdict
  /** The reviewed entry that explains why the description rejects the fact. */
  known?: KnownContradiction
}

/** The outcome of comparing a description with the pages of its API. */
export interface ComparisonResult {
  checked: CheckedFact[]
  /** What the description adds without a source, except additions that a reviewed entry explains. */
  extras: Extra[]
  /** Reviewed entries that no longer match a rejected fact or an addition. */
  outdated: KnownContradiction[]
  open: OpenPlace[]
  notUnderstood: NotUnderstood[]
}

export interface ComparisonCounts {
  facts: number
  found: number
  /** Rejected facts that a reviewed entry explains; they also count as `found`. */
  known: number
  missing: number
  contradicting: number
  notComparable: number
  extras: number
  outdated: number
  notUnderstood: number
  open: number
}

/**
 * Compares a description with what its pages say.
 *
 * @param reading Facts from {@link readPage} or from a record.
 * @param known Reviewed contradictions; a rejected fact that one speaks of counts as found.
 *
 * @example
 * const result = compare(parseDescription(text, 'bundle.yaml'), readPage(page, markdown))
 * countsOf(result).missing
 */
export function compare(
  description: Description,
  reading: Reading,
  known: readonly KnownContradiction[] = [],
): ComparisonResult {
  const comparison: Comparison = { description, facts: reading.facts }
  const checked = reading.facts.map((fact) => checkedFact(comparison, fact, known))
  const touched = checked.flatMap(({ verdict }) => ('touches' in verdict ? verdict.touches : []))
  const extras = findExtras(description, new Set(touched))
  const explained = extras.map((extra) => entryFor(known, 'extra', extra))
  const used = new Set([...checked.map((entry) => entry.known), ...explained])
  return {
    checked,
    extras: extras.filter((_, index) => explained[index] === undefined),
    outdated: known.filter((entry) => !used.has(entry)),
    open: reading.open,
    notUnderstood: reading.notUnderstood,
  }
}

function checkedFact(comparison: Comparison, fact: Fact, known: readonly KnownContradiction[]): CheckedFact {
  const verdict = checkFact(comparison, fact)
  const isRejected = verdict.outcome === 'missing' || verdict.outcome === 'contradicting'
  const entry = isRejected ? entryFor(known, 'fact', fact) : undefined
  return entry ? { fact, verdict, known: entry } : { fact, verdict }
}

/** A checked fact for which the description must be corrected. */
export function isFinding({ verdict, known }: CheckedFact): boolean {
  return known === undefined && (verdict.outcome === 'missing' || verdict.outcome === 'contradicting')
}

export function countsOf(result: ComparisonResult): ComparisonCounts {
  const count = (outcome: Verdict['outcome']) =>
    result.checked.filter(({ verdict, known }) => known === undefined && verdict.outcome === outcome).length
  const known = result.checked.filter((entry) => entry.known !== undefined).length
  return {
    facts: result.checked.length,
    found: count('found') + known,
    known,
    missing: count('missing'),
    contradicting: count('contradicting'),
    notComparable: count('not comparable'),
    extras: result.extras.length,
    outdated: result.outdated.length,
    notUnderstood: result.notUnderstood.length,
    open: result.open.length,
  }
}

/** Whether the description says exactly what the pages say. */
export function agrees(result: ComparisonResult): boolean {
  const { missing, contradicting, extras, outdated, notUnderstood } = countsOf(result)
  return missing + contradicting + extras + outdated + notUnderstood === 0
}
