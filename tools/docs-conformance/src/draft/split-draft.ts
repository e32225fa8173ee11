import { isObject, type JsonObject } from '@clientele/description'

const SCHEMA_REF = '#/components/schemas/'

/**
 * Splits a draft like the descriptions of this repository: a root file that only refers to others, one file for each
 * path and one for each schema.
 *
 * @returns File names below the folder of the API, with `/` on every system, and the content of each.
 */
export function splitDraft(draft: JsonObject): Map<string, JsonObject> {
  const files = new Map<string, JsonObject>()
  const { schemas, ...components } = objectOr(draft.components)
  const paths: JsonObject = {}
  files.set('openapi.yaml', { ...draft, paths, components })
  for (const [path, item] of Object.entries(objectOr(draft.paths))) {
    const file = `paths/${path.slice(1).replaceAll('/', '_')}.yaml`
    paths[path] = { $ref: file }
    files.set(file, withFileRefs(item, '../components/schemas/') as JsonObject)
  }
  for (const [name, schema] of Object.entries(objectOr(schemas))) {
    files.set(`components/schemas/${name}.yaml`, withFileRefs(schema, './') as JsonObject)
  }
  return files
}

function objectOr(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}

/** References to components become references to their files. */
function withFileRefs(value: unknown, folder: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withFileRefs(item, folder))
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([name, part]) => {
    const isRef = name === '$ref' && typeof part === 'string' && part.startsWith(SCHEMA_REF)
    return [name, isRef ? `${folder}${part.slice(SCHEMA_REF.length)}.yaml` : withFileRefs(part, folder)]
  })
  return Object.fromEntries(entries)
}
