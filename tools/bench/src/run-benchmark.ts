import type { Benchmark, BenchmarkContext, Comparison, Contestant } from './benchmark.ts'

/** The figures of one benchmark: every measurement, and the judged lines of the table. */
export interface BenchmarkResult {
  name: string
  unit: string
  rounds: number
  /** All measurements of a contestant, in the order of the rounds. */
  figures: Record<string, number[]>
  lines: ResultLine[]
}

export interface ResultLine extends Comparison {
  /** Median of the subject, in the benchmark's unit. */
  figure: number
  /** Median of the peer, if there is one. */
  peerFigure?: number
  /** Lowest and highest measurement of the subject. */
  spread: readonly [number, number]
  /** The same for the peer, if there is one. */
  peerSpread?: readonly [number, number]
  /** The value that the bound limits: the ratio of the medians, or the figure itself. */
  value: number
  /** `undefined` if no bound is set, or if the figure is the generator's. */
  holds?: boolean
  /** The subject is within 10 % of a server that does nothing: the figure is the generator's. */
  measuredGenerator?: boolean
}

/** How close to an empty server a figure is the generator's own. */
const closeToEmpty = 0.1

/**
 * Measures every contestant once per round, in turn, so that a slow minute of the machine affects all alike,
 * and judges the medians.
 *
 * @throws what a contestant throws: a run that went wrong has no figure.
 */
export async function runBenchmark(
  benchmark: Benchmark,
  context: BenchmarkContext,
): Promise<BenchmarkResult> {
  const run = await benchmark.setup(context)
  try {
    const rounds = benchmark.rounds ?? 5
    const figures = await measureInTurn(run.contestants, rounds, context)
    const lines = run.comparisons.map((comparison) => judge(comparison, figures))
    return { name: benchmark.name, unit: benchmark.unit, rounds, figures, lines }
  } finally {
    await run.teardown?.()
  }
}

async function measureInTurn(contestants: Contestant[], rounds: number, context: BenchmarkContext) {
  const figures: Record<string, number[]> = Object.fromEntries(contestants.map(({ name }) => [name, []]))
  for (let round = 1; round <= rounds; round++) {
    // Forwards and backwards by turns: nobody always pays for the garbage of the same predecessor.
    for (const contestant of round % 2 ? contestants : contestants.toReversed()) {
      context.log(`round ${round}/${rounds}: ${contestant.name}`)
      figures[contestant.name]?.push(await contestant.measure())
    }
  }
  return figures
}

function judge(comparison: Comparison, figures: Record<string, number[]>): ResultLine {
  const { subject, peer, empty } = comparison
  const figure = medianOf(subject, figures)
  const line = { ...comparison, figure, spread: spreadOf(subject, figures) }
  if (empty !== undefined && Math.abs(figure / medianOf(empty, figures) - 1) <= closeToEmpty) {
    return { ...line, value: figure, measuredGenerator: true }
  }
  if (peer === undefined) return withVerdict({ ...line, value: figure })
  const peerFigure = medianOf(peer, figures)
  const peerSpread = spreadOf(peer, figures)
  return withVerdict({ ...line, peerFigure, peerSpread, value: figure / peerFigure })
}

function withVerdict(line: ResultLine): ResultLine {
  if (!line.bound) return line
  const holds = 'atLeast' in line.bound ? line.value >= line.bound.atLeast : line.value <= line.bound.atMost
  return { ...line, holds }
}

function spreadOf(name: string, figures: Record<string, number[]>): readonly [number, number] {
  const values = figures[name] as number[]
  return [Math.min(...values), Math.max(...values)]
}

function medianOf(name: string, figures: Record<string, number[]>): number {
  const values = figures[name]
  if (!values?.length)
    throw new Error(`No figures for "${name}". Contestants: ${Object.keys(figures).join(', ')}.`)
  return median(values)
}

/** The middle of the sorted values; the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] as number
  return sorted.length % 2 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}
