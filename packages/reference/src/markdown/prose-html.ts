import { markdownToHtml } from 'satteri'

/** Renders the CommonMark of a description; its one paragraph stays a paragraph. */
export function proseHtml(text: string): string {
  return text ? markdownToHtml(text, { features: { smartPunctuation: false } }).html : ''
}

/** Renders one line of CommonMark without a paragraph around it. */
export function inlineHtml(text: string): string {
  return proseHtml(text)
    .replaceAll(/<\/?p>/g, '')
    .trim()
}
