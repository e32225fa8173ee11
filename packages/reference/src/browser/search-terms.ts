/** Words that readers use, and what the pages say for them. */
const synonyms: [RegExp, string][] = [
  [/\bpaginat\w*|\bnext page\b/i, 'paging'],
  [/\b(rate.?limit|throttl|too many requests|idempoten|duplicate|retry|backoff)\w*/i, 'Errors and retries'],
  [/\bgdap\b/i, 'delegated administration privileges'],
  [/\b(log.?in|sign.?in|oauth|credentials?|api key)\b/i, 'authentication'],
  [/\b(remove|destroy)\b/i, 'delete'],
  [/\b(modify|edit|change|patch)\b/i, 'update'],
  [/\b(add|new|insert)\b/i, 'create'],
  [/\b(sandbox|stub|fake|emulator|test server)\b/i, 'mock'],
]

/** Words of a question that say nothing about what is looked for. */
const filler =
  /\b(how|what|where|when|why|do|does|can|should|is|are|i|we|my|our|an?|the|to|of|in|for|with|through|by)\b\s*/gi

/** The same question in the words of the pages; empty if it uses them already. */
export function inOtherWords(term: string): string[] {
  const others = synonyms
    .filter(([words]) => words.test(term))
    .map(([words, ours]) => (/^\w+$/.test(ours) ? term.replace(words, ours) : ours))
  return [term.replace(filler, '').trim(), ...others].filter(
    (other) => other !== '' && other.toLowerCase() !== term.toLowerCase(),
  )
}

/**
 * Replaces each word that no page has by the most frequent word that is spelt almost the same.
 *
 * @param words - the words of the pages in lower case, the most frequent first.
 */
export function corrected(term: string, words: readonly string[]): string {
  return term.replaceAll(/[a-z]{4,}/gi, (typed) => {
    const word = typed.toLowerCase()
    if (words.some((known) => known.startsWith(word))) return typed
    const most = word.length < 6 ? 1 : 2
    const alike = words.filter((known) => known[0] === word[0])
    const near = alike.map((known) => ({ known, distance: distance(word, known, most) }))
    const [best] = near.filter((each) => each.distance <= most).sort((a, b) => a.distance - b.distance)
    return best?.known ?? typed
  })
}

/** Edits between two words (insert, delete, replace, swap neighbours), counted up to a limit. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) row.push(edits(rows, row, a, b, i, j))
    rows.push(row)
  }
  return rows[a.length]?.[b.length] ?? limit + 1
}

function edits(rows: number[][], row: number[], a: string, b: string, i: number, j: number): number {
  const at = (r: number, c: number) => (r === i ? row[c] : rows[r]?.[c]) ?? Number.POSITIVE_INFINITY
  const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
  return Math.min(
    at(i - 1, j) + 1,
    at(i, j - 1) + 1,
    at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
    swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
  )
}

/**
 * How far a title is from the question: the number of its other words, and a half more if it only begins like a word of
 * the question. Infinite if it lacks a word.
 */
export function beyond(title: string, term: string): number {
  const asked = significant(term)
  const told = significant(title)
  if (!asked.every((word) => told.some((other) => other.startsWith(word)))) return Number.POSITIVE_INFINITY
  const exact = asked.every((word) => told.includes(word))
  return told.length - asked.length + (exact ? 0 : 0.5)
}

function significant(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\W+/)
    .filter((word) => word !== '' && !/^(an?|the|of|to|in|and)$/.test(word))
    .map((word) => word.replace(/(?<=.{3})s$/, ''))
}
