import { Document, type YAMLMap } from 'yaml'
import type { Fact, Reading } from './fact.ts'
import { parseYaml } from './parse-yaml.ts'
import { mergeReadings } from './reading.ts'

const HEAD = ` What the documentation pages state: names, types and places, grouped by page.
 Written by "npm run conformance -- <folder of pages> --record". Do not edit.`

/** A fact without the words of its page, which must not be copied here. */
type RecordedFact = Omit<Fact, 'page' | 'quote' | 'body'>

/**
 * The facts of a reading as a file beside the description, one line for each fact.
 * Quotes and example bodies are left out.
 */
export function writeRecord(reading: Reading): string {
  const pages: Record<string, RecordedFact[]> = {}
  for (const fact of reading.facts) {
    const facts = pages[fact.page] ?? []
    facts.push(recorded(fact))
    pages[fact.page] = facts
  }
  const document = new Document(pages)
  document.commentBefore = HEAD
  for (const page of Object.keys(pages)) {
    for (const fact of (document.get(page) as { items: YAMLMap[] }).items) fact.flow = true
  }
  return document.toString({ lineWidth: 0 })
}

/**
 * The facts of a record, as if its pages had been read.
 *
 * @throws {Error} When the text is not a record.
 */
export function readRecord(text: string, file: string): Reading {
  const pages: unknown = parseYaml(text, file) ?? {}
  if (typeof pages !== 'object' || pages === null || !Object.values(pages).every(Array.isArray)) {
    throw new Error(`${file} is not a record of facts. Write it again with --record.`)
  }
  const facts = Object.entries(pages as Record<string, RecordedFact[]>).flatMap(([page, list]) =>
    list.map((fact) => ({ ...fact, page }) as Fact),
  )
  return { ...mergeReadings([]), facts }
}

function recorded(fact: Fact): RecordedFact {
  const { page: _page, quote: _quote, line, kind, ...rest } = fact
  const { body: _body, ...names } = rest as typeof rest & { body?: unknown }
  return { line, kind, ...names } as unknown as RecordedFact
}

export interface RecordDifference {
  problem: 'not recorded' | 'no longer on the pages'
  fact: Fact
}

/** The differences between the pages and the record. A moved line counts, because places are recorded. */
export function compareWithRecord(reading: Reading, record: Reading): RecordDifference[] {
  const lacking = (facts: readonly Fact[], others: readonly Fact[], problem: RecordDifference['problem']) => {
    const keys = new Set(others.map(keyOf))
    return facts.filter((fact) => !keys.has(keyOf(fact))).map((fact) => ({ problem, fact }))
  }
  return [
    ...lacking(reading.facts, record.facts, 'not recorded'),
    ...lacking(record.facts, reading.facts, 'no longer on the pages'),
  ]
}

function keyOf(fact: Fact): string {
  const fields = Object.entries({ ...recorded(fact), page: fact.page })
  return JSON.stringify(fields.sort(([left], [right]) => (left < right ? -1 : 1)))
}
