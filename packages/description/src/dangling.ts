import { isObject, isReference } from './description.ts'
import { referencePointer, valueAt } from './pointer.ts'

/** Keywords whose values are maps from free names, in which no key is a keyword. */
const namedMaps = new Set([
  'paths',
  'webhooks',
  'schemas',
  'requestBodies',
  'securitySchemes',
  'pathItems',
  'mediaTypes',
  'properties',
  'patternProperties',
  'dependentSchemas',
  '$defs',
  'definitions',
  'responses',
  'headers',
  'content',
  'encoding',
  'callbacks',
  'links',
  'examples',
])

/** Keywords whose values are data: a `$ref` in there is part of the data. */
const data = new Set(['example', 'default', 'const', 'enum', 'value'])

/**
 * Lists the references of a document that lead nowhere in it, each once. `Description` skips such parts, so a generator
 * that must not lose any calls this first.
 *
 * @example danglingReferences(document) // ['#/components/schemas/Custmer', 'other.yaml']
 */
export function danglingReferences(document: unknown): string[] {
  const found = new Set<string>()
  collect(document, false, found)
  return [...found].filter((reference) => {
    const pointer = referencePointer(reference)
    return pointer === undefined || valueAt(document, pointer) === undefined
  })
}

function collect(node: unknown, keysAreNames: boolean, found: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) collect(item, false, found)
  } else if (isObject(node)) {
    if (isReference(node)) found.add(node.$ref)
    for (const [key, value] of Object.entries(node)) {
      if (keysAreNames || !data.has(key)) collect(value, !keysAreNames && namedMaps.has(key), found)
    }
  }
}
