import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Benchmark, freePort } from '@clientele/bench'
import { launchBrowser } from '@clientele/browser'
import { serveSite } from '../test/support/serve-site.ts'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const
const pages = {
  landing: '/',
  operation: '/reference/graph-customers/updateCustomer/',
  schema: '/reference/graph-customers/schemas/Customer/',
  guide: '/guides/start/',
}

type Lighthouse = (
  url: string,
  flags: { port: number; onlyCategories: readonly string[]; logLevel: 'silent' },
) => Promise<{ lhr: { categories: Record<string, { score: number | null }> } }>

/** Lighthouse as it comes (a slow phone on a slow network, simulated); its scores run to 100. */
const lighthouse: Benchmark = {
  name: 'Reference page: Lighthouse',
  unit: 'points',
  rounds: 3,
  async setup({ installPeers }) {
    const folder = await installPeers({ lighthouse: '13.5.0' })
    const entry = pathToFileURL(join(folder, 'node_modules/lighthouse/core/index.js')).href
    const { default: run } = (await import(entry)) as { default: Lighthouse }
    const port = await freePort()
    const [site, browser] = await Promise.all([
      serveSite(dist),
      launchBrowser({ args: [`--remote-debugging-port=${port}`] }),
    ])
    // The first page also pays for the start of the browser.
    await audit(run, `${site.origin}/`, port)
    const scores = new Map<string, Record<string, number>>()
    const measure = async (page: string, address: string, category: string) => {
      // One run gives all four scores, so it is made for the first of them only.
      if (category === categories[0]) scores.set(page, await audit(run, `${site.origin}${address}`, port))
      return scores.get(page)?.[category] ?? Number.NaN
    }
    const all = Object.entries(pages).flatMap(([page, address]) =>
      categories.map((category) => ({ page, address, category, name: `${page}: ${category}` })),
    )
    return {
      contestants: all.map(({ page, address, category, name }) => ({
        name,
        measure: () => measure(page, address, category),
      })),
      comparisons: all.map(({ name }) => ({ label: name, subject: name, bound: { atLeast: 99 } })),
      async teardown() {
        await browser.close()
        await site.close()
      },
    }
  },
}

export default lighthouse

async function audit(run: Lighthouse, url: string, port: number): Promise<Record<string, number>> {
  const { lhr } = await run(url, { port, onlyCategories: categories, logLevel: 'silent' })
  return Object.fromEntries(
    categories.map((category) => {
      const score = lhr.categories[category]?.score
      if (score === null || score === undefined)
        throw new Error(`Lighthouse gave no score for ${category} of ${url}.`)
      return [category, Math.round(score * 100)]
    }),
  )
}
