import type { Provenance } from './document.ts'

/** What each basis says about a fact; the first of them is the strongest. */
export const basisMeanings: Record<Provenance['basis'], string> = {
  companion: 'documented on another page for exactly this resource',
  convention: 'documented for the whole API',
  sibling: 'documented for a resource of the same family and shape',
  analogy: 'suggested by something of the same name elsewhere; not a fact of this API',
}

/** The mark of a description that follows from the name alone (`x-meaning: name`). */
export const nameMeaning = 'No page explains this property: the description follows from its name.'

/** One sentence for a mark: what its basis means and where the fact comes from. */
export function basisMeaning({ basis, from }: Provenance): string {
  return `Not on the documentation page itself, but ${basisMeanings[basis] ?? basis}. Source: ${from}`
}
