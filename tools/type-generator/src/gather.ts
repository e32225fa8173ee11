// Makes the package of the types from the output for each API.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiNames } from '@clientele/api-folders'
import typescript from 'typescript'
import { type NamedType, writeIndex, writeNames } from './names.ts'
import type { Sample } from './samples.ts'
import { declareSamples, writeSamples } from './write-samples.ts'

const { ModuleKind, ScriptTarget, transpileDeclaration, transpileModule } = typescript

interface Api {
  name: string
  isDraft: boolean
  names: NamedType[]
  samples: Record<string, Sample>
}

const [specs, source, target] = process.argv.slice(2)
if (!specs || !source || !target) {
  console.error(
    'Usage: node tools/type-generator/src/gather.ts <folder of the APIs> <source of the package> <its dist>',
  )
  process.exit(2)
}

rmSync(target, { recursive: true, force: true })
for (const folder of ['generated', 'samples/commonjs']) mkdirSync(join(target, folder), { recursive: true })
const apis = apiNames(specs).map((name) => readApi(join(specs, name, 'dist/types'), name))
for (const api of apis) {
  copyFileSync(join(specs, api.name, 'dist/types/types.d.ts'), join(target, 'generated', `${api.name}.d.ts`))
  writeModule(api.name, writeNames(api.name, api.names))
  writeCode(`samples/${api.name}`, writeSamples(api), declareSamples(api))
}
const createSample = readFileSync(join(source, 'create-sample.ts'), 'utf8')
writeCode('samples/create-sample', createSample, declarationsOf(createSample))
const published = apis.filter(({ isDraft }) => !isDraft)
writeModule('index', writeIndex(published))
const drafts = apis
  .filter(({ isDraft }) => isDraft)
  .flatMap(({ name }) => [`${name}.*`, `generated/${name}.*`, `samples/**/${name}.*`])
// A CommonJS module may import types from CommonJS only, an ES module from both.
writeFileSync(join(target, 'package.json'), '{ "type": "commonjs" }\n')
writeFileSync(join(target, 'samples/package.json'), '{ "type": "module" }\n')
writeFileSync(join(target, 'samples/commonjs/package.json'), '{ "type": "commonjs" }\n')
writeFileSync(join(target, '.npmignore'), drafts.map((line) => `${line}\n`).join(''))

function readApi(folder: string, name: string): Api {
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'))
  return { name, ...read('names.json'), samples: read('samples.json') }
}

/** Types do not need code, but an imported module must exist. */
function writeModule(name: string, types: string): void {
  writeFileSync(join(target as string, `${name}.d.ts`), types)
  writeFileSync(join(target as string, `${name}.js`), "'use strict'\n")
}

/** A module with code: once for `import`, once for `require`. */
function writeCode(name: string, code: string, declarations: string): void {
  const kinds = { '': ModuleKind.ESNext, 'commonjs/': ModuleKind.CommonJS }
  for (const [folder, module] of Object.entries(kinds)) {
    const place = join(target as string, name.replace('/', `/${folder}`))
    const { outputText } = transpileModule(code, { compilerOptions: { module, target: ScriptTarget.ES2022 } })
    writeFileSync(`${place}.js`, outputText)
    writeFileSync(`${place}.d.ts`, folder ? declarations.replaceAll("'../", "'../../") : declarations)
  }
}

function declarationsOf(code: string): string {
  const { outputText } = transpileDeclaration(code, { compilerOptions: { isolatedDeclarations: true } })
  return outputText
}
