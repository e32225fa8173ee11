import { markdownAddress } from '../description/addresses.ts'

/** Address of a page's Markdown twin; `undefined` for a page without one. */
export function twinAddress(pathname: string, entry: { data: { twin?: string } }): string | undefined {
  const address = entry.data.twin ?? markdownAddress(pathname)
  return address === '' ? undefined : address
}
