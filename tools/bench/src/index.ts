export type { Benchmark, BenchmarkContext, BenchmarkRun, Comparison, Contestant } from './benchmark.ts'
export { freePort } from './free-port.ts'
export { type BenchmarkResult, median, type ResultLine, runBenchmark } from './run-benchmark.ts'
export { renderTable, summarize } from './table.ts'
