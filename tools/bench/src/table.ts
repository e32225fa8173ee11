import type { BenchmarkResult, ResultLine } from './run-benchmark.ts'

const heads = ['what', 'subject', 'figure', 'peer', 'figure', 'ratio', 'bound', 'aim', '']

/** Renders the results as one plain-text table, readable in a terminal and in a CI log. */
export function renderTable(results: readonly BenchmarkResult[]): string {
  const groups = results.map((result) => ({
    result,
    rows: result.lines.map((line) => cells(line, result.unit)),
  }))
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...groups.flatMap(({ rows }) => rows.map((row) => row[column]?.length ?? 0))),
  )
  const format = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  const blocks = groups.map(({ result, rows }) =>
    [`${result.name} (${result.unit}, median of ${result.rounds})`, format(heads), ...rows.map(format)].join(
      '\n',
    ),
  )
  return blocks.join('\n\n')
}

/** One closing line: how many bounds hold, and which do not. */
export function summarize(results: readonly BenchmarkResult[]): string {
  const judged = results.flatMap(({ name, lines }) =>
    lines.filter((line) => line.holds !== undefined).map((line) => ({ name, line })),
  )
  const short = judged.filter(({ line }) => !line.holds)
  const total = `${judged.length - short.length} of ${judged.length} bounds hold.`
  const names = short.map(({ name, line }) => `${name}: ${line.label}`).join('; ')
  return short.length ? `${total} Short: ${names}.` : total
}

function cells(line: ResultLine, unit: string): string[] {
  const hasPeer = line.peerFigure !== undefined
  return [
    line.label,
    line.subject,
    figure(line.figure, unit),
    line.peer ?? '-',
    hasPeer ? figure(line.peerFigure as number, unit) : '-',
    hasPeer ? number(line.value) : '-',
    bound(line),
    line.aim === undefined ? '-' : number(line.aim),
    verdict(line),
  ]
}

function verdict(line: ResultLine): string {
  if (line.holds === undefined) return ''
  return line.holds ? 'ok' : 'SHORT'
}

function bound(line: ResultLine): string {
  if (!line.bound) return '-'
  return 'atLeast' in line.bound ? `>= ${number(line.bound.atLeast)}` : `<= ${number(line.bound.atMost)}`
}

function figure(value: number, unit: string): string {
  return `${number(value)} ${unit}`
}

/** Three significant digits below 1,000, whole numbers above. */
function number(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US')
  return String(Number(value.toPrecision(3)))
}
