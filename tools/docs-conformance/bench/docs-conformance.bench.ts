import type { Benchmark } from '@clientele/bench'
import { readPage } from '../src/index.ts'
import { syntheticPages } from '../test/grammar/synthetic-pages.ts'

const PAGES = 1_000

/** Different pages with everything in the grammar; reading them takes parsing Markdown and stating facts. */
const benchmark: Benchmark = {
  name: `docs-conformance: ${PAGES.toLocaleString('en')} pages`,
  unit: 'ms',
  rounds: 3,
  setup: async (context) => {
    const pages = syntheticPages(PAGES)
    const bytes = pages.reduce((sum, page) => sum + page.length, 0)
    context.log(`${PAGES} pages, ${Math.round(bytes / 1024)} KiB`)
    return {
      contestants: [
        {
          name: 'readPage',
          measure: () => {
            const start = performance.now()
            const facts = pages.reduce(
              (sum, page, index) => sum + readPage(`page-${index}.md`, page).facts.length,
              0,
            )
            if (facts < 10 * PAGES) throw new Error(`Only ${facts} facts: the pages were not read.`)
            return performance.now() - start
          },
        },
      ],
      comparisons: [{ label: 'read all pages', subject: 'readPage', bound: { atMost: 10_000 }, aim: 3_000 }],
    }
  },
}

export default benchmark
