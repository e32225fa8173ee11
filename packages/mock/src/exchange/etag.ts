import type { Entry } from '../store/store.ts'
import { type Problem, problem } from './problem.ts'

/** A weak validator: two answers may show the same version of a record in different media types. */
export function etagOf({ sequence, version }: Entry): string {
  return `W/"${sequence}.${version}"`
}

/**
 * Judges `If-Match` (RFC 9110, section 13.1.1). Compared weakly although the RFC asks for strong
 * comparison: the vendors whose ETags are weak accept them here.
 */
export function checkIfMatch(header: string | undefined, entry: Entry | undefined): Problem | undefined {
  if (header === undefined) return undefined
  const wanted = header.split(',').map((tag) => tag.trim())
  if (entry && (wanted.includes('*') || wanted.some((tag) => opaque(tag) === opaque(etagOf(entry)))))
    return undefined
  return problem(
    412,
    'If-Match names another version of the record. Read it again and send the ETag of that answer.',
  )
}

/** Whether `If-None-Match` names the version that the client already has. */
export function matchesNoneMatch(header: string | undefined, entry: Entry): boolean {
  if (header === undefined) return false
  return header.split(',').some((tag) => tag.trim() === '*' || opaque(tag.trim()) === opaque(etagOf(entry)))
}

function opaque(tag: string): string {
  return tag.replace(/^W\//, '').replace(/^"|"$/g, '')
}
