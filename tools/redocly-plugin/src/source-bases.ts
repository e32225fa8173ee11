/** The bases of an `x-source` mark, from the strongest to the weakest. */
export const bases: readonly string[] = ['companion', 'convention', 'sibling', 'analogy']
