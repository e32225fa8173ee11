import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { generateTable } from './generate-table.ts'

const [bundle, output] = process.argv.slice(2)
if (!bundle || !output) {
  console.error('Usage: node tools/operation-table/src/command.ts <bundle.yaml> <output.ts>')
  process.exit(2)
}

const text = await generateTable(bundle).catch((error: NodeJS.ErrnoException) => {
  const remedy = error.code === 'ENOENT' ? 'Bundle the descriptions first: npm run build' : error.message
  console.error(`Cannot make the table of operations of ${bundle}. ${remedy}`)
  process.exit(1)
})
await mkdir(dirname(output), { recursive: true })
await writeFile(output, text)
