import type { Benchmark } from '@clientele/bench'
import { comparisons, diagnose, files, forget } from './type-check/diagnose.ts'

const benchmark: Benchmark = {
  name: 'Client: types instantiated for a file with all operations',
  unit: 'instantiations',
  rounds: 1,
  async setup() {
    return {
      contestants: Object.entries(files).map(([name, file]) => ({
        name,
        measure: () => diagnose(file, 'Instantiations'),
      })),
      comparisons,
      teardown: forget,
    }
  },
}

export default benchmark
