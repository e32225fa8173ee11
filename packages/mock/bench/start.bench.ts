import type { Benchmark } from '@clientele/bench'
import { measureStarts } from './large-start.ts'
import { cpuTime } from './load.ts'

/** CPU, so that a busy machine changes it little; a person waits a little longer than this. */
const benchmark: Benchmark = {
  name: 'CPU time from the start to the first answer, API of 1,200 operations (13 MB)',
  unit: 'ms',
  rounds: 3,
  setup: (context) =>
    measureStarts(context, ({ pid }) => cpuTime(pid) / 1000, [
      { label: 'CPU to the first answer', subject: 'mock', bound: { atMost: 1000 }, aim: 300 },
      {
        label: 'CPU to the first answer',
        subject: 'prism mock -v silent',
        peer: 'mock',
        bound: { atLeast: 15 },
      },
      { label: 'CPU to the first answer', subject: 'Scalar', peer: 'mock' },
    ]),
}

export default benchmark
