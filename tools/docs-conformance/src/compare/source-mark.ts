import { type Description, isObject, type JsonObject, type Located, valueAt } from '@clientele/description'

/** The bases of an `x-source`, from the strongest to the weakest. */
const BASES = ['companion', 'convention', 'sibling', 'analogy']

/** What an `x-source` covers of an element. */
export type Provenance = 'sourced' | 'analogy' | 'none'

/** Reads the mark of an object; an incomplete mark does not count. */
export function provenanceOf(node: unknown): Provenance {
  const mark = isObject(node) ? node['x-source'] : undefined
  if (!isObject(mark) || !BASES.includes(String(mark.basis))) return 'none'
  if (typeof mark.from !== 'string' || mark.from.trim() === '') return 'none'
  return mark.basis === 'analogy' ? 'analogy' : 'sourced'
}

/**
 * The mark of one keyword of a schema whose property is on a page: `x-format-source` for `format`,
 * `x-nullable-source` for the null in `type`, and `x-enum-sources` with one mark for each value of `enum`.
 */
export function provenanceOfKeyword(schema: JsonObject, keyword: string, value?: string): Provenance {
  if (value === undefined) return provenanceOf({ 'x-source': schema[`x-${keyword}-source`] })
  const marks = schema[`x-${keyword}-sources`]
  return provenanceOf({ 'x-source': isObject(marks) ? marks[value] : undefined })
}

/** The mark of an object or of the component behind its reference. */
export function provenanceOfChain({ document }: Description, { chain }: Located<object>): Provenance {
  const marks = chain.map((pointer) => provenanceOf(valueAt(document, pointer)))
  return marks.reduce(stronger, 'none')
}

export function stronger(left: Provenance, right: Provenance): Provenance {
  if (left === 'sourced' || right === 'sourced') return 'sourced'
  return left === 'analogy' ? left : right
}
