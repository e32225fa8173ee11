import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateTable } from './generate-table.ts'

const [bundle, folder] = process.argv.slice(2)
if (!bundle || !folder) {
  console.error('Usage: node tools/operation-table/src/command.ts <bundle.yaml> <folder>')
  process.exit(2)
}

const { text, validators, ...summary } = await generateTable(bundle).catch((error: NodeJS.ErrnoException) => {
  const remedy = error.code === 'ENOENT' ? 'Bundle the descriptions first: npm run build' : error.message
  console.error(`Cannot make the table of operations of ${bundle}. ${remedy}`)
  process.exit(1)
})
for (const problem of summary.problems) console.log(`Left to do: ${problem}`)
await mkdir(join(folder, 'validators'), { recursive: true })
await writeFile(join(folder, 'table.ts'), text)
await writeFile(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`)
for (const [operationId, module] of Object.entries(validators))
  await writeFile(join(folder, 'validators', `${operationId}.ts`), module)
