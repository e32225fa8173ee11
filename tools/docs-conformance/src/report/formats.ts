import { countsOf } from '../compare/compare.ts'
import { type ApiReport, isClean, type ReportRow, rowsOf, summaryOf } from './report.ts'

const TITLES: ReportRow = {
  fact: 'Fact',
  page: 'Page',
  place: 'Place in the description',
  outcome: 'Outcome',
}
const COLUMNS = ['fact', 'page', 'place', 'outcome'] as const

/** An aligned table for a terminal, and a summary line for each API. */
export function formatText(reports: readonly ApiReport[], all: boolean): string {
  return reports
    .flatMap((report) => {
      const rows = rowsOf(report, all)
      return [...(rows.length > 0 ? [alignedTable(rows), ''] : []), summaryOf(report)]
    })
    .join('\n')
}

function alignedTable(rows: readonly ReportRow[]): string {
  const lines = [TITLES, ...rows]
  const widths = COLUMNS.map((column) => Math.max(...lines.map((line) => line[column].length)))
  return lines
    .map((line) =>
      COLUMNS.map((column, index) => line[column].padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Tables for a pull request or a build summary. */
export function formatMarkdown(reports: readonly ApiReport[], all: boolean): string {
  return reports
    .flatMap((report) => {
      const rows = rowsOf(report, all)
      const table = rows.length > 0 ? [markdownTable(rows), ''] : []
      return [`### ${report.api}`, '', ...table, summaryOf(report), '']
    })
    .join('\n')
    .trimEnd()
}

function markdownTable(rows: readonly ReportRow[]): string {
  const line = (row: ReportRow) => `| ${COLUMNS.map((column) => escapeCell(row[column])).join(' | ')} |`
  return [line(TITLES), `| ${COLUMNS.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n')
}

function escapeCell(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '&lt;')
}

/** Everything for programs. Facts that were found are listed with `all`. */
export function formatJson(reports: readonly ApiReport[], all: boolean): string {
  const apis = reports.map((report) => {
    const { result, record, api } = report
    const facts = result.checked.filter(
      ({ verdict, known }) => all || known !== undefined || verdict.outcome !== 'found',
    )
    return {
      api,
      clean: isClean(report),
      counts: { ...countsOf(result), record: record.length },
      facts: facts.map(({ fact, verdict, known }) => ({
        ...fact,
        outcome: verdict.outcome,
        place: verdict.place,
        ...('reason' in verdict && { reason: verdict.reason }),
        ...(known && { reviewed: known.reason }),
      })),
      extras: result.extras,
      outdated: result.outdated,
      notUnderstood: result.notUnderstood,
      open: result.open,
      record,
    }
  })
  return JSON.stringify({ apis }, null, 2)
}
