// What is published: code without its comments and spaces, which stay in the declarations of what users import, and of no other file.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'
import manifest from '../package.json' with { type: 'json' }

const folder = fileURLToPath(new URL('..', import.meta.url))
const dist = resolve(folder, 'dist')
const files = (await readdir(dist, { recursive: true })).map((file) => resolve(dist, file))

for (const file of files.filter((each) => each.endsWith('.js') && !each.includes('carried'))) {
  const { code } = await transform(await readFile(file, 'utf8'), {
    format: 'esm',
    target: 'esnext',
    minifyWhitespace: true,
  })
  await writeFile(file, code)
}

const declared = new Set<string>()

/** Follows the imports of a declaration. */
async function follow(file: string): Promise<void> {
  if (declared.has(file) || !files.includes(file)) return
  declared.add(file)
  const text = await readFile(file, 'utf8')
  for (const [, from = ''] of text.matchAll(/(?:from|import\()\s*['"](\.[^'"]+)['"]/g))
    await follow(resolve(dirname(file), from.replace(/\.[jt]s$/, '.d.ts')))
}

for (const { types } of Object.values(manifest.exports)) await follow(resolve(folder, types))
for (const file of files.filter((each) => each.endsWith('.d.ts') && !declared.has(each))) await rm(file)
