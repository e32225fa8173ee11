import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createMock } from '@clientele/mock'
import { afterAll, expect, test } from 'vitest'
import { root } from '../src/repository.ts'

const run = promisify(execFile)
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
// Inside the workspace, so that the imports resolve as they do for a user of the packages; generated, so that the
// tests beside this one, which copy the repository, do not meet a folder that is about to go.
const generated = join(import.meta.dirname, '../generated')
mkdirSync(generated, { recursive: true })
const folder = mkdtempSync(join(generated, 'readme-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the example of the README type-checks', async () => {
  writeFileSync(join(folder, 'example.ts'), example)
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.json',
      compilerOptions: { noUnusedLocals: false },
      include: ['example.ts'],
    }),
  )
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  await expect(run(process.execPath, [tsc, '-p', folder])).resolves.toBeDefined()
})

test('the example of the README runs against the mock, and finds the customer that it made', async () => {
  const mock = createMock()
  const { url } = await mock.listen({ port: 0, host: '127.0.0.1' })
  try {
    const here = example.replace('http://127.0.0.1:4010', new URL(url).origin)
    expect(here).not.toBe(example)
    writeFileSync(join(folder, 'run.ts'), here)
    const { stdout } = await run(process.execPath, [join(folder, 'run.ts')])
    expect(stdout).toContain('Harbour Lane Bakery')
  } finally {
    await mock.close()
  }
})
