import { toString as textOf } from 'mdast-util-to-string'
import type { Place } from '../facts/fact.ts'
import type { PageReading } from '../facts/reading.ts'
import type { PageSource, Span } from '../pages/page-source.ts'
import { isListed, spanOf } from './markdown.ts'
import { type Section, type SectionBlock, TABLED } from './sections.ts'
import { statusesInText } from './statuses.ts'
import { isContinued } from './table.ts'

/** Something that looks like a fact. */
interface Candidate {
  span: Span
  /** The header of its table: a report about it covers every row. */
  lead?: Span
  what: string
  /** A status counts as taken only if a fact has it. */
  status?: number
}

/**
 * Goes once more through every row of a table, code block, item of a list and status in a sentence, and reports what no
 * reader took, left open, passed over or reported. So nothing is lost silently, whatever the readers do.
 *
 * @param reported Sections that a report of the whole page speaks of.
 */
export function auditSections(
  sections: readonly Section[],
  reported: ReadonlySet<Section>,
  source: PageSource,
  reading: PageReading,
): void {
  const lines = {
    taken: linesOf(reading.facts),
    notUnderstood: linesOf(reading.notUnderstood),
    open: linesOf(reading.open),
    passedOver: linesOf(reading.passedOver),
  }
  const hasOperations = reading.facts.some(({ kind }) => kind === 'operation')
  const statuses = new Set(reading.facts.flatMap((fact) => ('status' in fact ? [fact.status] : [])))
  for (const section of sections) {
    for (const { span, lead, what, status } of section.blocks.flatMap((block) =>
      candidatesIn(section, block),
    )) {
      const range = rangeOf(span, source)
      const isTaken = status === undefined ? covers(lines.taken, range, source) : statuses.has(status)
      const others = (['open', 'passedOver'] as const).find((list) => covers(lines[list], range, source))
      const heading = section.heading && spanOf(section.heading)
      const isReported =
        reported.has(section) ||
        [heading, lead, span].some(
          (part) => part && covers(lines.notUnderstood, rangeOf(part, source), source),
        )
      // A status is a fact about an operation; the page of a type may mention one in passing.
      const isProse =
        status !== undefined && (section.role === 'prose' || (section.role !== 'response' && !hasOperations))
      const outcome = isReported
        ? 'notUnderstood'
        : isTaken
          ? 'taken'
          : (others ?? (isProse ? 'passedOver' : undefined))
      reading.count(outcome ?? 'notUnderstood', linesIn(range, source))
      if (!outcome) reading.doNotUnderstand(source.place(span), what)
      else if (isProse && outcome === 'passedOver') reading.passOver(source.place(span), what)
    }
  }
}

function rangeOf({ start, end }: Span, source: PageSource): readonly [number, number] {
  return [source.indexOf(start), source.indexOf(Math.max(start, end - 1))]
}

function* linesIn([first, last]: readonly [number, number], source: PageSource): Generator<number> {
  for (let index = first; index <= last; index++) yield source.line(index).line
}

function linesOf(places: readonly Place[]): Set<number> {
  return new Set(places.map(({ line }) => line))
}

function covers(lines: ReadonlySet<number>, range: readonly [number, number], source: PageSource): boolean {
  for (const line of linesIn(range, source)) if (lines.has(line)) return true
  return false
}

function candidatesIn(section: Section, block: SectionBlock): Candidate[] {
  if (block.type === 'table') {
    const header = block.node.children[0]
    const lead = header ? spanOf(header) : spanOf(block.node)
    const rows = block.node.children.slice(1).filter((row) => !isContinued(row))
    const what = `a row of a table in the section "${section.title}"`
    return rows.flatMap((row) => [
      { span: spanOf(row), lead, what },
      ...statusesInText(textOf(row)).map((status) => ({
        span: spanOf(row),
        lead,
        what: `the status ${status} in a table`,
        status,
      })),
    ])
  }
  if (block.type === 'code') {
    return [{ span: spanOf(block.node), what: `a code block in the section "${section.title}"` }]
  }
  const text = textOf(block.node)
  const statuses = statusesInText(text)
  const isParameter = TABLED.has(section.role) || section.role === 'query-parameters'
  const isNamed =
    isParameter && /^(?!(?:note|tip|important|warning)\b)[$\w.-]+(?:\s*$|\s*[:–—]\s|\s-\s)/i.test(text)
  const isValues = /^[\w.-]+ values:/i.test(text)
  const isItem = isListed(block.node) && (isNamed || isValues)
  return [
    ...(isItem
      ? [
          {
            span: spanOf(block.node),
            what: isValues
              ? 'a list of values outside of a table'
              : `a list in the section "${section.title}", where a table is read`,
          },
        ]
      : []),
    ...statuses.map((status) => ({
      span: spanOf(block.node),
      what: `the status ${status} in a sentence`,
      status,
    })),
  ]
}
