const kinds = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789', '!#%&*+-=?@']

/** A password of 16 characters of every kind, without letters that look alike. */
export function makePassword(): string {
  const pick = (from: string) => from[below(from.length)] as string
  const letters = [...kinds.map(pick), ...Array.from({ length: 12 }, () => pick(kinds.join('')))]
  for (let index = letters.length - 1; index > 0; index--) {
    const other = below(index + 1)
    ;[letters[index], letters[other]] = [letters[other] as string, letters[index] as string]
  }
  return letters.join('')
}

/** A random whole number below the limit. Values that would make small numbers more likely are thrown away. */
function below(limit: number): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1))
  return value < 2 ** 32 - (2 ** 32 % limit) ? value % limit : below(limit)
}
