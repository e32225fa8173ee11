import type { BodyModel, OperationModel } from './operation.ts'
import type { Property } from './schema.ts'
import type { SchemaModel } from './schema-model.ts'

/**
 * An example of a schema as JSON text: one that an operation shows, as its values fit together, or else one made of the
 * examples of the properties. Empty where there is none.
 */
export function schemaExample({ name, properties, answeredBy, sentBy }: SchemaModel): string {
  const answers = answeredBy.flatMap(({ responses }) => responses)
  const sent = sentBy.flatMap(({ body }: OperationModel) => (body ? [body] : []))
  const shown = [...answers, ...sent]
    .map((body) => exampleOfBody(body, name))
    .find((text) => text !== undefined)
  if (shown !== undefined || properties.length === 0) return shown ?? ''
  return JSON.stringify(exampleObject(properties), null, 2)
}

/** The first JSON object among the examples of a body that is this schema, and not a list of it. */
function exampleOfBody({ schema, examples, isList }: BodyModel, name: string): string | undefined {
  if (schema !== name || isList) return undefined
  return examples.find(({ mediaType, text }) => mediaType.includes('json') && text.startsWith('{'))?.text
}

/** An object made of the properties' own examples; a property without one is left out, and so are secrets. */
export function exampleObject(properties: readonly Property[]): Record<string, unknown> {
  return Object.fromEntries(
    properties
      .filter(({ writeOnly }) => !writeOnly)
      .flatMap((property) => {
        const value = exampleOf(property)
        return value === undefined ? [] : [[property.name, value]]
      }),
  )
}

function exampleOf({ example, children, values, type }: Property): unknown {
  if (example !== undefined) return example
  if (children.length === 0) return values[0]?.value
  const object = exampleObject(children)
  if (Object.keys(object).length === 0) return undefined
  return type.before.startsWith('array') ? [object] : object
}
