import type { Benchmark } from '@clientele/bench'
import { measureStarts, startPath } from './large-start.ts'

/** After a few requests: what a server holds that has begun to work. */
const benchmark: Benchmark = {
  name: 'Memory, API of 1,200 operations (13 MB)',
  unit: 'MB',
  rounds: 3,
  setup: (context) =>
    measureStarts(
      context,
      async ({ url, memory }) => {
        for (let request = 0; request < 100; request++)
          await (await fetch(`${url}${startPath}`)).arrayBuffer()
        return memory()
      },
      [
        {
          label: 'resident memory',
          subject: 'mock',
          peer: 'prism mock -v silent',
          bound: { atMost: 0.45 },
          aim: 0.3,
        },
        { label: 'resident memory', subject: 'mock', peer: 'Scalar' },
      ],
    ),
}

export default benchmark
