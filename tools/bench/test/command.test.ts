import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Benchmark } from '../src/benchmark.ts'
import { chosenToRun } from '../src/find-benchmarks.ts'

const command = fileURLToPath(new URL('../src/command.ts', import.meta.url))

describe('npm run bench --', () => {
  test.each([
    { given: ['nowhere'], status: 2, want: 'No benchmark matches "nowhere". Registered:\n  packages/' },
    { given: ['mock', '--size', 'large'], status: 2, want: '--size takes a whole number, not "large".' },
    { given: ['--loud'], status: 2, want: 'Unknown option: --loud\n' },
  ])('with $given ends with what to do', ({ given, status, want }) => {
    const ended = spawnSync(process.execPath, [command, ...given], { encoding: 'utf8' })
    expect(ended.stderr).toContain(want)
    expect(ended.stderr).not.toMatch(/^ {4}at /m)
    expect(ended.status).toBe(status)
  })
})

test.each([
  { words: [], want: ['quick'] },
  { words: ['bench/'], want: ['quick', 'long'] },
])('a long benchmark runs only for a word: $words', ({ words, want }) => {
  const setup: Benchmark['setup'] = async () => ({ contestants: [], comparisons: [] })
  const registered = [
    { file: 'bench/quick.bench.ts', benchmark: { name: 'quick', unit: 's', setup } },
    {
      file: 'bench/long.bench.ts',
      benchmark: { name: 'long', unit: 's', setup, onlyWhenNamed: true as const },
    },
  ]
  expect(chosenToRun(registered, words).map(({ benchmark }) => benchmark.name)).toEqual(want)
})
