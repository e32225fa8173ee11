import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const packageFolder = fileURLToPath(new URL('../', import.meta.url))
const root = fileURLToPath(new URL('../../../', import.meta.url))
/** Inside of the package, so that its own name leads to it. */
const folder = `${packageFolder}test/generated/readme`
const preload = new URL('preload-mock.ts', import.meta.url).href

interface Snippet {
  name: string
  code: string
  /** Lines that the snippet says it prints. */
  want: string[]
}

const readme = await readFile(`${packageFolder}README.md`, 'utf8')
const types = await readFile(`${root}packages/types/README.md`, 'utf8')

const snippetsOf = (markdown: string, prefix: string): Snippet[] =>
  [...markdown.matchAll(/^## (.*)$|^```ts\n([\s\S]*?)^```$/gm)].reduce<{
    heading: string
    snippets: Snippet[]
  }>(
    ({ heading, snippets }, [, title, code]) => {
      if (title) return { heading: title, snippets }
      const want = [...(code ?? '').matchAll(/^ *\/\/ → (.*)$/gm)].map(([, line]) => line ?? '')
      const name = `${prefix} ${heading} ${snippets.length + 1}`
      return { heading, snippets: [...snippets, { name, code: code ?? '', want }] }
    },
    { heading: '', snippets: [] },
  ).snippets

const snippets = [...snippetsOf(readme, 'client'), ...snippetsOf(types, 'types')]
const fileOf = ({ name }: Snippet) => `${folder}/${name.replaceAll(/\W+/g, '-').toLowerCase()}.ts`

const node = (args: string[]) =>
  promisify(execFile)(process.execPath, args, { cwd: packageFolder }).catch(
    (error: { stdout: string; stderr: string }) => {
      throw new Error(`${error.stdout}${error.stderr}`)
    },
  )

beforeAll(async () => {
  await mkdir(folder, { recursive: true })
  for (const snippet of snippets) await writeFile(fileOf(snippet), `${snippet.code}\nexport {}\n`)
})

afterAll(() => rm(folder, { recursive: true }))

test('all snippets compile', async () => {
  const configuration = `${folder}/tsconfig.json`
  await writeFile(
    configuration,
    JSON.stringify({ extends: '../../../tsconfig.json', include: ['*.ts'], exclude: [] }),
  )
  await node([`${root}node_modules/typescript/bin/tsc`, '-p', configuration])
})

describe('each snippet runs against the mock and prints what it says', () => {
  test.for(snippets)('$name', async (snippet) => {
    const { stdout } = await node(['--import', preload, fileOf(snippet)])
    if (snippet.want.length > 0) expect(stdout.trimEnd().split('\n')).toEqual(snippet.want)
  })
})

test('the ten lines are ten lines', () => {
  const lines = snippets[0]?.code.split('\n').filter((line) => line.trim() !== '') ?? []
  expect(lines).toHaveLength(10)
})

test('every option has a default and an example beside it', async () => {
  const source = await readFile(`${packageFolder}src/options.ts`, 'utf8')
  for (const name of ['ClientOptions', 'RetryOptions']) {
    const [, body = ''] = new RegExp(`export interface ${name} \\{([\\s\\S]*?)^\\}`, 'm').exec(source) ?? []
    const options = [...body.matchAll(/\/\*\*([\s\S]*?)\*\/\s*(\w+)(\??):/g)]
    expect(options.length).toBe(body.match(/^ {2}\w+\??:/gm)?.length)
    for (const [, comment = '', name, optional] of options) {
      expect({ name, hasExample: comment.includes('@example') }).toEqual({ name, hasExample: true })
      if (optional)
        expect({ name, hasDefault: comment.includes('@default') }).toEqual({ name, hasDefault: true })
    }
  }
})
