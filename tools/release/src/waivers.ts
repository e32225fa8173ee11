import { existsSync, readFileSync } from 'node:fs'
import * as v from 'valibot'
import { parse } from 'yaml'
import type { Api } from './apis.ts'
import type { Change } from './rate.ts'

const waiver = v.strictObject({
  rule: v.pipe(v.string(), v.nonEmpty()),
  pointer: v.pipe(v.string(), v.startsWith('#/')),
  reason: v.pipe(v.string(), v.minLength(10, 'A reason is a sentence.')),
  expires: v.pipe(v.string(), v.isoDate('A date such as 2027-01-31.')),
})

/** A reviewed change that does not need a higher version until a certain day. */
export type Waiver = v.InferOutput<typeof waiver>

/**
 * Reads the waivers of an API.
 *
 * @throws Error that names every mistake by its place.
 */
export function readWaivers({ name, waivers }: Api): Waiver[] {
  if (!existsSync(waivers)) return []
  const result = v.safeParse(v.array(waiver), parse(readFileSync(waivers, 'utf8')) ?? [])
  if (result.success) return result.output
  const mistakes = result.issues.map((issue) => `  ${v.getDotPath(issue) ?? '(file)'}: ${issue.message}`)
  throw new Error([`specs/${name}/waivers.yaml:`, ...mistakes].join('\n'))
}

export function isWaived(change: Change, waivers: readonly Waiver[]): boolean {
  return waivers.some(({ rule, pointer }) => rule === change.rule && pointer === change.pointer)
}

/** Waivers that fail the run: those that have expired, and those that match no change. */
export function staleWaivers(
  waivers: readonly Waiver[],
  changes: readonly Change[],
  today: string,
): string[] {
  return waivers.flatMap(({ rule, pointer, expires }) => {
    if (expires < today)
      return [`The waiver for ${rule} at ${pointer} expired on ${expires}. Take the step or review it.`]
    const needed = changes.some((change) => change.rule === rule && change.pointer === pointer)
    return needed ? [] : [`The waiver for ${rule} at ${pointer} matches no change. Remove it.`]
  })
}
