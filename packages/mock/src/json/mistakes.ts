/** One thing that is wrong in settings. */
export interface Mistake {
  /** Its place, as a path such as `rules[0].status`; empty for the whole document. */
  readonly at: string
  /** What is expected there, for example `must be a whole number from 400 to 599`. */
  readonly message: string
}

/** Thrown when settings cannot be used. Nothing of them was applied. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  readonly mistakes: readonly Mistake[]

  /** @param what What was read, for example `faults` or the name of a file. */
  constructor(what: string, mistakes: readonly Mistake[]) {
    super(`${what}: ${mistakes.map(sentence).join('; ')}.`)
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
