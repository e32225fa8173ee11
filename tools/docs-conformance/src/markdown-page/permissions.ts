import type { Account } from '../facts/fact.ts'
import type { MarkdownPage } from './page.ts'
import type { Cell, PageTable } from './table.ts'

const ACCOUNTS: readonly [RegExp, Account][] = [
  [/^delegated\b.*\b(?:work|school)/i, 'delegated'],
  [/^delegated\b.*\bpersonal/i, 'personal'],
  [/^delegated\b/i, 'delegated'],
  [/^application\b/i, 'application'],
]
const DOTTED = /\b[A-Za-z][\w-]*(?:\.[\w-]+)+(?:\.(?:All|Shared))?\b/g
const PERMISSION = /^[A-Za-z][\w-]*(\.[\w-]+)*$/
const NONE = /^(not supported|not available|none|n\/a|not applicable|no)\b.*$/i

function accountOf(words: string | undefined): Account | undefined {
  return ACCOUNTS.find(([pattern]) => words && pattern.test(words))?.[1]
}

/** The text beside an account whose permissions are in the rows below it. */
const TITLED = /^(?:varies by context\.?|see below\.?)?$/i

/** Whether a table gives permissions by kind of account, in its rows or in its columns. */
export function isPermissionTable({ header, rows }: PageTable): boolean {
  return (
    /^permissions? type/.test(header[0] ?? '') ||
    header.some(accountOf) ||
    rows.some(([label]) => accountOf(label?.text))
  )
}

/**
 * States the permissions of every operation of the page. Accounts are rows, with the least and the higher privileged
 * permissions in columns beside them, or they are columns, with a row for each thing that the request is about.
 */
export function readPermissions(table: PageTable, page: MarkdownPage): void {
  if (page.operations.length === 0) {
    for (const [label] of table.rows) {
      if (label)
        page.reading.passOver(page.source.place(label.span), 'permissions on a page without operations')
    }
    return
  }
  const columns = table.header.map(accountOf)
  if (columns.some(Boolean)) for (const cells of table.rows) readByColumn(cells, columns, page)
  else readByRow(table, page)
}

function readByColumn(
  cells: readonly Cell[],
  columns: readonly (Account | undefined)[],
  page: MarkdownPage,
): void {
  const [label] = cells
  const operations = label && !columns[0] ? operationsOf(label.text, page.operations) : page.operations
  for (const [index, account] of columns.entries()) {
    const cell = cells[index]
    if (account && cell) statePermissions(account, [cell], { ...page, operations })
  }
}

/** The operations that a row is about: `group calendar` is about the addresses below `/groups`. */
function operationsOf(label: string, operations: MarkdownPage['operations']): MarkdownPage['operations'] {
  for (const word of label.toLowerCase().match(/[a-z]{4,}/g) ?? []) {
    const named = operations.filter(({ line }) =>
      line.path
        .toLowerCase()
        .split('/')
        .some(
          (segment) => segment === word || segment === `${word}s` || (word === 'user' && segment === 'me'),
        ),
    )
    if (named.length > 0 && named.length < operations.length) return named
  }
  return operations
}

/** A row without an account belongs to the account above it: Intune lists what each of its parts needs. */
function readByRow({ rows }: PageTable, page: MarkdownPage): void {
  let account: Account | undefined
  for (const [index, [label, ...cells]] of rows.entries()) {
    if (!label) continue
    const named = accountOf(label.text)
    account = named ?? account
    const below = rows[index + 1]?.[0]
    const isTitle = named && below && !accountOf(below.text) && cells.every(({ text }) => TITLED.test(text))
    if (isTitle) page.reading.passOver(page.source.place(label.span), 'an account above the rows about it')
    else if (account && cells.length > 0) statePermissions(account, cells, page)
    else page.reading.doNotUnderstand(page.source.place(label.span), 'a row of the permission table')
  }
}

function statePermissions(
  account: Account,
  cells: readonly Cell[],
  { source, reading, operations }: MarkdownPage,
): void {
  const [first] = cells
  // A cell with only an unfilled template is now empty, and listed among the open places.
  if (!first || cells.every((cell) => cell.text === '')) return
  const place = source.place({ start: first.span.start, end: cells.at(-1)?.span.end ?? first.span.end })
  const permissions = permissionsOf(cells)
  if (!permissions) reading.doNotUnderstand(place, 'a row of the permission table')
  for (const { name: operation } of permissions ? operations : []) {
    reading.state(place, { kind: 'permission', operation, account, permissions: permissions ?? [] })
  }
}

function permissionsOf(cells: readonly Cell[]): string[] | undefined {
  const dotted = cells.flatMap((cell) => cell.text.match(DOTTED) ?? [])
  const words = cells.flatMap((cell) => cell.text.split(/,|;|\band\b|\bor\b|\s\/\s/).map(trimmed))
  const names = words.filter((word) => word !== '' && !NONE.test(word))
  if (names.every((name) => PERMISSION.test(name))) return [...new Set(names)]
  return dotted.length > 0 ? [...new Set(dotted)] : undefined
}

function trimmed(word: string): string {
  return word.trim().replace(/[.*]+$/, '')
}
