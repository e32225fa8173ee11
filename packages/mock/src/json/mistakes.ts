/** One mistake in settings. */
export interface Mistake {
  /** Its place, as a path such as `rules[0].status`; empty for the whole document. */
  readonly at: string
  /** The expected value, for example `must be a whole number from 400 to 599`. */
  readonly message: string
}

/** How many mistakes a message lists. */
const named = 20

/** Thrown when settings cannot be used. None of them was applied. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  readonly mistakes: readonly Mistake[]

  /** @param what Name of the settings, for example `faults` or the name of a file. */
  constructor(what: string, mistakes: readonly Mistake[]) {
    const more = mistakes.length > named ? `; and ${mistakes.length - named} more` : ''
    super(`${what}: ${mistakes.slice(0, named).map(sentence).join('; ')}${more}.`)
    this.mistakes = mistakes
  }
}

function sentence({ at, message }: Mistake): string {
  return at === '' ? message : `${at} ${message}`
}

/** A description, configuration file or option that the mock cannot start with. */
export class MockConfigurationError extends Error {
  override readonly name = 'MockConfigurationError'
}

/** How many lines of warnings about one description are shown; more would hide the rest of a terminal. */
const lineLimit = 20

/** How many warnings of one wording are shown. */
const perWording = 3

/** If warnings differ only in names and places, the first few are shown and the others counted. */
export function groupedWarnings(warnings: readonly string[]): string[] {
  const groups = new Map<string, string[]>()
  for (const warning of warnings) {
    const wording = warning.replace(/"[^"]*"|\S*[/\\#]\S*|\d+/g, '…')
    groups.set(wording, [...(groups.get(wording) ?? []), warning])
  }
  const lines = [...groups.values()].flatMap((group) => {
    const [last = '', ...others] = group.slice(perWording - 1)
    if (others.length === 0) return group
    return [...group.slice(0, perWording - 1), `${last} (and ${others.length} more like it)`]
  })
  if (lines.length <= lineLimit) return lines
  return [...lines.slice(0, lineLimit - 1), `${lines.length - lineLimit + 1} other warnings are left out.`]
}

/** How many letters have to be added, removed or replaced (Levenshtein), to suggest the intended name. */
export function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1]
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] as number) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] as number) + 1, (next[column] as number) + 1))
    }
    row = next
  }
  return row.at(-1) as number
}
