/** Any JSON value. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject

/** A JSON object; records of the store are such objects and are never changed in place. */
export interface JsonObject {
  readonly [name: string]: JsonValue
}

/** A JSON Schema as a description writes it; `$ref` may be anywhere until it is resolved. */
export type JsonSchema = { readonly [keyword: string]: unknown }

/** Whether a value is a JSON object, neither null nor an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Whether objects and arrays are nested on more levels. Goes no deeper than that, so some hundred levels
 * take little of the stack. A list of each level instead would take twice as long on a description of several megabytes.
 */
export function nestsDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  for (const name in value) if (nestsDeeper(value[name as never], levels - 1)) return true
  return false
}

/**
 * Every object and list in a value, each once and before what is in it. Takes no stack, whatever the value.
 *
 * @param skipped Names of members that are not looked into.
 */
export function* objectsIn(value: unknown, skipped: ReadonlySet<string> = new Set()): Iterable<object> {
  const seen = new Set<object>()
  const waiting = [value]
  while (waiting.length > 0) {
    const node = waiting.pop()
    if (typeof node !== 'object' || node === null || seen.has(node)) continue
    seen.add(node)
    yield node
    for (const name of Object.keys(node).reverse()) if (!skipped.has(name)) waiting.push(node[name as never])
  }
}
