import { controlPrefix } from '../engine/parts.ts'
import { bodyLimit } from '../request/body.ts'

/** A snapshot holds what many requests brought. In bytes. */
const controlBodyLimit = 64 * 1024 * 1024

/** Largest body that is read for a path, in bytes. */
export function bodyLimitOf(path: string): number {
  return path.startsWith(controlPrefix) ? controlBodyLimit : bodyLimit
}
