import type { Benchmark } from '@clientele/bench'
import { comparisons, diagnose, files, forget } from './type-check/diagnose.ts'

/** One file takes the compiler 20 ms, which any disturbance doubles. */
const copies = 25

/** The best of a few runs is the least disturbed one. */
const best = (file: string, figure: string) =>
  Math.min(...Array.from({ length: 3 }, () => diagnose(file, figure, copies)))

const total = (name: string) => `${name}, with reading and parsing`

const benchmark: Benchmark = {
  name: 'Client: time to type-check 25 files, each with all operations',
  unit: 's',
  rounds: 5,
  async setup() {
    const contestants = Object.entries(files).flatMap(([name, file]) => [
      { name, measure: () => best(file, 'Check time') },
      { name: total(name), measure: () => best(file, 'Total time') },
    ])
    const totals = comparisons.map(({ label, subject, peer }) => ({
      label: total(label),
      subject: total(subject),
      peer: total(peer),
    }))
    return { contestants, comparisons: [...comparisons, ...totals], teardown: forget }
  },
}

export default benchmark
