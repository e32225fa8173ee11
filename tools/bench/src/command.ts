import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, platform, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import type { BenchmarkContext } from './benchmark.ts'
import { chosenToRun, findBenchmarks, NoBenchmarkError, type RegisteredBenchmark } from './find-benchmarks.ts'
import { installPeers } from './install-peers.ts'
import { type BenchmarkResult, runBenchmark } from './run-benchmark.ts'
import { renderTable, summarize } from './table.ts'

const usage = `Usage: npm run bench -- [word…] [--list] [--strict] [--size <n>] [--seed <n>]

Runs the benchmarks of all packages, each beside its peers in the same run,
and prints the medians and ratios beside their bounds. Results go to tools/bench/dist/results.json.

  word      only benchmarks with one of the words in their path, for example: mock. Without a
            word all run except the longest: scale, hostile, crash, soak
  --list    lists the benchmarks and stops
  --strict  exit 1 if a bound does not hold
  --size    amount of work, if a benchmark can be longer or shorter: requests, rounds or seconds
  --seed    of random work`

const root = resolve(import.meta.dirname, '../../..')
const args = process.argv.slice(2)
const size = numberOf('--size')
const seed = numberOf('--seed')
const options = new Set(args.filter((word) => word.startsWith('--')))
const words = args.filter((word) => !word.startsWith('--'))
const unknown = [...options].filter((option) => !['--list', '--strict', '--help'].includes(option))

if (unknown.length || options.has('--help')) {
  if (unknown.length) console.error(`Unknown option: ${unknown.join(', ')}\n`)
  console.log(usage)
  process.exit(unknown.length ? 2 : 0)
}

const registered = await findBenchmarks(root, words).catch((error: unknown) => {
  // The error of a file that cannot be loaded keeps its stack, which says where.
  if (!(error instanceof NoBenchmarkError)) throw error
  console.error(error.message)
  process.exit(2)
})
if (options.has('--list')) {
  for (const { file, benchmark } of registered) console.log(`${file}: ${benchmark.name}`)
} else {
  process.exitCode = await runAll(chosenToRun(registered, words))
}

/** Removes an option and its number from the arguments. */
function numberOf(option: string): number | undefined {
  const place = args.indexOf(option)
  if (place < 0) return undefined
  const [, text = ''] = args.splice(place, 2)
  if (/^\d+$/.test(text)) return Number(text)
  console.error(`${option} takes a whole number, not "${text}".\n\n${usage}`)
  process.exit(2)
}

async function runAll(benchmarks: readonly RegisteredBenchmark[]): Promise<number> {
  const results: BenchmarkResult[] = []
  const failures: string[] = []
  for (const { file, benchmark } of benchmarks) {
    try {
      results.push(await runBenchmark(benchmark, contextOf(benchmark.name)))
    } catch (error) {
      failures.push(`${benchmark.name} (${file}): ${shortened(error)}`)
    }
  }
  write(results)
  console.log(`\n${renderTable(results)}\n\n${summarize(results)}`)
  for (const failure of failures) console.error(`did not run: ${failure}`)
  const short = results.some(({ lines }) => lines.some((line) => line.holds === false))
  return failures.length || (short && options.has('--strict')) ? 1 : 0
}

/** The first line says what failed; the end of the output after it says why. */
function shortened(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).trim().split('\n')
  return lines.length > 20 ? [lines[0], '…', ...lines.slice(-18)].join('\n') : lines.join('\n')
}

function contextOf(name: string): BenchmarkContext {
  return {
    ...(size !== undefined && { size }),
    ...(seed !== undefined && { seed }),
    log: (message) => console.error(`[${name}] ${message}`),
    installPeers: async (packages) => {
      console.error(
        `[${name}] peers: ${Object.entries(packages)
          .map((entry) => entry.join('@'))
          .join(', ')}`,
      )
      return installPeers(join(root, 'tools/bench/.cache/peers'), packages)
    },
  }
}

function write(results: readonly BenchmarkResult[]): void {
  const folder = join(root, 'tools/bench/dist')
  mkdirSync(folder, { recursive: true })
  const machine = {
    platform: platform(),
    node: process.version,
    processor: cpus()[0]?.model,
    cores: availableParallelism(),
    memory: totalmem(),
  }
  const report = { date: new Date().toISOString(), machine, results }
  writeFileSync(join(folder, 'results.json'), `${JSON.stringify(report, null, 2)}\n`)
}
