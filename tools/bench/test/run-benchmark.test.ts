import { describe, expect, test } from 'vitest'
import { type Benchmark, median, renderTable, runBenchmark, summarize } from '../src/index.ts'

const context = { log() {}, installPeers: async () => '' }

/** Contestants that hand out fixed figures, one per round. */
function benchmarkOf(
  figures: Record<string, number[]>,
  comparisons: Awaited<ReturnType<Benchmark['setup']>>['comparisons'],
  order: string[] = [],
): Benchmark {
  return {
    name: 'list',
    unit: 'requests/s',
    rounds: 3,
    setup: async () => ({
      contestants: Object.entries(figures).map(([name, values]) => {
        const left = [...values]
        return {
          name,
          measure: () => {
            order.push(name)
            return left.shift() as number
          },
        }
      }),
      comparisons,
    }),
  }
}

describe('median', () => {
  test.each([
    { given: [3], want: 3 },
    { given: [9, 1, 5], want: 5 },
    { given: [10, 2, 4, 8], want: 6 },
    { given: [1, 1000, 2], want: 2 },
  ])('of $given is $want', ({ given, want }) => expect(median(given)).toBe(want))
})

describe('runBenchmark', () => {
  test('measures the contestants in turn, every second round backwards', async () => {
    const order: string[] = []
    await runBenchmark(benchmarkOf({ a: [1, 1, 1], b: [2, 2, 2] }, [], order), context)
    expect(order).toEqual(['a', 'b', 'b', 'a', 'a', 'b'])
  })

  test.each([
    { title: 'ratio reached', bound: { atLeast: 2 }, peer: 'b', value: 2, holds: true },
    { title: 'ratio missed', bound: { atLeast: 2.1 }, peer: 'b', value: 2, holds: false },
    { title: 'figure below its ceiling', bound: { atMost: 100 }, value: 100, holds: true },
    { title: 'figure above its ceiling', bound: { atMost: 99 }, value: 100, holds: false },
    { title: 'no bound', peer: 'b', value: 2, holds: undefined },
  ])('$title', async ({ title, bound, peer, value, holds }) => {
    const comparison = { label: title, subject: 'a', ...(peer && { peer }), ...(bound && { bound }) }
    const result = await runBenchmark(
      benchmarkOf({ a: [100, 90, 400], b: [50, 50, 1] }, [comparison]),
      context,
    )
    expect(result.lines[0]).toMatchObject({ value, figure: 100 })
    expect(result.lines[0]?.holds).toBe(holds)
  })

  test.each([
    { title: '10 % below the empty server', empty: 110, want: { measuredGenerator: true } },
    { title: '10 % above it', empty: 92, want: { measuredGenerator: true } },
    { title: 'well below it', empty: 200, want: { holds: true } },
  ])('$title', async ({ title, empty, want }) => {
    const comparison = { label: title, subject: 'a', peer: 'b', empty: 'nothing', bound: { atLeast: 2 } }
    const figures = { a: [100, 100, 100], b: [50, 50, 50], nothing: [empty, empty, empty] }
    const result = await runBenchmark(benchmarkOf(figures, [comparison]), context)
    expect(result.lines[0]).toMatchObject(want)
    expect(result.lines[0]?.holds).toBe(want.holds)
  })

  test('tears down after a contestant failed, and passes the failure on', async () => {
    let tornDown = false
    const failing: Benchmark = {
      name: 'failing',
      unit: 'ms',
      setup: async () => ({
        contestants: [{ name: 'a', measure: () => Promise.reject(new Error('answered 500')) }],
        comparisons: [],
        teardown: () => {
          tornDown = true
        },
      }),
    }
    await expect(runBenchmark(failing, context)).rejects.toThrow('answered 500')
    expect(tornDown).toBe(true)
  })

  test('a comparison of someone who did not run names who did', async () => {
    const wrong = benchmarkOf({ a: [1, 1, 1] }, [{ label: 'x', subject: 'a', peer: 'prism' }])
    await expect(runBenchmark(wrong, context)).rejects.toThrow('No figures for "prism". Contestants: a.')
  })
})

test('the table shows the bound beside the ratio and marks what falls short', async () => {
  const result = await runBenchmark(
    benchmarkOf({ clientele: [4000, 3900, 4200], prism: [1000, 1000, 1000] }, [
      { label: 'GET list', subject: 'clientele', peer: 'prism', bound: { atLeast: 3 }, aim: 5 },
      { label: 'POST', subject: 'clientele', peer: 'prism', bound: { atLeast: 4.5 } },
      { label: 'PATCH', subject: 'clientele', empty: 'clientele', bound: { atLeast: 4.5 } },
    ]),
    context,
  )
  expect(renderTable([result])).toBe(
    [
      'list (requests/s, median of 3)',
      'what      subject    figure               peer   figure  ratio  bound   aim',
      'GET list  clientele  4,000 (3,900-4,200)  prism  1,000   4      >= 3    5    ok',
      'POST      clientele  4,000 (3,900-4,200)  prism  1,000   4      >= 4.5  -    SHORT',
      'PATCH     clientele  4,000 (3,900-4,200)  -      -       -      >= 4.5  -    measured the generator',
    ].join('\n'),
  )
  expect(summarize([result])).toBe('1 of 2 bounds hold. Short: list: POST.')
})
