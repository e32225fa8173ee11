export type JsonObject = Record<string, unknown>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Calls `visit` for every object of the document, the outer ones first. */
export function walk(node: unknown, visit: (object: JsonObject) => void): void {
  if (isObject(node)) visit(node)
  if (typeof node !== 'object' || node === null) return
  for (const child of Object.values(node)) walk(child, visit)
}
