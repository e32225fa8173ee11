import type { Operation } from '../description/operation.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Violation } from '../exchange/problem.ts'

/** Longest value of the header, in characters: some clients refuse headers of more than 8 kB together. */
const longest = 4_000

/** Prism's header for what is wrong with a request, on every answer that has something to tell. */
export const violationsHeader = 'sl-violations'

interface Told {
  readonly location: readonly string[]
  readonly severity: 'Error' | 'Warning'
  readonly code?: string | number
  readonly message: string
}

/** What made a request be refused, as JSON; undefined for nothing. */
export function toldViolations(violations: readonly Violation[], status: number): string | undefined {
  return headerValue(
    violations.map(({ in: place, path, rule, message }) => ({
      location: ['request', ...(place === 'security' ? [] : [place]), ...path],
      severity: 'Error',
      code: rule ?? status,
      message,
    })),
  )
}

/** The deprecated parameters that a request sent all the same. */
export function toldDeprecations({ operation, query, headers }: Exchange): string | undefined {
  const sent = deprecatedParameters(operation).filter(({ name, place }) =>
    place === 'query' ? name in query : headers[name.toLowerCase()] !== undefined,
  )
  return headerValue(
    sent.map(({ name, place }) => ({
      location: ['request', place, name],
      severity: 'Warning',
      code: 'deprecated',
      message: `${place === 'query' ? 'Query' : 'Header'} param ${name} is deprecated`,
    })),
  )
}

interface Deprecated {
  readonly name: string
  readonly place: 'query' | 'header'
}

/** Saves reading the parameters for each answer. */
const known = new WeakMap<Operation, readonly Deprecated[]>()

function deprecatedParameters(operation: Operation): readonly Deprecated[] {
  const found =
    known.get(operation) ??
    operation.described.parameters.flatMap(({ node }) => {
      const { in: place, name, deprecated } = node as { in: string; name: string; deprecated?: boolean }
      return deprecated === true && (place === 'query' || place === 'header')
        ? [{ name, place } as const]
        : []
    })
  known.set(operation, found)
  return found
}

/** As many as fit. Headers are ASCII; JSON can escape everything else. */
function headerValue(all: readonly Told[]): string | undefined {
  const texts: string[] = []
  let length = 2
  for (const each of all) {
    const text = JSON.stringify(each).replace(/[^\x20-\x7e]/g, escaped)
    length += text.length + 1
    if (length > longest) break
    texts.push(text)
  }
  return texts.length === 0 ? undefined : `[${texts.join(',')}]`
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
