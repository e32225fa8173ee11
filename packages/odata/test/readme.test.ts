import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'

const run = promisify(execFile)
const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
const examples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code)

// Inside the package, which there finds itself by its name, as a user's code does.
const generated = join(import.meta.dirname, 'generated')
mkdirSync(generated, { recursive: true })
const folder = mkdtempSync(join(generated, 'readme-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const printed = [
  "[ { name: 'Milk', price: 2.5, tags: [ 'fresh', 'cold' ] } ]\n[ 'Milk', 'Rice' ] 3 WzIs",
  "400 $filter 6 $filter: 'lt' cannot compare Edm.Double with Edm.String (position 6).",
]

test('the README has the examples that are run here', () => {
  expect(examples).toHaveLength(printed.length)
})

test.each(printed)('an example of the README prints %j', async (text) => {
  const index = printed.indexOf(text)
  const file = join(folder, `example-${index}.ts`)
  writeFileSync(file, examples[index] ?? '')
  expect((await run(process.execPath, [file])).stdout).toContain(text)
})
