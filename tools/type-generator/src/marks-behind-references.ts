import { isObject, type JsonObject, walk } from './json.ts'

/**
 * openapi-typescript reads `readOnly` and `writeOnly` beside a property's own schema, and not in the component
 * behind its `$ref`. The marks are copied to the reference, where JSON Schema 2020-12 allows them.
 */
export function copyMarksToReferences(description: JsonObject): void {
  walk(description, ({ properties }) => {
    if (!isObject(properties)) return
    for (const property of Object.values(properties)) {
      if (isObject(property) && typeof property.$ref === 'string') copyMarks(property, description)
    }
  })
}

function copyMarks(property: JsonObject, description: JsonObject): void {
  const component = resolve(String(property.$ref), description)
  for (const mark of ['readOnly', 'writeOnly']) {
    if (component?.[mark] === true) property[mark] = true
  }
}

function resolve(reference: string, description: JsonObject): JsonObject | undefined {
  let node: unknown = description
  for (const step of reference.replace(/^#\//, '').split('/')) {
    if (!isObject(node)) return undefined
    node = node[step.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return isObject(node) ? node : undefined
}
