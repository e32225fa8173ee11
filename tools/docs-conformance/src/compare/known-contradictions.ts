import { isDeepStrictEqual } from 'node:util'
import { isObject, type JsonObject } from '@clientele/description'
import { parseYaml } from '../facts/parse-yaml.ts'

/** A reviewed decision against the wording of a page. */
export interface KnownContradiction {
  /** Fields of a fact that the description rejects; an entry may cover several facts. */
  fact?: JsonObject
  /** Fields of an addition that the description makes because of such a decision. */
  extra?: JsonObject
  /** Why the description is right. */
  reason: string
  /** The decision record, as a path from the root of the repository. */
  decision?: string
}

/**
 * Reads the reviewed file.
 *
 * @param file Path for messages.
 * @throws {Error} Names every entry that has neither `fact` nor `extra` with a `kind`, or no reason.
 */
export function parseKnownContradictions(text: string, file: string): KnownContradiction[] {
  const entries: unknown = parseYaml(text, file) ?? []
  if (!Array.isArray(entries)) throw new Error(`${file} is not a list. Write one entry per contradiction.`)
  const wrong = entries.flatMap((entry, index) => (isEntry(entry) ? [] : [index + 1]))
  if (wrong.length > 0) {
    const which = wrong.join(', ')
    throw new Error(`${file}: write "fact" or "extra" with a "kind", and a "reason", into entry ${which}.`)
  }
  return entries
}

function isEntry(entry: unknown): entry is KnownContradiction {
  if (!isObject(entry) || typeof entry.reason !== 'string' || entry.reason.trim() === '') return false
  const subjects = [entry.fact, entry.extra].filter((subject) => subject !== undefined)
  return (
    subjects.length === 1 &&
    subjects.every((subject) => isObject(subject) && typeof subject.kind === 'string')
  )
}

/** The entry that covers a fact or an extra: all fields of the entry match. */
export function entryFor(
  entries: readonly KnownContradiction[],
  subject: 'fact' | 'extra',
  fields: object,
): KnownContradiction | undefined {
  const values = fields as JsonObject
  return entries.find((entry) => {
    const wanted = entry[subject]
    return (
      wanted !== undefined &&
      Object.entries(wanted).every(([name, value]) => isDeepStrictEqual(values[name], value))
    )
  })
}
