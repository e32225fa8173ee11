import type { PageReading } from '../facts/reading.ts'
import type { PageSource } from '../pages/page-source.ts'

/** Includes of every page that state no fact about the API. */
const BOILERPLATE =
  /beta-disclaimer|tls-1\.2|sdk-documentation|sample-code|-snippets|license|improve-performance/i
const INCLUDE = /\[!INCLUDE\s*\[([^\]]*)\]\(([^)]*)\)/gi

/** Lists the unfilled template places (`TODO`) and the includes whose text is not on the page. */
export function findOpenPlaces(source: PageSource, reading: PageReading): void {
  source.lines.forEach((text, index) => {
    if (/\bTODO\b/.test(text)) reading.leaveOpen(source.line(index), 'an unfilled template')
    for (const [words, name = '', target = ''] of text.matchAll(INCLUDE)) {
      if (BOILERPLATE.test(`${name} ${target}`)) continue
      reading.leaveOpen({ ...source.line(index), quote: words }, 'the included text is not on the page')
    }
  })
}
