import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileChecks, createMock, type Mock } from '@clientele/mock'
import { build } from 'esbuild'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Fence, fences } from './support/fences.ts'
import { execute, Programs } from './support/programs.ts'
import { shellWords } from './support/shell-words.ts'

// Everything that the README and the pages of the mock show is run here: this package has the mock and the client.

const mockFolder = fileURLToPath(new URL('../../mock/', import.meta.url))
const pages = ['README.md', ...globSync('docs/*.md', { cwd: mockFolder }).sort()]
const snippets = pages.flatMap((page) =>
  fences(basename(page, '.md'), new URL(page, new URL('../../mock/', import.meta.url))),
)
const of = (language: string) => snippets.filter(({ lang }) => lang === language)

const programs = new Programs('mock-docs')
/** Where commands and programs run, beside the files that they name. */
const folder = dirname(programs.write('nothing', ''))
mkdirSync(join(folder, 'tests'))

const petstore = {
  openapi: '3.1.0',
  info: { title: 'Petstore', version: '1' },
  servers: [{ url: '/v1' }],
  paths: {
    '/pets': { get: { responses: { 200: answer({ data: [{ tag: 'rex' }] }) } } },
    '/pets/{tag}': {
      parameters: [{ name: 'tag', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: answer({ tag: 'rex' }) } },
    },
    '/reports': { get: { responses: { 200: answer([]) } } },
  },
}
function answer(example: unknown) {
  return { description: 'An answer.', content: { 'application/json': { schema: {}, example } } }
}
writeFileSync(join(folder, 'petstore.yaml'), JSON.stringify(petstore))
writeFileSync(
  join(folder, 'tests/contoso.yaml'),
  of('yaml').find(({ code }) => code.includes('records:'))?.code ?? '',
)
// What the command of the page writes.
writeFileSync(join(folder, 'checks.js'), await compileChecks({ documents: [join(folder, 'petstore.yaml')] }))
writeFileSync(
  join(folder, 'checks.d.ts'),
  "declare const checks: import('@clientele/mock').CompiledChecks\nexport default checks\n",
)

test('every language on the pages is tested here', () => {
  const languages = new Set(snippets.map(({ lang }) => lang).filter((lang) => lang !== 'text'))
  expect([...languages].sort()).toEqual(['json', 'sh', 'ts', 'yaml'])
  expect(snippets.length).toBeGreaterThan(20)
})

