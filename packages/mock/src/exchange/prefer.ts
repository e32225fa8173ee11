/** The `Prefer` header (RFC 7240): preference names in lower case, their values, `true` without one. */
export type Preferences = Readonly<Record<string, string | true>>

const none: Preferences = Object.freeze(Object.create(null) as Record<string, string | true>)

const preference = /([^\s=;,"]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?(?:\s*;[^,]*)?/gy

/**
 * Reads a `Prefer` header. A preference that is given twice counts once, the first time (RFC 7240,
 * section 2); parameters behind a semicolon are not used by any preference the mock knows.
 */
export function parsePrefer(header: string | undefined): Preferences {
  if (header === undefined) return none
  const found = Object.create(null) as Record<string, string | true>
  preference.lastIndex = 0
  while (preference.lastIndex < header.length) {
    const start = preference.lastIndex
    const match = preference.exec(header)
    if (!match) {
      preference.lastIndex = start + 1
      continue
    }
    const name = (match[1] as string).toLowerCase()
    found[name] ??= match[2]?.replace(/\\(.)/g, '$1') ?? (match[3] || true)
  }
  return found
}
