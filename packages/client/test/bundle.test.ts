import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { apiNames, isDraft } from '@clientele/api-folders'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'

const source = fileURLToPath(new URL('../src', import.meta.url))

/** Bundles what an application would write, as its bundler would. */
async function bundle(application: string, external: string[] = []) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: application, resolveDir: source, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    external,
    write: false,
    metafile: true,
  })
  const [output] = Object.values(metafile.outputs)
  const inputs = Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path.replace(/^.*src\//, ''))
  const text = outputFiles[0]?.text ?? ''
  return { text, inputs, size: gzipSync(text, { level: 9 }).length }
}

const graph =
  "import { createGraphClient, unwrap, ApiError } from './index.ts'; console.log(createGraphClient, unwrap, ApiError)"

describe('what an application takes in', () => {
  test('the Graph client has nothing of Partner Center, and no filter unless it is used', async () => {
    const { inputs, text } = await bundle(graph)
    expect(inputs).not.toContain('partner-center.ts')
    expect(inputs).not.toContain('protocol/partner-center.ts')
    expect(inputs).not.toContain('generated/tables/partner-center-users.ts')
    expect(inputs).not.toContain('filter.ts')
    expect(text).not.toMatch(/MS-RequestId|listCustomerUsers|startswith/)
  })

  test('the Partner Center client has nothing of Graph', async () => {
    const application =
      "import { createPartnerCenterClient } from './index.ts'; console.log(createPartnerCenterClient)"
    const { inputs, text } = await bundle(application)
    expect(inputs.filter((path) => path.includes('graph'))).toEqual([])
    expect(text).not.toMatch(/Customers|@odata/)
  })

  test.for(apiNames())('the client of %s has nothing of another API', async (api) => {
    const application = `import { createClient } from './generated/${api}.ts'; console.log(createClient)`
    const { inputs } = await bundle(application)
    const tables = inputs.filter((path) => path.startsWith('generated/'))
    expect(tables.sort()).toEqual([`generated/${api}.ts`, `generated/tables/${api}.ts`].sort())
    expect(inputs.filter((path) => path.startsWith('protocol/'))).toHaveLength(1)
  })

  test('types take no room', async () => {
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
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, table = ''] =
    /^\| what an application imports \| kB \|\n\|-+\|-+\|\n((?:\|.*\n)+)/m.exec(readme) ?? []
  const rows = [...table.matchAll(/^\| (.*) \| ([\d.]+) \|$/gm)].map(([, what = '', size]) => {
    const names = [...what.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
    const lines = names.map((name) =>
      name.startsWith('@')
        ? `export * from './${name.replace('@clientele/client/', '')}.ts'`
        : `export { ${name} } from './index.ts'`,
    )
    return { what, size: Number(size), application: lines.join('\n') }
  })

  const drafts = apiNames().filter((api) => isDraft(api)).length

  test('there are some', () => expect(rows.length).toBeGreaterThan(5))

  test.for(rows)('$what: $size kB', async ({ size, application }) => {
    const { outputFiles } = await build({
      stdin: { contents: application, resolveDir: source, loader: 'ts' },
      bundle: true,
      splitting: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      platform: 'browser',
      outdir: 'unused',
      write: false,
    })
    const main = outputFiles.find(({ path }) => path.endsWith('stdin.js'))
    const built = gzipSync(main?.contents ?? '', { level: 9 }).length
    // Rounded to 100 bytes; platforms compress a little differently. Published packages carry no drafts.
    expect(Math.abs(built / 1000 - size)).toBeLessThan(0.1 + 0.06 * drafts)
  })
})
