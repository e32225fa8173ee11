// Puts the parts of Prism that the mock uses into the package, as one file, with their licences. Installed as a
// dependency Prism asks for a newer Node than the mock does, and brings what only its own command needs.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { modulesOfPrism } from '../src/prism/load.ts'

const target = fileURLToPath(new URL('../dist/prism/', import.meta.url))
const folder = fileURLToPath(new URL('..', import.meta.url))
const prism = dirname(createRequire(import.meta.url).resolve('@stoplight/prism-http'))

/** What Prism brings is resolved from its own place. The mock never lets Prism send callbacks: what sends is left out. */
const plugin: Plugin = {
  name: 'prism',
  setup({ onResolve, onLoad, resolve }) {
    onResolve(
      { filter: /^(json-schema-faker|@stoplight\/json-schema-merge-allof)$/ },
      ({ path, kind, resolveDir }) =>
        resolveDir === folder ? resolve(path, { kind, resolveDir: prism }) : undefined,
    )
    onResolve({ filter: /^(node-fetch|https?-proxy-agent)$/ }, ({ path }) => ({
      path,
      namespace: 'left-out',
    }))
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {}' }))
  },
}

const entry = modulesOfPrism.map((name) => `exports['${name}'] = () => require('${name}')`).join('\n')
const { metafile } = await build({
  stdin: { contents: entry, resolveDir: folder, sourcefile: 'carried.cjs' },
  outfile: join(target, 'carried.cjs'),
  bundle: true,
  platform: 'node',
  target: 'node22.13',
  format: 'cjs',
  // The other entry of some packages asks for its files in a way that no bundler sees.
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  // The mock depends on these itself; one copy of each is enough.
  external: ['ajv', 'ajv/*', '@faker-js/faker'],
  plugins: [plugin],
  metafile: true,
  logLevel: 'error',
})
await writeFile(join(target, 'LICENSES.txt'), await licences(Object.keys(metafile.inputs)))

/** Names and versions of the packages whose code is carried, under the licence that they share to the letter. */
async function licences(inputs: readonly string[]): Promise<string> {
  const roots = inputs.map(
    (input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(join(folder, input))?.[1],
  )
  const holders = new Map<string, string[]>()
  for (const root of [...new Set(roots.filter((each) => each !== undefined))].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
    const files = (await readdir(root)).filter((file) => /^(licen[cs]e|notice)/i.test(file)).sort()
    const texts = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')))
    const text = texts.map((each) => each.trim()).join('\n\n') || `Licence: ${license}`
    holders.set(text, [...(holders.get(text) ?? []), `${name} ${version}`])
  }
  const parts = [...holders].map(([text, names]) => `${names.join('\n')}\n\n${text}`)
  return `${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}
