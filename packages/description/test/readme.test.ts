import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** Inside of the package, so that its own name leads to it. */
const folder = fileURLToPath(new URL('generated/', import.meta.url))

test('the example of the README prints what it says', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const code = /^```ts\n([\s\S]*?)^```$/m.exec(readme)?.[1] ?? ''
  mkdirSync(folder, { recursive: true })
  try {
    writeFileSync(`${folder}readme.ts`, code)
    const printed = execFileSync(process.execPath, [`${folder}readme.ts`], { encoding: 'utf8' })
    expect(printed.trim().split('\n')).toEqual([...code.matchAll(/\/\/ → (.*)$/gm)].map(([, line]) => line))
  } finally {
    rmSync(folder, { recursive: true })
  }
})
