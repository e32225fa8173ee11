import { readFileSync, statSync } from 'node:fs'
import type { Reading } from '../facts/fact.ts'
import { PageReading } from '../facts/reading.ts'
import { isFlattenedPage, readFlattenedPage } from '../flattened-page/read-flattened-page.ts'
import { readMarkdownPage } from '../markdown-page/read-markdown-page.ts'
import { PageSource } from './page-source.ts'

/** A page to read: its name in facts, with `/` on every system, and its file. */
export interface PageFile {
  name: string
  path: string
}

/** Parsing Markdown with more lines takes gigabytes, whatever they hold. */
const MOST_LINES = 200_000

/**
 * Reads one documentation page, in whichever grammar it is written.
 *
 * @param page Path by which facts name the page, for example `api/customer-get.md`.
 * @param text The whole text of the page, with any line ends.
 * @returns Facts, the places that the page leaves open, and those that were not understood. Never throws: a page
 *   that the reader fails on is one place that was not understood.
 *
 * @example
 * const { facts } = readPage('api/customer-get.md', await readFile(path, 'utf8'))
 */
export function readPage(page: string, text: string): Reading {
  const source = new PageSource(page, text)
  const reading = new PageReading()
  try {
    if (source.lines.length > MOST_LINES)
      reading.doNotUnderstand(source.line(0), `the page as a whole: more than ${MOST_LINES} lines`)
    else if (isFlattenedPage(source)) readFlattenedPage(source, reading)
    else readMarkdownPage(source, reading)
  } catch (error) {
    // Text nested thousands of levels deep exhausts the stack of the parsers.
    if (!(error instanceof RangeError)) throw error
    reading.doNotUnderstand(source.line(0), `the page as a whole: ${error.message}`)
  }
  if (saysNothing(reading) && !isPlainProse(source)) {
    reading.doNotUnderstand(source.line(0), 'the page as a whole: nothing of it is in a known grammar')
  }
  reading.countRest()
  return reading
}

function saysNothing({ facts, open, notUnderstood }: Reading): boolean {
  return facts.length + open.length + notUnderstood.length === 0
}

/** With headings the reader has seen every section. Without any, the page may be in another encoding or format. */
function isPlainProse({ text }: PageSource): boolean {
  return text.trim() === '' || /^#{1,6}\s/m.test(text)
}

/** A larger file is not a page: it is reported and not read. */
const LARGEST = 20 * 1024 * 1024

/** Reads one file. Links to other kinds of files, devices and files that are too large are reported, not read. */
export function readPageFile({ name, path }: PageFile): Reading {
  const reading = new PageReading()
  const place = { page: name, line: 1 }
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats?.isFile()) reading.doNotUnderstand(place, 'the page as a whole: it is not a file')
  else if (stats.size > LARGEST) {
    reading.doNotUnderstand(place, `the page as a whole: ${stats.size} bytes, more than ${LARGEST}`)
  } else return readPage(name, readFileSync(path, 'utf8'))
  reading.countRest()
  return reading
}
