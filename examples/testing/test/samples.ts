import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { linkPackages } from '@clientele/release'
import { root } from './outside.ts'

/** A program in a README. */
export interface Sample {
  readonly name: string
  /** The name of its file. */
  readonly file: string
  readonly code: string
  /** The output that the README promises. */
  readonly want: readonly string[]
}

/** The programs in the READMEs of published packages. Those of the mock run in the tests of its pages. */
export const samples: readonly Sample[] = ['client', 'types', 'odata', 'description'].flatMap(samplesOf)

function samplesOf(name: string): Sample[] {
  const readme = readFileSync(join(root, 'packages', name, 'README.md'), 'utf8')
  let heading = ''
  const found: Sample[] = []
  for (const [, title, code] of readme.matchAll(/^## (.*)$|^```[jt]sx?\n([\s\S]*?)^```$/gm)) {
    if (title !== undefined) heading = title
    if (code === undefined) continue
    const number = found.length + 1
    const want = [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, line]) => line as string)
    found.push({ name: `${name} ${number} ${heading}`.trim(), file: `${name}-${number}.ts`, code, want })
  }
  return found
}

/** Writes the samples below a folder, beside what they import. */
export function writeSamples(folder: string): void {
  mkdirSync(join(folder, 'samples'))
  for (const { file, code } of samples) writeFileSync(join(folder, 'samples', file), `${code}\nexport {}\n`)
  const specifiers = samples.flatMap(({ code }) => [...code.matchAll(/ from '([^']+)'/g)])
  const names = specifiers.map(([, specifier = '']) => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '')
  linkPackages(folder, new Set(names), [join(root, 'packages/client'), root])
}

/** Runs the samples named in its arguments one after the other, each with a fresh mock. */
export const runner = `
import { format } from 'node:util'
import { createMock } from '@clientele/mock'

const mock = createMock()
globalThis.fetch = mock.fetch
const write = console.log
const outcomes = {}
for (const file of process.argv.slice(2)) {
  mock.reset()
  const lines = []
  console.log = (...values) => {
    lines.push(...format(...values).split('\\n'))
  }
  const error = await import(new URL(file, import.meta.url).href).then(() => '', String)
  outcomes[file] = { lines, error }
}
write(JSON.stringify(outcomes))
`
