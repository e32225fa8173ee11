/**
 * Fills the path. Values are percent-encoded and never quoted.
 *
 * @throws {TypeError} When a value is missing or empty, or `.` or `..`, which no encoding keeps from being resolved:
 *   the request would go to another resource, for DELETE with dire results.
 */
export function writePath(path: string, values: Record<string, unknown>): string {
  return path.replace(/\{([^}]+)\}/g, (_, name) => {
    const value = `${values[name] ?? ''}`
    if (/^\.{0,2}$/.test(value)) throw new TypeError(`${path}: ${name} must not be "${value}"`)
    return encodeURIComponent(value)
  })
}

/** Joins arrays with commas, as `style: form, explode: false` and OData want it; drops what is empty or missing. */
export function writeQuery(values: Record<string, unknown>): string {
  return Object.entries(values)
    .map(([name, value]) => [name, `${value ?? ''}`] as const)
    .filter(([, text]) => text)
    .map(([name, text]) => `${name}=${encodeURIComponent(text).replaceAll('%2C', ',')}`)
    .join('&')
}
