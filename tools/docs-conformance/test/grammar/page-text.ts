/** How the text of a page is stored. */
export interface TextStyle {
  lineEnds: 'lf' | 'crlf' | 'mixed'
  byteOrderMark: boolean
}

/** Stores the lines of a page; `mixed` has CRLF in prose and LF in comments and code, as the generator wrote them. */
export function storeText(text: string, { lineEnds, byteOrderMark }: TextStyle): string {
  const lines = text.split('\n')
  const ends = lines.map((line) =>
    lineEnds === 'lf' || (lineEnds === 'mixed' && /^[\s"{}<]/.test(line)) ? '\n' : '\r\n',
  )
  return (byteOrderMark ? '\uFEFF' : '') + lines.map((line, index) => line + ends[index]).join('')
}
