/** What a mark of provenance can be based on, from the surest to the least sure. */
export const bases: readonly string[] = ['companion', 'convention', 'sibling', 'analogy']
