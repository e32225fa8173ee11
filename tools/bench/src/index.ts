export type { Benchmark, BenchmarkContext, BenchmarkRun, Comparison, Contestant } from './benchmark.ts'
