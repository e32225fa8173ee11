// Puts the bundles of all APIs into the package as JSON, which is parsed in a tenth of the time that YAML takes.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parse } from 'yaml'

const bundles = new URL('../../../specs/dist/', import.meta.url)
const target = new URL('../dist/descriptions/', import.meta.url)

await rm(target, { recursive: true, force: true })
await mkdir(target, { recursive: true })
const drafts: string[] = []
const published: string[] = []
for (const file of await readdir(bundles)) {
  const name = `${basename(file, '.yaml')}.json`
  const description = parse(await readFile(new URL(file, bundles), 'utf8'), { maxAliasCount: -1 })
  await writeFile(new URL(name, target), JSON.stringify(description))
  if (description.info?.['x-draft'] === true) drafts.push(`descriptions/${name}\n`)
  else published.push(name)
}
// For browsers, which have no folders to read; bundlers follow these imports.
const entries = published.map((name) => {
  const document = `() => import('./${name}', { with: { type: 'json' } }).then((json) => json.default)`
  return `{ name: '${basename(name, '.json')}', document: ${document} }`
})
await writeFile(new URL('index.js', target), `export const descriptions = [\n${entries.join(',\n')}\n]\n`)
// npm packs what `files` names, except what an ignore file inside excludes: drafts are not packed.
await writeFile(new URL('../.npmignore', target), drafts.join(''))
