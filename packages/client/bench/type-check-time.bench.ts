import type { Benchmark } from '@clientele/bench'
import { comparisons, diagnose, files, forget } from './type-check/diagnose.ts'

const benchmark: Benchmark = {
  name: 'Client: time to type-check a file with all operations',
  unit: 's',
  rounds: 9,
  async setup() {
    return {
      contestants: Object.entries(files).map(([name, file]) => ({
        name,
        measure: () => diagnose(file, 'Total time'),
      })),
      comparisons,
      teardown: forget,
    }
  },
}

export default benchmark
