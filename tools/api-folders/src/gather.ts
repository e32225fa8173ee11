// Puts the bundle of every API into one folder under the API's name.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { apiNames, findMismatches } from './api-folders.ts'

const specs = resolve(process.argv[2] ?? '.')
const mistakes = findMismatches(specs)
for (const mistake of mistakes) console.error(mistake)
if (mistakes.length > 0) process.exit(1)

const target = join(specs, 'dist')
const bundles = new Map(apiNames(specs).map((api) => [`${api}.yaml`, join(specs, api, 'dist/openapi.yaml')]))
mkdirSync(target, { recursive: true })
for (const file of readdirSync(target))
  if (!bundles.has(file)) rmSync(join(target, file), { recursive: true })
for (const [file, bundle] of bundles) copy(bundle, join(target, file))

/** An unchanged bundle keeps its time, so that programs that watch the bundles read again only what changed. */
function copy(from: string, to: string): void {
  const text = readFileSync(from, 'utf8')
  if (!existsSync(to) || readFileSync(to, 'utf8') !== text) writeFileSync(to, text)
}
