/** The letters of a name in lower case: descriptions write the same word as `page_size`, `pageSize` and `PageSize`. */
export function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '')
}
