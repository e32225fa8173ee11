import type { PageReading } from '../facts/reading.ts'
import type { PageSource } from '../pages/page-source.ts'
import type { PageOperation } from './page-operations.ts'

/** What the readers of the sections of one page share. */
export interface MarkdownPage {
  source: PageSource
  reading: PageReading
  /** The operations that the page documents; several where one request has several addresses. */
  operations: readonly PageOperation[]
  /** Whether a section of its own lists them: then requests elsewhere are samples. */
  hasList: boolean
  /** Statuses of success that the examples of the page show. */
  successes: readonly number[]
  /** The type that the page is about, where it is about one. */
  resource?: string
}
