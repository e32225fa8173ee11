import { isObject } from '../../json/json.ts'

/**
 * Names that a description marks as secret: properties with `format: password` or `writeOnly: true`, and the
 * headers and query parameters of its API keys.
 */
export function declaredSecrets(document: unknown): Set<string> {
  const names = new Set<string>()
  const seen = new Set<unknown>()
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return
    seen.add(node)
    if (isObject(node)) collect(node, names)
    for (const child of Object.values(node)) look(child)
  }
  look(document)
  return names
}

function collect(node: Record<string, unknown>, names: Set<string>): void {
  if (node.type === 'apiKey' && typeof node.name === 'string') names.add(node.name)
  if (!isObject(node.properties)) return
  for (const [name, schema] of Object.entries(node.properties)) {
    if (isObject(schema) && (schema.format === 'password' || schema.writeOnly === true)) names.add(name)
  }
}
