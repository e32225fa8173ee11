import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createMock } from '@clientele/mock'
import { installOutside } from '@clientele/release'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findRuntimes } from './find-runtimes.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** A project outside of the repository. */
let project: string
const installed = (name: string) => join(project, 'node_modules/@clientele', name)

const execute = promisify(execFile)

/** Runs a JavaScript file with the pinned runtime. If it fails, the error contains its output. */
const node = (args: string[], cwd: string) =>
  execute(process.execPath, args, { cwd }).catch((error: { stdout: string; stderr: string }) => {
    throw new Error(`${error.stdout}${error.stderr}`)
  })

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'clientele-packages-'))
  await writeFile(
    join(project, 'package.json'),
    JSON.stringify({ name: 'empty', private: true, type: 'module' }),
  )
  installOutside(root, project)
})

afterAll(() => rm(project, { recursive: true, force: true }))

describe.for(['types', 'client'])('%s, as published', (name) => {
  test('publint finds nothing', async () => {
    const { messages, pkg } = await publint({ pkgDir: installed(name), strict: true })
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
  })

  test('attw finds nothing', async () => {
    const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js')
    // It fails when it finds something.
    await node([attw, '--pack', installed(name)], project)
  })

  test('only what is needed is packed', async () => {
    const entries = await readdir(installed(name), { recursive: true, withFileTypes: true })
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(installed(name), join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .filter((path) => !path.startsWith('node_modules/'))
    expect(paths).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts']),
    )
    const needed =
      /^(dist\/.*\.(js|d\.ts)|(dist\/(samples\/)?(commonjs\/)?)?package\.json|LICENSE|README\.md)$/
    expect(paths.filter((path) => !needed.test(path))).toEqual([])
  })
})

const application = `
import { createGraphClient, filter, ApiError } from '@clientele/client'
import type { Customer } from '@clientele/types'
import { sample } from '@clientele/types/graph-customers/samples'
import type { operations } from '@clientele/types/partner-center-users'
import { createClient } from '@clientele/client/graph-customers'
import { openapiFetch } from '@clientele/client/openapi-fetch'
import { queryOptions } from '@clientele/client/tanstack-query'
import { batch } from '@clientele/client/batch'
import { validateAnswers } from '@clientele/client/validation'

const fetch = async (request: Request) => Response.json({ value: [{ id: request.url }] })
const graph = createGraphClient({ token: 'token', fetch })
export const list = () => graph.listCustomers({
  $filter: filter((customer) => customer.isDeleted.eq(false)),
  $select: ['displayName'],
})
export const customers: Promise<Pick<Customer, 'id' | 'displayName'>[]> = list().then(({ value }) => value)
export type State = operations['updateCustomerUser']
export const customer: Customer = sample.customer({ displayName: 'Kestrel Outdoor' })
console.log(ApiError.name)
// @ts-expect-error misspelt
sample.customer({ displayname: 'Kestrel Outdoor' })
// @ts-expect-error misspelt
graph.updateCustomer({ CustomersId: '1', body: { isOnboardedToMTM: true } })
// The compiler must be able to name all types in the declarations of a library.
export const { listCustomers, updateCustomer, PATCH } = graph
export const find = () => graph.GET('/Customers')
export const items = () => graph.listCustomers.items()
export const one = createClient({ token: 'token' })
export const face = openapiFetch(graph)
export const query = queryOptions(graph.getCustomer, { CustomersId: '1' })
export const results = () => batch(graph, [[graph.getCustomer, { CustomersId: '1' }]])
graph.use(validateAnswers())
`

/** The first example of the main README. */
const readme = await readFile(join(root, 'README.md'), 'utf8')
const [, example = ''] = /^```ts\n([\s\S]*?)^```$/m.exec(readme) ?? []
/** CommonJS has no `await` at the top level. */
const inFunction = (code: string) =>
  code.replace(/^const graph[\s\S]*/m, 'export const main = async () => {\n$&}')
const property = /^.*isOnBoardedToMTM.*$/m
const misspelt = example.replace(
  property,
  (line) => `// @ts-expect-error misspelt\n${line.replace('OnBoarded', 'Onboarded')}`,
)

