import { isReference, type ParameterNode, type Rule, type SchemaNode, type Visit } from '../redocly.ts'

/** Properties, parameters, headers and bodies have an example, in the keyword that OpenAPI 3.1 has for the place. */
export const exampleRequired: Rule = () => ({
  Parameter: parameterLike,
  Header: parameterLike,
  MediaType({ examples }, { report, location }) {
    if (Object.keys(examples ?? {}).length > 0) return
    report({
      message: 'This body has no named example. Add one under "examples", as a file of components/examples.',
      location,
    })
  },
  SchemaProperties(properties, { report, location }) {
    for (const [name, schema] of Object.entries(properties)) {
      if (isReference(schema) || isComposed(schema) || schema.examples?.length) continue
      report({
        message: `The property "${name}" has no example. Add a realistic one as "examples: [value]"; "example" is deprecated in schemas of OpenAPI 3.1.`,
        location: location.child(name),
      })
    }
  },
})

const parameterLike: Visit<ParameterNode> = ({ example, examples }, { report, location, type }) => {
  if (example !== undefined || Object.keys(examples ?? {}).length > 0) return
  report({ message: `This ${type.name} has no example. Add a realistic value under "example".`, location })
}

/** The parts of a composed value have their own examples. */
function isComposed(schema: SchemaNode): boolean {
  return schema.properties !== undefined || isReference(schema.items) || schema.allOf !== undefined
}
