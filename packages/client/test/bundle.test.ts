import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { apiNames, isDraft } from '@clientele/api-folders'
import { bundleForBrowsers } from '@clientele/bench/bundle'
import { describe, expect, test } from 'vitest'
import { readCheckSizes, readSizes } from '../bench/readme-sizes.ts'

const source = fileURLToPath(new URL('../src', import.meta.url))

const bundle = (application: string) => bundleForBrowsers(application, source)

/** Of this package, below its sources. */
const own = (inputs: string[]) => inputs.map((path) => path.replace(/^.*src\//, ''))

const graph =
  "import { createGraphClient, unwrap, ApiError } from './index.ts'; console.log(createGraphClient, unwrap, ApiError)"

describe('what an application takes in', () => {
  test('the Graph client has nothing of Partner Center, and no filter unless it is used', async () => {
    const { inputs, text } = await bundle(graph)
    expect(own(inputs)).toContain('protocol/graph.ts')
    expect(own(inputs)).not.toContain('partner-center.ts')
    expect(own(inputs)).not.toContain('protocol/partner-center.ts')
    expect(own(inputs)).not.toContain('generated/tables/partner-center-users.ts')
    expect(own(inputs)).not.toContain('filter.ts')
    expect(text).not.toMatch(/MS-RequestId|listCustomerUsers|startswith/)
  })

  test('the Partner Center client has nothing of Graph', async () => {
    const application =
      "import { createPartnerCenterClient } from './index.ts'; console.log(createPartnerCenterClient)"
    const { inputs, text } = await bundle(application)
    expect(own(inputs).filter((path) => path.includes('graph'))).toEqual([])
    expect(text).not.toMatch(/Customers|@odata/)
  })

  test.for(apiNames())('the client of %s has nothing of another API', async (api) => {
    const application = `import { createClient } from './generated/${api}.ts'; console.log(createClient)`
    const { inputs } = await bundle(application)
    const tables = own(inputs).filter((path) => path.startsWith('generated/'))
    expect(tables.sort()).toEqual([`generated/${api}.ts`, `generated/tables/${api}.ts`].sort())
    expect(own(inputs).filter((path) => path.startsWith('protocol/'))).toHaveLength(1)
  })

  test('types add nothing', async () => {
    const { text } = await bundle(
      "import type { GraphClient } from './index.ts'; export const client = {} as GraphClient",
    )
    expect(text.length).toBeLessThan(40)
  })

  test('5.5 kB at most, minified and gzipped', async () => {
    expect((await bundle(graph)).size).toBeLessThanOrEqual(5500)
  })

  test('nothing of Node.js', async () => {
    const { text } = await bundle(graph)
    expect(text).not.toMatch(/node:|process\.|require\(/)
  })
})

test('openapi-fetch is imported in one file', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  )
  const importing = files.filter((path) =>
    readFileSync(`${source}/${path}`, 'utf8').includes("from 'openapi-fetch'"),
  )
  expect(importing).toEqual(['request.ts'])
})

describe('the sizes in the README', () => {
  const rows = readSizes()
  // Rounded to 100 bytes; platforms compress a little differently.
  const tolerance = 0.1

  test('there are some', () => expect(rows.length).toBeGreaterThan(5))

  test.for(rows)('$what: $kilobytes kB', async ({ kilobytes, application }) => {
    // Published packages carry no drafts.
    const drafts = apiNames().filter((api) => isDraft(api)).length
    const { size } = await bundle(application)
    expect(Math.abs(size / 1000 - kilobytes)).toBeLessThan(tolerance + 0.06 * drafts)
  })

  test('the checks of one operation', async () => {
    const { later } = await bundle("export * from '@clientele/client/validation'")
    const [least, most] = readCheckSizes()
    expect(later.length).toBeGreaterThan(5)
    expect(Math.abs(Math.min(...later) / 1000 - least)).toBeLessThan(tolerance)
    expect(Math.abs(Math.max(...later) / 1000 - most)).toBeLessThan(tolerance)
  })
})
