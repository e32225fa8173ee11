import { type Description, danglingReferences } from '@clientele/description'
import { conventionsOf } from '../conventions/selected.ts'
import type { Api } from '../description/api.ts'
import { isMediaType } from '../description/operation.ts'
import type { ExplainedDoubt } from '../description/resources/explain.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { isObject } from '../json/json.ts'
import { groupedWarnings } from '../json/mistakes.ts'
import { unenforcedPatterns } from '../json/pattern.ts'

/** Mistakes of a description that do not prevent serving it. */
export function warningsOf(api: Api): string[] {
  const { unknown } = conventionsOf(api)
  const missing = unknown.length > 0 ? [`The mock has no convention called ${unknown.join(', ')}.`] : []
  return groupedWarnings([...api.warnings, ...missing]).map((warning) => `${api.source}: ${warning}`)
}

/** Ignored parts of a description. Finding them takes a search through all of it. */
export function ignoredIn({ source, document, description }: Api): string[] {
  const ignored: [what: string, names: readonly string[]][] = [
    ['These references lead nowhere', danglingReferences(document)],
    ['These patterns are not enforced', unenforcedPatterns(document)],
    ['These keys of "content" are not media types and are ignored', noMediaTypes(description)],
  ]
  return ignored
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => `${source}: ${what}: ${enumerated(names)}.`)
}

function noMediaTypes({ operations }: Description): string[] {
  const bodies = operations.flatMap(({ requestBody, responses }) => [requestBody, ...responses])
  const keys = bodies.flatMap((body) => {
    const { content } = (body?.node ?? {}) as { content?: unknown }
    return isObject(content) ? Object.keys(content).filter((key) => !isMediaType(key)) : []
  })
  return [...new Set(keys)].map((key) => `"${key}"`)
}

/** How many are named; more are usually the same mistake. */
const named = 5

/** The first few of many names. */
export function enumerated(names: readonly string[]): string {
  const rest = names.length > named ? ` and ${names.length - named} more` : ''
  return `${names.slice(0, named).join(', ')}${rest}`
}

/** Lines about operations that cannot be answered as described; more of them hide the rest of a terminal. */
const mostReported = 20

/** The answers found so far that cannot be as described, each once. */
export class Doubts {
  readonly #report: ((message: string) => void) | undefined
  readonly #known = new Map<string, ExplainedDoubt>()

  /** @param report Called for the first few. */
  constructor(report: ((message: string) => void) | undefined) {
    this.#report = report
  }

  get all(): ExplainedDoubt[] {
    return [...this.#known.values()]
  }

  /** Reports a finding of a request if it is new. */
  report({ api, operation, doubts }: Pick<Exchange, 'api' | 'operation' | 'doubts'>): void {
    for (const doubt of doubts) {
      if (!this.add({ api: api.name, operation: operation.id, doubt })) continue
      const count = this.#known.size
      if (count <= mostReported) this.#report?.(`${api.source}: ${operation.id}: ${doubt}.`)
      if (count === mostReported)
        this.#report?.('More answers like these are not named; --explain names all.')
    }
  }

  /** Whether it is new. */
  add(doubt: ExplainedDoubt): boolean {
    const before = this.#known.size
    this.#known.set(JSON.stringify(doubt), doubt)
    return this.#known.size > before
  }
}
