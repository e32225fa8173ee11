import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

export type JsonObject = Record<string, unknown>

/** The names of the descriptions, which are also the names of their folders and bundles. */
export const apis = ['graph-customers', 'graph-customer-profile', 'partner-center-users'] as const

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export interface Bundle extends JsonObject {
  paths: Record<string, JsonObject>
  components: Record<string, Record<string, JsonObject>>
}

/** The built bundle of a description. */
export function readBundle(api: string): Bundle {
  return parse(readFileSync(new URL(`../dist/${api}.yaml`, import.meta.url), 'utf8'))
}

/** Every object of a value, from the outside in, with the keys that lead to it. */
export function* objects(
  value: unknown,
  path: string[] = [],
): Generator<{ path: string[]; object: JsonObject }> {
  if (isObject(value)) yield { path, object: value }
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value)) yield* objects(child, [...path, key])
}
