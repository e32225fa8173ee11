import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { apiNames, isDraft, specsFolder } from '@clientele/api-folders'
import * as fc from 'fast-check'
import { createFinalURL } from 'openapi-fetch'
import { beforeAll, expect, test } from 'vitest'
import { writePath, writeQuery } from '../src/request.ts'
import * as ours from './way-out/openapi-fetch.ts'
import { writeSuccessorTypes } from './way-out/successor.ts'

// openapi-typescript, openapi-fetch and openapi-typescript-helpers get no more updates. This rehearses life without them.

const here = fileURLToPath(new URL('.', import.meta.url))
const folder = join(here, 'generated/way-out')
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')

/**
 * Compiles the client and the tests of its types with other modules in the place of some.
 *
 * @returns for each error, the file and the line that it is about
 */
async function compile(name: string, paths: Record<string, string[]>): Promise<string[]> {
  const config = {
    extends: '../../../../../tsconfig.base.json',
    compilerOptions: { lib: ['es2023', 'dom', 'dom.iterable'], types: ['node'], paths },
    include: ['../../../src/**/*.ts', '../../types/*.ts'],
    // The entry `@clientele/client/openapi-fetch` would go: it makes a client of openapi-fetch for libraries that want one.
    exclude: ['../../types/openapi-fetch.test-d.ts'],
  }
  const file = join(folder, `${name}.json`)
  writeFileSync(file, JSON.stringify(config))
  const root = join(here, '..')
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [compiler, '-p', file, '--pretty', 'false'],
    {
      cwd: root,
    },
  ).catch((error) => error as { stdout: string })
  const errors = [...stdout.matchAll(/^(.+)\((\d+),\d+\): error TS/gm)]
  return errors.map(([, path = '', line]) => {
    const text = readFileSync(join(root, path), 'utf8').split('\n')[Number(line) - 1]
    return `${path.replaceAll('\\', '/')}: ${text?.trim()}`
  })
}

const replacements: Record<string, string[]> = {
  'openapi-fetch': ['../../way-out/openapi-fetch.ts'],
  'openapi-typescript-helpers': ['../../way-out/openapi-typescript-helpers.ts'],
}

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
})

test('the client compiles as it is without openapi-fetch and openapi-typescript-helpers', async () => {
  expect(await compile('without', replacements)).toEqual([])
})

test('the client compiles as it is with the types of another generator, and three things are lost', async () => {
  const apis = apiNames().filter((api) => !isDraft(api))
  const bundles = apis.map((api) => [api, join(specsFolder, 'dist', `${api}.yaml`)] as const)
  writeSuccessorTypes(new Map(bundles), join(folder, 'types'))
  const modules = apis.map((api) => [`@clientele/types/${api}`, [`./types/${api}.ts`]] as const)
  const types = { '@clientele/types': ['./types/index.ts'], ...Object.fromEntries(modules) }
  expect((await compile('successor', { ...replacements, ...types })).sort()).toEqual([
    // A writeOnly property is in answers.
    "test/types/answers.test-d.ts: expectTypeOf(user.passwordProfile).exclude<undefined>().not.toHaveProperty('password')",
    // A readOnly mark beside a reference is not seen.
    'test/types/inputs.test-d.ts: // @ts-expect-error links are given by the service',
    // OData annotations that the description allows by a pattern are refused.
    "test/types/inputs.test-d.ts: graph.createCustomer({ body: { '@odata.id': 'Customers(1)' } })",
  ])
})

test('addresses are the same as those of openapi-fetch', () => {
  const text = fc.string({ minLength: 1, unit: 'grapheme' }).filter((value) => !/^\.{1,2}$/.test(value))
  const query = fc.dictionary(
    fc.constantFrom('$top', '$select', 'filter'),
    fc.oneof(text, fc.integer(), fc.array(text)),
  )
  const property = fc.property(text, fc.option(query), fc.boolean(), (id, values, hasPath) => {
    const params = { ...(hasPath && { path: { id } }), ...(values && { query: values }) }
    const options = {
      baseUrl: 'https://a.example/beta',
      params,
      querySerializer: writeQuery,
      pathSerializer: writePath,
    }
    const path = hasPath ? '/Customers/{id}' : '/Customers'
    expect(ours.createFinalURL(path, options)).toBe(createFinalURL(path, options))
  })
  fc.assert(property)
})
