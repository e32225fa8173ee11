import { isObject } from '../../json/json.ts'
import { follow } from '../resolver.ts'

/** How many are named; a description that has more of them has one mistake, not many. */
const named = 5

/** Says which references of a description lead nowhere; undefined when all of them lead somewhere. */
export function danglingReferences(document: unknown): string | undefined {
  const references = new Set<string>()
  collect(document, references)
  const dangling = [...references].filter((reference) => follow(document, reference.slice(1)) === undefined)
  if (dangling.length === 0) return undefined
  const rest = dangling.length > named ? ` and ${dangling.length - named} more` : ''
  return `These references lead nowhere: ${dangling.slice(0, named).join(', ')}${rest}.`
}

function collect(node: unknown, references: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) collect(item, references)
  } else if (isObject(node)) {
    if (typeof node.$ref === 'string' && node.$ref.startsWith('#')) references.add(node.$ref)
    for (const value of Object.values(node)) collect(value, references)
  }
}
