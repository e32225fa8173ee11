// Makes the generated half of the client from the tables of all APIs.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiNames } from '@clientele/api-folders'
import { type ClientApi, writeEntry, writeService } from './write-clients.ts'

const [specs, client] = process.argv.slice(2)
if (!specs || !client) {
  console.error('Usage: node tools/operation-table/src/gather.ts <folder of the APIs> <folder of the client>')
  process.exit(2)
}

const generated = join(client, 'src/generated')
for (const folder of [generated, join(client, 'dist')]) rmSync(folder, { recursive: true, force: true })
for (const folder of ['tables', 'services']) mkdirSync(join(generated, folder), { recursive: true })

const services = readdirSync(join(client, 'src/protocol'))
  .filter((file) => file.endsWith('.ts') && !['protocol.ts', 'plain.ts'].includes(file))
  .map((file) => file.slice(0, -'.ts'.length))
const apis = apiNames(specs).map(readApi)
for (const api of apis) {
  writeFileSync(join(generated, 'tables', `${api.name}.ts`), readTable(api.name))
  writeFileSync(join(generated, `${api.name}.ts`), writeEntry(api))
}
writeValidators()
for (const service of services)
  writeFileSync(join(generated, 'services', `${service}.ts`), writeService(service, apis))
mkdirSync(join(client, 'dist/commonjs'), { recursive: true })
writeFileSync(join(client, 'dist/commonjs/package.json'), '{ "type": "commonjs" }\n')
writeIgnoreFile()

function readApi(name: string): ClientApi {
  const { service, ...api } = JSON.parse(
    readFileSync(join(specs as string, name, 'dist/table/summary.json'), 'utf8'),
  )
  return { ...api, name, service: services.includes(service) ? service : 'plain' }
}

/** A table names the types of its API, but not the package that has them. */
function readTable(name: string): string {
  const table = readFileSync(join(specs as string, name, 'dist/table/table.ts'), 'utf8')
  const usesNames = table.includes(': named.')
  return usesNames ? `import type * as named from '@clientele/types/${name}'\n\n${table}` : table
}

/** The modules that check the answers of each operation; each is loaded when it is first needed. */
function writeValidators(): void {
  const groups = apis.map(({ name, baseUrl }) => {
    const folder = join(specs as string, name, 'dist/table/validators')
    const files = existsSync(folder) ? readdirSync(folder).sort() : []
    if (files.length > 0) cpSync(folder, join(generated, 'validators', name), { recursive: true })
    const lines = files.map(
      (file) => `    ${file.slice(0, -3)}: () => import('./validators/${name}/${file}'),\n`,
    )
    return `  { baseUrl: '${baseUrl}', operations: {\n${lines.join('')}  } },\n`
  })
  const header = '// Generated from the descriptions of the APIs. Do not edit.\n'
  const text = `${header}\nexport const validators = [\n${groups.join('')}]\n`
  writeFileSync(join(generated, 'validators.ts'), text)
}

/** npm packs what `files` names, except what an ignore file inside excludes: drafts are not packed. */
function writeIgnoreFile(): void {
  const drafts = apis.filter(({ isDraft }) => isDraft)
  const places = ['', 'tables/', 'validators/'].map((folder) => `**/generated/${folder}`)
  const lines = drafts.flatMap(({ name }) =>
    places.flatMap((place) => [`${place}${name}.*`, `${place}${name}/`]),
  )
  writeFileSync(join(client as string, 'dist/.npmignore'), lines.map((line) => `${line}\n`).join(''))
}
