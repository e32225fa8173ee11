import { globSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Benchmark } from './benchmark.ts'

/** The benchmarks that run for these words: without any, all except the long ones. */
export function chosenToRun(
  registered: readonly RegisteredBenchmark[],
  words: readonly string[],
): RegisteredBenchmark[] {
  return registered.filter(({ benchmark }) => words.length > 0 || !benchmark.onlyWhenNamed)
}

/** A registered benchmark with the file it came from, relative to the root of the repository. */
export interface RegisteredBenchmark {
  file: string
  benchmark: Benchmark
}

/** No registered file has one of the words in its path. */
export class NoBenchmarkError extends Error {
  override readonly name = 'NoBenchmarkError'
}

/**
 * Loads the default export (one benchmark or a list) of every `bench/*.bench.ts` of every workspace.
 *
 * @param words only files whose path holds one of these words; none means all
 * @throws NoBenchmarkError that lists the registered files when no path holds a word; Error that names the file when a default export is not a benchmark
 */
export async function findBenchmarks(root: string, words: readonly string[]): Promise<RegisteredBenchmark[]> {
  const files = globSync('{packages,tools}/*/bench/*.bench.ts', { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
  const chosen = files.filter((file) => !words.length || words.some((word) => file.includes(word)))
  if (!chosen.length)
    throw new NoBenchmarkError(
      `No benchmark matches "${words.join(' ')}". Registered:\n  ${files.join('\n  ')}`,
    )
  const found: RegisteredBenchmark[] = []
  for (const file of chosen) {
    const module = await import(pathToFileURL(join(root, file)).href)
    for (const benchmark of [module.default].flat()) found.push({ file, benchmark: checked(benchmark, file) })
  }
  return found
}

function checked(candidate: Partial<Benchmark> | undefined, file: string): Benchmark {
  if (candidate?.name && candidate.unit && typeof candidate.setup === 'function')
    return candidate as Benchmark
  throw new Error(`${file}: the default export must be a Benchmark (name, unit, setup), or a list of them.`)
}
