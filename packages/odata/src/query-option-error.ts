/** Where and why a query option was refused; `status` is what an OData service answers. */
export class QueryOptionError extends Error {
  override name = 'QueryOptionError'
  /** 400: the text is wrong. 501: the text is valid OData that is not executed here. */
  readonly status: 400 | 501
  /** Name of the option with its `$`. */
  readonly option: string
  /** Offset into the decoded value of the option; absent when the option as a whole is refused. */
  readonly position: number | undefined

  constructor(option: string, message: string, details: { status?: 400 | 501; position?: number } = {}) {
    super(message)
    this.option = option
    this.status = details.status ?? 400
    this.position = details.position
  }
}

export function malformed(option: string, position: number, problem: string): QueryOptionError {
  return new QueryOptionError(option, `${option}: ${problem} (position ${position}).`, { position })
}

export function notExecuted(option: string, position: number, feature: string): QueryOptionError {
  return new QueryOptionError(
    option,
    `${option}: ${feature} (position ${position}) is valid OData, but is not executed here. Rewrite the expression without it.`,
    { status: 501, position },
  )
}
