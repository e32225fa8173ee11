/** A parsed OpenAPI document, or a part of one. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Members whose keys are names that the author chose: a property may be called `description`. */
const maps = new Set(
  [
    [
      'paths',
      'webhooks',
      'callbacks',
      'content',
      'encoding',
      'headers',
      'links',
      'variables',
      'mapping',
      'scopes',
    ],
    ['properties', 'patternProperties', 'dependentSchemas', 'dependentRequired', '$defs', 'definitions'],
    ['schemas', 'responses', 'parameters', 'requestBodies', 'securitySchemes', 'pathItems'],
  ].flat(),
)

/** Members whose value is data of the API, not a part of the description. */
const values = new Set(['const', 'default', 'enum', 'required', 'security'])

/** Members for readers, which programs do not use. */
const prose = new Set(['description', 'summary', 'title', 'example', 'examples', 'externalDocs', 'tags'])

/**
 * The parts of a description that a program can depend on: the document without prose, examples, extensions and the two
 * versions. Two descriptions with the same shape are the same API.
 *
 * @param document a parsed and bundled OpenAPI document; it is not changed
 * @returns a valid OpenAPI document: titles and descriptions that OpenAPI requires are empty
 */
export function shapeOf(document: Json): Json {
  const shape = withoutProse(document) as { [key: string]: Json }
  return { ...shape, info: { title: '', version: '' } }
}

function withoutProse(part: Json): Json {
  if (Array.isArray(part)) return part.map(withoutProse)
  if (part === null || typeof part !== 'object') return part
  const kept = Object.entries(part).filter(([key]) => !prose.has(key) && !key.startsWith('x-'))
  return Object.fromEntries(kept.map(([key, value]) => [key, memberOf(key, value)]))
}

function memberOf(key: string, value: Json): Json {
  if (values.has(key)) return value
  if (!maps.has(key) || Array.isArray(value) || value === null || typeof value !== 'object') {
    return withoutProse(value)
  }
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, withoutProse(child)]))
}
