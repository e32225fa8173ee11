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
    minifySyntax: true,
    minifyWhitespace: true,
  })
  await writeFile(file, code)
}

const entries = Object.values(manifest.exports).map(({ types }) => resolve(folder, types))

/** The declarations that a declaration imports. */
async function importsOf(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8')
  return [...text.matchAll(/(?:from|import\()\s*['"](\.[^'"]+)['"]/g)]
    .map(([, from = '']) => resolve(dirname(file), from.replace(/\.[jt]s$/, '.d.ts')))
    .filter((each) => files.includes(each))
}

// Users read the comments of what the entries name.
const named = new Set([...entries, ...(await Promise.all(entries.map(importsOf))).flat()])
const declared = new Set<string>(named)
for (const file of declared) for (const each of await importsOf(file)) declared.add(each)

for (const file of files.filter((each) => each.endsWith('.d.ts'))) {
  if (!declared.has(file)) await rm(file)
  else if (!named.has(file))
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^[ \t]*\/\*\*[\s\S]*?\*\/\r?\n/gm, ''))
}
