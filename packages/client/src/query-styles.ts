import { writeQuery } from './request.ts'

/** How a query parameter that is a list or an object is written (OpenAPI 3.1, Style Values). */
export type Style = 'explode' | 'deepObject'

/**
 * Writes the query parameters of an API in which some lists are not joined with commas.
 *
 * @param styles Styles by parameter.
 */
export const queryWriter =
  (styles: Readonly<Record<string, Style>>) =>
  (values: Record<string, unknown>): string =>
    Object.entries(values)
      .flatMap(([name, value]) => parts(name, value, styles[name]))
      .map((part) => writeQuery(part))
      .filter(Boolean)
      .join('&')

function parts(name: string, value: unknown, style: Style | undefined): Record<string, unknown>[] {
  if (style === undefined || typeof value !== 'object' || value === null) return [{ [name]: value }]
  if (Array.isArray(value)) return value.map((each) => ({ [name]: each }))
  return Object.entries(value).map(([key, each]) => ({
    [style === 'explode' ? key : `${encodeURIComponent(name)}[${encodeURIComponent(key)}]`]: each,
  }))
}
