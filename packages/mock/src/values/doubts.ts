/**
 * What a description asks for and cannot have, noted where it shows while a request is answered. Whoever answers takes
 * the notes and says of which operation they are. All of it is one synchronous call, so nobody takes another's notes.
 */
let notes: string[] = []

/** Most notes that are kept until somebody takes them. */
const limit = 100

export function doubt(note: string): void {
  if (notes.length < limit && !notes.includes(note)) notes.push(note)
}

export function takeDoubts(): string[] {
  const taken = notes
  if (taken.length > 0) notes = []
  return taken
}
