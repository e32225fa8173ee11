/** One request of a journey and its answer, as they were sent. */
export interface Exchange {
  readonly method: string
  /** At the documented address of the API. */
  readonly url: string
  readonly body?: string
  readonly status: number
  /** Headers of the answer that say what to do next, such as `Retry-After: 1`. */
  readonly headers: readonly string[]
  readonly answer?: string
}

export interface JourneyStep {
  /** `stepId` of the Arazzo document; the anchor on the page. */
  readonly id: string
  readonly description: string
  readonly operation?: { readonly api: string; readonly operationId: string }
  /** More than one where the step was repeated. */
  readonly exchanges: readonly Exchange[]
  /** The same in TypeScript, with the client. */
  readonly code?: string
}

/** A journey through several operations, and what happened when it was walked. */
export interface Journey {
  readonly name: string
  readonly title: string
  readonly summary: string
  readonly description: string
  readonly steps: readonly JourneyStep[]
  /** Whether every check of every step passed. */
  readonly passed: boolean
  /** The code before the first step. */
  readonly setUp?: string
}

/**
 * Cuts a program into the parts that belong to the steps: the lines between `//#region <stepId>` and `//#endregion`.
 *
 * @returns the code before the first region, and the code of each region by its name
 */
export function regionsOf(program: string): { setUp: string; code: Map<string, string> } {
  const regions = [...program.matchAll(/^\/\/#region (\S+)\n(.*?)^\/\/#endregion$/gms)]
  const code = new Map(regions.map(([, name = '', lines = '']) => [name, lines.trim()]))
  return { setUp: program.slice(0, program.indexOf('//#region')).trim(), code }
}

/** The journeys with a step that calls an operation. */
export function journeysThrough(journeys: readonly Journey[], api: string, operationId: string): Journey[] {
  return journeys.filter(({ steps }) =>
    steps.some(({ operation }) => operation?.api === api && operation.operationId === operationId),
  )
}
