import { type Context, isObject, isReference, type Rule, type SchemaNode } from '../redocly.ts'

const described = new Set([
  'Operation',
  'Parameter',
  'Header',
  'Response',
  'RequestBody',
  'Tag',
  'Server',
  'SecurityScheme',
])

/**
 * Operations, parameters, headers, bodies, responses, components and properties have a description.
 * `x-enumDescriptions` describes only values of the enum.
 */
export const descriptionRequired: Rule = () => ({
  any: {
    enter(node, context) {
      if (described.has(context.type.name)) check(node, context, context.type.name)
    },
  },
  Schema(schema, context) {
    if (context.location.pointer === '#/') check(schema, context, 'component')
    checkMeanings(schema, context)
  },
  SchemaProperties(properties, context) {
    for (const [name, schema] of Object.entries(properties)) {
      const target = isReference(schema) ? { ...(context.resolve(schema).node as object), ...schema } : schema
      check(target, context, `property "${name}"`, name)
    }
  },
})

function checkMeanings({ enum: values = [], ...schema }: SchemaNode, { report, location }: Context): void {
  const meanings = schema['x-enumDescriptions']
  if (!isObject(meanings)) return
  for (const value of Object.keys(meanings).filter((name) => !values.map(String).includes(name))) {
    report({
      message: `x-enumDescriptions describes "${value}", which enum does not have. Remove it, or add the value.`,
      location: location.child('x-enumDescriptions'),
    })
  }
}

function check(node: unknown, { report, location }: Context, what: string, child?: string): void {
  if (!isObject(node) || (typeof node.description === 'string' && node.description.trim())) return
  report({
    message: `This ${what} has no description. Add one sentence that a reader could not guess from the name.`,
    location: child === undefined ? location : location.child(child),
  })
}
