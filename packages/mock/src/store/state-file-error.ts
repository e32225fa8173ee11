/** Why a state file cannot be used. */
export type StateFileTrouble = 'in use' | 'not a state file' | 'newer format' | 'unusable' | 'no SQLite'

/** Thrown when the file of `--state` cannot be used. The file itself was left as it is. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError'
  /** Absolute path of the file. */
  readonly file: string
  readonly trouble: StateFileTrouble

  constructor(file: string, trouble: StateFileTrouble, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.file = file
    this.trouble = trouble
  }
}
