import type { PropertyMark } from '../facts/fact.ts'
import type { Cell } from './table.ts'

const MARKS: readonly [RegExp, PropertyMark][] = [
  [/required/i, 'required'],
  [/optional/i, 'optional'],
  [/read-only/i, 'readOnly'],
  [/write-only/i, 'writeOnly'],
  [/nullable/i, 'nullable'],
  [/(?:not nullable|non-nullable)/i, 'notNullable'],
]

/** The one-word sentences of a description, such as `Required. Read-only.` */
export function marksOf(description: string): PropertyMark[] {
  const sentences = description
    .split(/(?<=[.;])\s+|\s*;\s*/)
    .map((sentence) => sentence.replace(/[.;\s]+$/, ''))
  const marks = sentences.flatMap((sentence) =>
    MARKS.flatMap(([word, mark]) => (new RegExp(`^${word.source}$`, 'i').test(sentence) ? [mark] : [])),
  )
  return [...new Set(marks)]
}

const LIST_OF_VALUES = /\b(?:possible|supported|allowed|valid|permitted) values(?: are| is)?\s*:?\s*([^.]*)/i

/** The values of `Possible values are: a, b, c.`, whether they are set as code or not. */
export function possibleValuesOf(cell: Cell): string[] {
  const listed = LIST_OF_VALUES.exec(cell.text)?.[1]
  if (listed === undefined) return []
  const words = listed.split(/,|\band\b|\bor\b/).map((word) => word.trim())
  const values = words.filter((word) => /^[A-Za-z_][\w-]*$/.test(word))
  const inCode = values.filter((value) => cell.codes.includes(value))
  return [...new Set(inCode.length > 0 ? inCode : values)]
}
