import type { Account } from '../facts/fact.ts'
import type { PageReading } from '../facts/reading.ts'
import type { PageSource } from '../pages/page-source.ts'
import type { Cell, PageTable } from './table.ts'

const ACCOUNTS: readonly [RegExp, Account][] = [
  [/^delegated \((work|school)/i, 'delegated'],
  [/^delegated \(personal/i, 'personal'],
  [/^application\b/i, 'application'],
]
const PERMISSION = /^[A-Za-z][\w-]*(\.[\w-]+)*$/
const NONE = /^(not supported|not available|none|n\/a|not applicable)$/i

/**
 * States the permissions of every operation of the page. Columns beside the first are joined: newer tables have
 * the least and the higher privileged ones apart, others split by whose data is read.
 */
export function readPermissions(
  table: PageTable,
  operations: readonly string[],
  source: PageSource,
  reading: PageReading,
): void {
  for (const [label, ...cells] of table.rows) {
    const account = ACCOUNTS.find(([pattern]) => label && pattern.test(label.text))?.[1]
    const permissions = permissionsOf(cells)
    const [first] = cells
    if (!label) continue
    if (!account || !permissions || !first) {
      reading.doNotUnderstand(source.place(label.span), 'a row of the permission table')
    } else if (!isLeftOpen(cells)) {
      const place = source.place({ start: first.span.start, end: cells.at(-1)?.span.end ?? first.span.end })
      for (const operation of operations)
        reading.state(place, { kind: 'permission', operation, account, permissions })
    }
  }
}

/** A cell that held only an unfilled template is empty by now, and listed among the open places. */
function isLeftOpen(cells: readonly Cell[]): boolean {
  return cells.every((cell) => cell.text === '')
}

function permissionsOf(cells: readonly Cell[]): string[] | undefined {
  const words = cells.flatMap((cell) => cell.text.split(/,|;|\band\b|\bor\b|\s\/\s/).map(trimmed))
  const names = words.filter((word) => word !== '' && !NONE.test(word))
  return names.every((name) => PERMISSION.test(name)) ? [...new Set(names)] : undefined
}

function trimmed(word: string): string {
  return word.trim().replace(/[.*]+$/, '')
}
