import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateTypes } from './generate-types.ts'

const [bundle, folder] = process.argv.slice(2)
if (!bundle || !folder) {
  console.error('Usage: node tools/type-generator/src/command.ts <bundle.yaml> <folder>')
  process.exit(2)
}

const { text, names, samples, isDraft } = await generateTypes(bundle).catch(
  (error: NodeJS.ErrnoException) => {
    const remedy = error.code === 'ENOENT' ? 'Bundle the descriptions first: npm run build' : error.message
    console.error(`Cannot generate types from ${bundle}. ${remedy}`)
    process.exit(1)
  },
)
await mkdir(folder, { recursive: true })
await writeFile(join(folder, 'types.d.ts'), text)
await writeFile(join(folder, 'names.json'), `${JSON.stringify({ isDraft, names }, null, 2)}\n`)
await writeFile(join(folder, 'samples.json'), `${JSON.stringify(samples, null, 2)}\n`)
