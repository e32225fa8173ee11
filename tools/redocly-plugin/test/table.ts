import { beforeAll, expect, test } from 'vitest'
import { library } from './library.ts'
import { lint, type Report } from './lint.ts'

/** One description that breaks a rule, and everything that the rule has to say about it. */
export interface Given {
  files: Record<string, string>
  want: Report
}

/**
 * Tests one rule: it has nothing to say about the library, and about each given description exactly what is
 * wanted. All descriptions are linted in one run of the program.
 */
export function testRule(rule: string, table: Record<string, Given>): void {
  let reports: Record<string, Report> = {}
  const names = Object.keys(table)
  const files = Object.fromEntries(
    names.map((title, index) => [`description-${index}`, table[title]?.files ?? {}]),
  )

  beforeAll(async () => {
    reports = await lint([rule], { library, ...files })
  })

  test(`${rule} has nothing against a good description`, () => {
    expect(reports.library).toEqual([])
  })

  test.each(names)(`${rule}: %s`, (title) => {
    expect(reports[`description-${names.indexOf(title)}`]).toEqual(table[title]?.want)
  })
}
