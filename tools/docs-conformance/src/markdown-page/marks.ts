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

/**
 * The values of `Possible values are: a, b, c.`, whether they are set as code or not.
 *
 * @returns `undefined` when the description announces values and gives no plain list of names.
 */
export function possibleValuesOf(cell: Cell): string[] | undefined {
  const listed = LIST_OF_VALUES.exec(cell.text)?.[1]
  if (listed === undefined) return []
  const words = listed.split(/,|\band\b|\bor\b/).map((word) => word.trim())
  const names = words.filter((word) => /^[A-Za-z_][\w-]*$/.test(word))
  const inCode = names.filter((name) => cell.codes.includes(name))
  if (inCode.length > 0) return [...new Set(inCode)]
  const isList = names.length > 0 && names.length === words.filter((word) => word !== '').length
  return isList ? [...new Set(names)] : undefined
}
