import type { CheckedFact } from '../compare/compare.ts'
import type { Fact, Place } from '../facts/fact.ts'

/** A fact in a few words, for example `PATCH /customer: request property tenantId String`. */
export function describeFact(fact: Fact): string {
  const { kind, page: _page, line: _line, quote: _quote, ...rest } = fact
  const { operation, resource, body: _body, ...details } = rest as Record<string, unknown>
  const subject = operation ?? resource
  const words = Object.entries(details).map(([name, value]) => wordsOf(name, value))
  return [`${subject}:`, kind.replaceAll('-', ' '), ...words].filter((word) => word !== '').join(' ')
}

/** Names and types are clear by themselves; flags need their name. */
function wordsOf(name: string, value: unknown): string {
  if (typeof value === 'boolean') return `${name} ${value ? 'yes' : 'no'}`
  if (Array.isArray(value)) return value.join(', ')
  return ['in', 'name', 'type', 'pointer', 'status', 'value', 'mark', 'direction', 'mediaType'].includes(name)
    ? String(value)
    : `${name} ${value}`
}

export function describePlace({ page, line }: Place): string {
  return `${page}:${line}`
}

/** The outcome in the words of the table. */
export function describeOutcome({ verdict, known }: CheckedFact): string {
  if (known) return `${verdict.outcome}, reviewed: ${known.reason}`
  return verdict.outcome === 'found' ? 'found' : `${verdict.outcome}: ${verdict.reason}`
}