describe('in an empty project', () => {
  const compilers = {
    'TypeScript 7.0': join(root, 'node_modules/typescript/bin/tsc'),
    'TypeScript 5.9': join(root, 'tools/type-generator/node_modules/typescript/bin/tsc'),
    'TypeScript 5.4': join(root, 'tools/typescript-5.4/node_modules/typescript/bin/tsc'),
  }
  const sources = {
    'application.ts': application,
    'application.cts': application,
    'readme.ts': `${example}export {}`,
    'readme.cts': inFunction(example),
    'misspelt.ts': `${misspelt}export {}`,
    'misspelt.cts': inFunction(misspelt),
  }
  const resolutions = [
    { module: 'nodenext', moduleResolution: 'nodenext' },
    { module: 'node16', moduleResolution: 'node16' },
    { module: 'esnext', moduleResolution: 'bundler' },
    // What `module: commonjs` means before TypeScript 6. It reads no `exports`, and TypeScript 7 does not have it.
    { module: 'commonjs', moduleResolution: 'node10' },
  ]
  const table = Object.entries(compilers)
    .flatMap(([compiler, path]) => resolutions.map((resolution) => ({ compiler, path, resolution })))
    .filter(({ compiler, resolution }) => resolution.module !== 'commonjs' || !compiler.endsWith('7.0'))
  test.for(table)(
    '$compiler, $resolution.moduleResolution, strict',
    async ({ compiler, path, resolution }) => {
      const files = Object.keys(sources).filter(
        (file) => file.endsWith('.cts') || resolution.module !== 'commonjs',
      )
      const { stdout: version } = await node([path, '--version'], project)
      expect(version).toContain(compiler.replace('TypeScript ', 'Version '))
      const compilerOptions = {
        ...resolution,
        target: 'es2022',
        lib: ['es2022', 'dom', 'dom.iterable'],
        strict: true,
        exactOptionalPropertyTypes: true,
        declaration: true,
        noEmit: true,
        skipLibCheck: false,
        types: [],
      }
      const configuration = join(project, `tsconfig.${compiler}.${resolution.moduleResolution}.json`)
      await writeFile(configuration, JSON.stringify({ compilerOptions, files }))
      for (const [file, source] of Object.entries(sources)) await writeFile(join(project, file), source)
      const { stdout } = await node([path, '-p', configuration], project)
      expect(stdout).toBe('')
    },
  )

  // The options of this repository are stricter than `strict`, which most applications use.
  test.for([
    { options: 'those of this repository', flags: [] },
    {
      options: 'strict alone',
      flags: ['--exactOptionalPropertyTypes', 'false', '--noUncheckedIndexedAccess', 'false'],
    },
  ])('TypeScript 5.9 finds all type tests right, options: $options', async ({ flags }) => {
    const { stdout } = await node(
      [compilers['TypeScript 5.9'], '-p', 'tsconfig.json', ...flags],
      join(root, 'packages/client'),
    )
    expect(stdout).toBe('')
  })

  test('there is an example in the README, and its misspelt copy differs', () => {
    expect(example).toContain('createGraphClient')
    expect(misspelt).toContain('isOnboardedToMTM: true')
  })

  const nodes = findRuntimes().found.filter(({ name }) => name.startsWith('Node'))
  test.for(nodes)('the example of the README runs against the mock, $name', async ({ command }) => {
    const mock = createMock()
    const { url } = await mock.listen({ port: 0 })
    await writeFile(join(project, 'readme.mjs'), example.replaceAll('http://127.0.0.1:4010', url))
    const { stdout } = await execute(command, ['readme.mjs'], { cwd: project })
    await mock.close()
    expect(stdout).toMatch(/^[0-9a-f-]{36} Harbour Lane Bakery$/m)
  })

  test('import', async () => {
    await writeFile(
      join(project, 'import.mjs'),
      `import { ApiError } from '@clientele/client'
      import { sample } from '@clientele/types/graph-customers/samples'
      console.log(ApiError.name, sample.customer({ domain: 'a.test' }).domain)`,
    )
    expect((await node(['import.mjs'], project)).stdout).toBe('ApiError a.test\n')
  })

  test('require from CommonJS', async () => {
    const script =
      "const { createGraphClient } = require('@clientele/client'); console.log(typeof createGraphClient({ token: 'token' }).GET)"
    await writeFile(join(project, 'require.cjs'), script)
    expect((await node(['require.cjs'], project)).stdout).toBe('function\n')
  })

  test.for(nodes)('require in Jest, which has no require() of ES modules, $name', async ({ command }) => {
    const script = `
      const { createGraphClient, ApiError } = require('@clientele/client')
      const { createClient } = require('@clientele/client/graph-customers')
      const { queryKey } = require('@clientele/client/tanstack-query')

      test('a call and its failure', async () => {
        const fetch = async () => new Response(null, { status: 404 })
        for (const graph of [createGraphClient({ token: 'token', fetch }), createClient({ token: 'token', fetch })]) {
          await expect(graph.getCustomer({ CustomersId: '1' })).rejects.toBeInstanceOf(ApiError)
          expect(queryKey(graph.getCustomer)[1]).toBe('getCustomer')
        }
      })
    `
    await mkdir(join(project, 'jest'), { recursive: true })
    await writeFile(join(project, 'jest/package.json'), '{}')
    await writeFile(join(project, 'jest/client.test.js'), script)
    const jest = join(root, 'node_modules/jest/bin/jest.js')
    const { stderr } = await execute(command, [jest, '--rootDir', 'jest', '--watchman=false'], {
      cwd: project,
    })
    expect(stderr).toContain('Tests:       1 passed')
  })
})