describe('TypeScript', () => {
  const presupposed: Record<string, string> = {
    createMock: '@clientele/mock',
    createGraphClient: '@clientele/client',
    describe: 'vitest',
    test: 'vitest',
    expect: 'vitest',
  }

  const forPages = ({ code }: Fence) => /'(@clientele\/mock|msw)\/(browser|panel)'/.test(code)

  /** What the text around a snippet has done before, by what the snippet shows. */
  const before: [RegExp, string][] = [
    [/\bid\b[,\s}]/, "const id = '52dde42a-e42a-52dd-2ae4-dd522ae4dd52'"],
    [
      /\bmock\.verify\(/,
      "await createGraphClient({ token: 'any', fetch: mock.fetch }).createCustomer({ body: { displayName: 'Contoso' } })",
    ],
  ]

  /** The snippet with the definitions that its page assumes. */
  function whole(fence: Fence): string {
    const { code } = fence
    const page = forPages(fence)
    const own = /\bmock\./.test(code) && !/\bmock = /.test(code) && !code.includes('@playwright')
    const done = own ? before.filter(([pattern]) => pattern.test(code)).map(([, line]) => line) : []
    const text = [...(own ? ['const mock = createMock()', ...done] : []), code].join('\n')
    const imports = Object.entries(presupposed)
      .filter(
        ([name]) =>
          new RegExp(`\\b${name}\\b[.(]`).test(text) &&
          !new RegExp(`import .*\\b${name}\\b|const ${name}\\b`).test(text),
      )
      .map(
        ([name, from]) =>
          `import { ${name} } from '${page && from === '@clientele/mock' ? `${from}/browser` : from}'\n`,
      )
    return imports.join('') + text
  }

  const written = of('ts').map((fence) => ({ ...fence, program: programs.write(fence.name, whole(fence)) }))
  const isTest = ({ code }: Fence) => /\btest(\.concurrent)?\(/.test(code)

  test('compiles', async () => {
    expect(await programs.check()).toEqual({ status: 0, output: '' })
  })

  test.each(written.filter((fence) => !isTest(fence) && !forPages(fence)))(
    '$name runs',
    async ({ program }) => {
      const { status, output } = await execute(process.execPath, [
        '--input-type=module',
        '--eval',
        `process.chdir(${JSON.stringify(folder)}); await import(${JSON.stringify(program)})`,
      ])
      expect({ status, output }).toEqual({ status: 0, output: '' })
    },
  )

  // Chromium runs the same entries in the tests of the mock.
  test.each(written.filter(forPages))('$name bundles for a page', async ({ program }) => {
    const { errors } = await build({ entryPoints: [program], bundle: true, format: 'esm', write: false })
    expect(errors).toEqual([])
  })

  test('what is a test of Vitest passes', async () => {
    const files = written.filter((fence) => isTest(fence) && !fence.code.includes('@playwright'))
    const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
    writeFileSync(
      join(folder, 'vitest.config.ts'),
      "export default { test: { include: ['*.ts'], exclude: ['*.config.ts'] } }",
    )
    const names = files.map(({ program }) => basename(program))
    const { status, output } = await execute(process.execPath, [vitest, 'run', '--root', folder, ...names])
    expect({ status, output }).toEqual({ status: 0, output: expect.stringMatching(/Tests .*3 passed/) })
  })
})

describe('commands', () => {
  let mock: Mock
  let url: string
  beforeAll(async () => {
    mock = createMock()
    url = (await mock.listen()).url
  })
  beforeEach(() => mock.reset())
  afterAll(() => mock.close())

  const commands = of('sh').flatMap(({ name, code }) =>
    commandsIn(code).map((command) => ({ name, command })),
  )

  test('are of programs that are known here', () => {
    const names = commands.map(({ command }) => command.split(' ')[0])
    expect([...new Set(names)].sort()).toEqual(['clientele-mock', 'curl', 'docker', 'npm', 'npx'])
  })

  test.each(commands.filter(({ command }) => command.startsWith('curl ')))(
    '$name: $command',
    async ({ command }) => {
      const [, ...args] = shellWords(command.replaceAll('http://127.0.0.1:4010', url))
      const { status, output } = await execute('curl', [
        '--silent',
        '--show-error',
        '--fail-with-body',
        ...args,
      ])
      expect({ status, output }).toEqual({ status: 0, output: expect.any(String) })
    },
  )

  test.each(commands.filter(({ command }) => /^(clientele-mock|npx @clientele)\b/.test(command)))(
    '$name: $command',
    async ({ command }) => {
      const args = shellWords(command.replace(/^(clientele-mock|npx @clientele\/mock)/, ''))
      const { code, output } = await runMock(args)
      expect({ code, output }).toEqual({
        code: 0,
        output: expect.stringMatching(/The mock is running|^API /m),
      })
    },
  )

  test.each(commands.filter(({ command }) => command.startsWith('npx esbuild ')))(
    '$name: $command',
    async ({ command }) => {
      const entry = of('ts').find(({ code }) => code.includes("'@clientele/mock/browser'"))
      writeFileSync(join(folder, 'mock.ts'), entry?.code ?? '')
      const [, , ...args] = shellWords(command)
      const esbuild = createRequire(import.meta.url).resolve('esbuild/bin/esbuild')
      execFileSync(esbuild, args, { cwd: folder, stdio: 'pipe' })
      expect(statSync(join(folder, 'mock.js')).size).toBeGreaterThan(100_000)
    },
  )

  // Docker is not available here; tools/release tests the Dockerfile line by line.
  test.each(commands.filter(({ command }) => command.startsWith('docker run ')))(
    '$name: the mock of $command',
    async ({ command }) => {
      const [, args = ''] = / clientele-mock (.*)$/.exec(command) ?? []
      const { code, output } = await runMock(shellWords(args))
      expect({ code, output }).toEqual({
        code: 0,
        output: expect.stringMatching(/listening|The mock is running/),
      })
    },
  )

  test('npm installs this package', () => {
    const { name } = JSON.parse(readFileSync(join(mockFolder, 'package.json'), 'utf8'))
    const installs = commands.filter(({ command }) => command.startsWith('npm install '))
    expect(installs.map(({ command }) => shellWords(command).slice(0, 3))).toEqual([['npm', 'install', name]])
  })
})

describe('YAML and JSON', () => {
  test.each(of('yaml'))('$name is a plan, a scenario, a setting or a configuration', async ({ code }) => {
    const value = parse(code)
    const options =
      'x-mock' in value
        ? { documents: [{ ...petstore, ...value }] }
        : 'apis' in value
          ? { documents: [join(folder, 'petstore.yaml')], configuration: value }
          : 'rules' in value
            ? { faults: value }
            : { scenario: value }
    const mock = createMock(options)
    await mock.ready()
    expect(mock.apis().length).toBeGreaterThan(0)
    await mock.close()
  })

  test.each(of('json'))('$name is JSON', ({ code }) => {
    expect(() => JSON.parse(code)).not.toThrow()
  })
})

/** The commands of a block without their comments; one goes on while a quotation or a backslash is open. */
function commandsIn(code: string): string[] {
  const commands: string[] = []
  let open = ''
  for (const line of code.split('\n')) {
    open += open === '' ? line : `\n${line}`
    const quotes = open.match(/'/g)?.length ?? 0
    if (quotes % 2 === 1 || open.endsWith('\\')) continue
    commands.push(open.replace(/\s+#[^']*$/, '').trim())
    open = ''
  }
  return commands.filter(Boolean)
}

/** Runs the command until it has printed its address, or to its end. */
async function runMock(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const bin = join(mockFolder, 'bin/clientele-mock.js')
  const child: ChildProcess = spawn(process.execPath, [bin, ...args, '--port', '0'], { cwd: folder })
  let output = ''
  child.stdout?.on('data', (chunk) => {
    output += chunk
    if (/http:\/\//.test(output)) child.kill('SIGTERM')
  })
  child.stderr?.on('data', (chunk) => {
    output += chunk
  })
  const [code] = await once(child, 'close')
  return { code, output }
}
