import { Description, isReference } from '@clientele/description'
import { isObject, type JsonObject, walk } from './json.ts'

/**
 * openapi-typescript reads `readOnly` and `writeOnly` in a property's own schema, but not in the component behind a
 * `$ref`. The marks are copied to the reference, where JSON Schema 2020-12 allows them.
 */
export function copyMarksToReferences(description: JsonObject): void {
  const reader = new Description(description)
  walk(description, ({ properties }) => {
    if (!isObject(properties)) return
    for (const property of Object.values(properties)) {
      if (isObject(property) && isReference(property)) copyMarks(property, reader.resolve(property))
    }
  })
}

function copyMarks(property: JsonObject, component: JsonObject): void {
  for (const mark of ['readOnly', 'writeOnly']) {
    if (component[mark] === true) property[mark] = true
  }
}
