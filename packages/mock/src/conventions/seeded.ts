import type { Api } from '../description/api.ts'
import type { JsonObject } from '../json/json.ts'
import { conventionModules } from './registry.ts'

/** A first record as the conventions that its API selected want it. */
export function seeded({ settings }: Api, record: JsonObject, now: Date): JsonObject {
  let current = record
  for (const { name, seed } of conventionModules) {
    if (seed && settings.conventions.includes(name)) current = seed(current, now)
  }
  return current
}
