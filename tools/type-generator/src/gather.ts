// Makes the package of the types from what was generated for each API.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiNames } from '@clientele/api-folders'
import { type NamedType, writeIndex, writeNames } from './names.ts'

interface Api {
  name: string
  isDraft: boolean
  names: NamedType[]
}

const [specs, target] = process.argv.slice(2)
if (!specs || !target) {
  console.error('Usage: node tools/type-generator/src/gather.ts <folder of the APIs> <folder of the package>')
  process.exit(2)
}

rmSync(target, { recursive: true, force: true })
mkdirSync(join(target, 'generated'), { recursive: true })
const apis = apiNames(specs).map((name) => readApi(join(specs, name, 'dist/types'), name))
for (const api of apis) {
  copyFileSync(join(specs, api.name, 'dist/types/types.d.ts'), join(target, 'generated', `${api.name}.d.ts`))
  writeModule(api.name, writeNames(api.name, api.names))
}
const published = apis.filter(({ isDraft }) => !isDraft)
writeModule('index', writeIndex(published))
const drafts = apis
  .filter(({ isDraft }) => isDraft)
  .flatMap(({ name }) => [`${name}.*`, `generated/${name}.*`])
// A CommonJS module may import types from CommonJS only, an ES module from both.
writeFileSync(join(target, 'package.json'), '{ "type": "commonjs" }\n')
writeFileSync(join(target, '.npmignore'), drafts.map((line) => `${line}\n`).join(''))

function readApi(folder: string, name: string): Api {
  return { name, ...JSON.parse(readFileSync(join(folder, 'names.json'), 'utf8')) }
}

/** Types need no code, but what is imported must be there. */
function writeModule(name: string, types: string): void {
  writeFileSync(join(target as string, `${name}.d.ts`), types)
  writeFileSync(join(target as string, `${name}.js`), "'use strict'\n")
}
