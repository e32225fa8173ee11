import type { Benchmark } from '@clientele/bench'
import { measureStarts } from './large-start.ts'

const benchmark: Benchmark = {
  name: 'Start to first answer, API of 1,200 operations (13 MB)',
  unit: 'ms',
  rounds: 3,
  setup: (context) =>
    measureStarts(context, ({ started }) => started, [
      { label: 'start to first answer', subject: 'mock', bound: { atMost: 1000 }, aim: 300 },
      { label: 'start to first answer', subject: 'mock', peer: 'prism mock -v silent' },
      { label: 'start to first answer', subject: 'mock', peer: 'Scalar' },
    ]),
}

export default benchmark
