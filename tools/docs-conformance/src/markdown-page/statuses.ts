import type { MarkdownPage } from './page.ts'
import type { Cell } from './table.ts'

/** Statuses as sentences name them: with their phrase, or after "status" or "HTTP". */
export function statusesInText(text: string): number[] {
  const named = text.matchAll(
    /\b(?:HTTP(?:\/\d\.\d)?|status(?: codes?)?)[ :`]*([1-5]\d\d)\b|\b([1-5]\d\d) (?:OK|Created|Accepted|No Content|Found|Bad Request|Forbidden|Unauthorized|Not Found|Conflict|Gone|Precondition Failed)\b/gi,
  )
  return [...new Set(Array.from(named, ([, after, before]) => Number(after ?? before)))]
}

/** States the statuses that the description of a parameter or property names for the operation. */
export function stateStatusesIn(cell: Cell, { source, reading, operations }: MarkdownPage): void {
  for (const status of statusesInText(cell.text)) {
    for (const { name: operation } of operations)
      reading.state(source.place(cell.span), { kind: 'status', operation, status })
  }
}
