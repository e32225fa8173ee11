import type { BenchmarkResult, ResultLine } from './run-benchmark.ts'

const heads = ['what', 'subject', 'figure', 'peer', 'figure', 'ratio', 'bound', 'aim', '']

/** Renders each benchmark as a plain-text table of its own width, readable in a terminal and in a CI log. */
export function renderTable(results: readonly BenchmarkResult[]): string {
  return results.map(renderGroup).join('\n\n')
}

function renderGroup({ name, unit, rounds, lines }: BenchmarkResult): string {
  const rows = [heads, ...lines.map(cells)]
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const format = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  return [`${name} (${unit}, median of ${rounds})`, ...rows.map((row) => format(row).trimEnd())].join('\n')
}

/** The closing line: how many bounds hold, and which do not. */
export function summarize(results: readonly BenchmarkResult[]): string {
  const judged = results.flatMap(({ name, lines }) =>
    lines.filter((line) => line.holds !== undefined).map((line) => ({ name, line })),
  )
  const short = judged.filter(({ line }) => !line.holds)
  const total = `${judged.length - short.length} of ${judged.length} bounds hold.`
  const names = short.map(({ name, line }) => `${name}: ${line.label}`).join('; ')
  return short.length ? `${total} Short: ${names}.` : total
}

function cells(line: ResultLine): string[] {
  const hasPeer = line.peerFigure !== undefined
  return [
    line.label,
    line.subject,
    measured(line.figure, line.spread),
    line.peer ?? '-',
    hasPeer ? measured(line.peerFigure as number, line.peerSpread) : '-',
    hasPeer ? number(line.value) : '-',
    bound(line),
    line.aim === undefined ? '-' : number(line.aim),
    verdict(line),
  ]
}

/** The median, and the spread of the rounds if they differ. */
function measured(figure: number, [low, high]: readonly [number, number] = [figure, figure]): string {
  return low === high ? number(figure) : `${number(figure)} (${number(low)}-${number(high)})`
}

function verdict(line: ResultLine): string {
  if (line.measuredGenerator) return 'measured the generator'
  if (line.holds === undefined) return ''
  return line.holds ? 'ok' : 'SHORT'
}

function bound(line: ResultLine): string {
  if (!line.bound) return '-'
  return 'atLeast' in line.bound ? `>= ${number(line.bound.atLeast)}` : `<= ${number(line.bound.atMost)}`
}

/** Three significant digits below 1,000, whole numbers above. */
function number(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US')
  return String(Number(value.toPrecision(3)))
}
