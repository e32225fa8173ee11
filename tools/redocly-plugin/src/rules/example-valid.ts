import type { ErrorObject } from 'ajv/dist/2020.js'
import {
  type Context,
  type ExampleNode,
  isReference,
  type MediaTypeNode,
  type ParameterNode,
  type Rule,
  type Visit,
} from '../redocly.ts'
import { type Direction, StrictSchemas } from '../strict-schema.ts'

/**
 * Every example fits its schema, and has no property that the schema does not describe: Redocly's own rules do
 * not see those under `allOf`, nor readOnly properties in requests and writeOnly ones in answers.
 */
export const exampleValid: Rule = () => {
  const schemas = new StrictSchemas()
  return {
    RequestBody: { MediaType: bodies('request', schemas) },
    Response: { MediaType: bodies('response', schemas) },
    Parameter: bodies('both', schemas) as Visit<ParameterNode>,
    Header: bodies('both', schemas) as Visit<ParameterNode>,
    SchemaProperties(properties, context) {
      for (const [name, schema] of Object.entries(properties)) {
        if (isReference(schema)) continue
        schema.examples?.forEach((value, index) => {
          check(schemas, schema, value, 'both', context, [name, 'examples', index])
        })
      }
    },
  }
}

function bodies(direction: Direction, schemas: StrictSchemas): Visit<MediaTypeNode> {
  return ({ schema, example, examples }, context) => {
    if (!schema) return
    if (example !== undefined) check(schemas, schema, example, direction, context, ['example'])
    for (const [key, reference] of Object.entries(examples ?? {})) {
      const { node } = context.resolve<ExampleNode>(reference)
      if (node?.value !== undefined) check(schemas, schema, node.value, direction, context, ['examples', key])
    }
  }
}

function check(
  schemas: StrictSchemas,
  schema: object,
  value: unknown,
  direction: Direction,
  context: Context,
  at: (string | number)[],
): void {
  for (const complaint of new Set(complaints(schemas, schema, value, direction, context))) {
    context.report({
      message: `The example does not fit its schema: ${complaint}`,
      location: context.location.child(at),
    })
  }
}

function complaints(
  schemas: StrictSchemas,
  schema: object,
  value: unknown,
  direction: Direction,
  context: Context,
): string[] {
  try {
    const { source } = context.location
    const validate = schemas.validator(schema, source.absoluteRef, context.resolve, direction)
    return validate(value) ? [] : (validate.errors ?? []).map((error) => complaintOf(error, direction))
  } catch (error) {
    return [`${error instanceof Error ? error.message : error}. Correct the schema first.`]
  }
}

const barred: Record<Direction, string> = {
  request: 'is unknown, or is readOnly and does not belong in a request. Remove it, or describe it.',
  response: 'is unknown, or is writeOnly and does not belong in an answer. Remove it, or describe it.',
  both: 'is unknown. Remove it, or describe it.',
}

function complaintOf({ instancePath, keyword, params, message }: ErrorObject, direction: Direction): string {
  const unknown = params.unevaluatedProperty ?? params.additionalProperty
  if (unknown !== undefined) return `${instancePath}/${unknown} ${barred[direction]}`
  const allowed = keyword === 'enum' ? `: ${params.allowedValues.join(', ')}` : ''
  return `${instancePath || 'it'} ${message}${allowed}. Correct the example, or the schema.`
}
