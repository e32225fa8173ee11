import type { PageReading } from '../facts/reading.ts'
import type { PageSource } from '../pages/page-source.ts'
import type { PageOperation } from './page-operations.ts'

/** Data that the readers of a page's sections share. */
export interface MarkdownPage {
  source: PageSource
  reading: PageReading
  /** The operations that the page documents; several if one request has several addresses. */
  operations: readonly PageOperation[]
  /** Whether a separate section lists them, so that requests elsewhere are samples. */
  hasList: boolean
  /** Success statuses in the examples of the page. */
  successes: readonly number[]
  /** The type that the page is about, if any. */
  resource?: string
}
