/** Any value that JSON can carry. */
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

/** Whether objects and arrays stand inside each other on more levels. Takes no stack, whatever the value. */
export function nestsDeeper(value: unknown, levels: number): boolean {
  let level: object[] = typeof value === 'object' && value !== null ? [value] : []
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= levels) return true
    const next: object[] = []
    for (const node of level)
      for (const name in node) {
        const member: unknown = node[name as never]
        if (typeof member === 'object' && member !== null) next.push(member)
      }
    level = next
  }
  return false
}
