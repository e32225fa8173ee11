import type { Call } from './attempt.ts'
import type { Parameters } from './transport.ts'

/** An operation as the generated table has it. */
export interface OperationEntry {
  readonly method: string
  readonly path: string
  readonly query?: readonly string[]
  readonly header?: readonly string[]
  /** Name of the property that holds the items of a page. */
  readonly items?: string
}

const callNames = ['body', 'headers', 'signal', 'timeout']

/**
 * Sorts the one flat input of an operation into the places of its parameters.
 *
 * @throws {TypeError} When a name belongs nowhere: types do not help who calls from JavaScript.
 */
export function readInput(name: string, { path, query, header }: OperationEntry, input: object): Call {
  const params: Record<keyof Parameters, Record<string, unknown>> = { path: {}, query: {}, header: {} }
  const call: Record<string, unknown> = { params }
  for (const [key, value] of Object.entries(input)) {
    if (path.includes(`{${key}}`)) params.path[key] = value
    else if (query?.includes(key)) params.query[key] = value
    else if (header?.includes(key)) params.header[key] = value
    else if (callNames.includes(key)) call[key] = value
    else throw new TypeError(`${name}: there is no input ${key}`)
  }
  return call
}
