const noise = new Set(
  'a an and are as at be been by for from has have in is it its of on or that the their this to was were which with'.split(
    ' ',
  ),
)

/** The words of a camelCase, kebab-case or prose text, in lower case and without plural s. */
export function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter(Boolean)
    .map((word) => (word.length > 3 ? word.replace(/s$/, '') : word))
}

/** The words of a description that are neither in the name nor common to all sentences. */
export function newWords(description: string, name: string): string[] {
  const known = new Set(wordsOf(name))
  return wordsOf(description).filter((word) => !noise.has(word) && !known.has(word))
}
