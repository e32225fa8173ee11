import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { run } from '../../src/command/run.ts'
import { Source } from '../../src/description/load/sources.ts'
import { validatorOf } from '../../src/engine/request.ts'
import { compileChecks, createMock, MockConfigurationError } from '../../src/index.ts'
import type { JsonSchema } from '../../src/json/json.ts'
import { type CompiledChecks, useChecks } from '../../src/values/ahead.ts'
import { compileCheck, noteChecks } from '../../src/values/check.ts'
import { moduleOf } from '../../src/values/compile-ahead.ts'
import { askingMock, description } from '../ask.ts'
import { apis, bundlePath } from '../conformance/judge.ts'

const dialect = 'https://json-schema.org/draft/2020-12/schema'
const person = { type: 'object', properties: { name: { type: 'string' }, mail: { type: 'string' }, a: true } }
const large = { ...person, required: ['name', 'mail'], minProperties: 2, maxProperties: 9, $comment: 'any' }
const node = { type: 'object', properties: { next: { $ref: '#/__bundled__/node' }, size: { minimum: 3 } } }

interface Case {
  readonly schema: JsonSchema
  readonly bundle?: Readonly<Record<string, JsonSchema>>
  readonly coerceTypes?: true
  readonly values: readonly unknown[]
}

const cases: Record<string, Case> = {
  'a list of records': {
    schema: {
      type: 'object',
      properties: { value: { type: 'array', items: large }, first: large, last: large },
    },
    values: [{ value: [{ name: 'a', mail: 'b' }] }, { value: [{ name: 1 }], first: {}, last: { mail: 2 } }],
  },
  'a record that contains itself': {
    schema: { $ref: '#/__bundled__/node' },
    bundle: { node },
    values: [{ next: { next: {} } }, { next: { next: { size: 1 }, size: 0 } }, { next: 5 }],
  },
  'what no keyword speaks of, through a reference': {
    schema: { $schema: dialect, allOf: [{ $ref: '#/__bundled__/node' }], unevaluatedProperties: false },
    bundle: { node },
    values: [{ size: 4 }, { size: 4, other: 1 }],
  },
  'helpers: lengths in characters, equal items, patterns, formats': {
    schema: {
      type: 'object',
      properties: {
        short: { type: 'string', maxLength: 1 },
        different: { type: 'array', uniqueItems: true },
        matching: { type: 'string', pattern: '^(a+)+$' },
        date: { type: 'string', format: 'date' },
        time: { type: 'string', format: 'date-time' },
        address: { type: 'string', format: 'url' },
      },
    },
    values: [
      {
        short: '😀',
        different: [{ a: 1 }, { a: 2 }],
        matching: 'aa',
        date: '2026-02-28',
        address: 'http://a.example',
      },
      {
        short: 'ab',
        different: [{ a: 1 }, { a: 1 }],
        matching: `${'a'.repeat(60)}!`,
        date: '2026-02-30',
        address: 'a',
      },
      { time: '2026-01-01T00:00:00Z' },
      { time: 'soon' },
    ],
  },
  'names and values that look like the code of a check': {
    schema: {
      type: 'object',
      additionalProperties: false,
      properties: {
        schema0: { enum: ['schema0.properties', 'const schema1 = 5;', '"schema0'] },
        properties: {
          type: 'object',
          properties: { properties: { enum: [['schema0'], { properties: 1 }] } },
        },
        'a"b\\\n': { const: { schema1: 'schema1' } },
        ...Object.fromEntries(Array.from('cdefghijk', (name) => [name, { type: 'integer' }])),
      },
    },
    values: [
      { schema0: '"schema0', properties: { properties: ['schema0'] }, 'a"b\\\n': { schema1: 'schema1' } },
      {
        schema0: 'schema1',
        properties: { properties: ['schema1'] },
        'a"b\\\n': {},
        constructor: 1,
        other: 2,
      },
    ],
  },
  'one of several': {
    schema: { oneOf: [large, { ...large, required: ['a'] }, { type: 'null' }] },
    values: [{ name: 'a', mail: 'b' }, { a: 1 }, null, 5],
  },
  'parameters, which are text': {
    schema: {
      type: 'object',
      properties: { top: { type: 'integer', maximum: 9 }, on: { type: ['boolean', 'null'] } },
    },
    coerceTypes: true,
    values: [{ top: '5', on: 'true' }, { top: '50', on: 'maybe' }, { top: '' }],
  },
}

async function used(text: string): Promise<CompiledChecks> {
  const url = `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`
  return (await import(/* @vite-ignore */ url)).default
}

const checkOf = ({ schema, bundle = {}, coerceTypes }: Case) =>
  compileCheck({ schema, bundle }, { allErrors: true, ...(coerceTypes && { coerceTypes }) })

/** What is wrong, and what became of the value. */
function judged(check: ReturnType<typeof checkOf>, value: unknown) {
  const taken = structuredClone(value)
  const found = check(taken).map(({ schemaPath: _, ...error }) => error)
  return { found, taken }
}

describe('a check that was compiled ahead finds what one finds that is compiled now', () => {
  test.each(Object.entries(cases))('%s', async (_, each) => {
    const now = checkOf(each)
    const ofNow = each.values.map((value) => judged(now, value))
    expect(ofNow.some(({ found }) => found.length > 0)).toBe(true)
    expect(ofNow.some(({ found }) => found.length === 0)).toBe(true)

    useChecks(await used(moduleOf(noteChecks(() => checkOf(each)))))
    const compiling = vi.spyOn(globalThis, 'Function').mockClear()
    const ahead = checkOf({ ...each, ...(each.bundle && { bundle: { ...each.bundle } }) })
    expect(each.values.map((value) => judged(ahead, value))).toEqual(ofNow)
    expect(compiling).not.toHaveBeenCalled()
  })
})

test('dates are reported as Prism judges them, although the mock is stricter', async () => {
  const date = { schema: { type: 'string', format: 'date-time', maxLength: 40 }, values: [] }
  useChecks(await used(moduleOf(noteChecks(() => checkOf(date)))))
  const check = checkOf(date)
  const late = '2026-01-01T00:00:00+24:00'
  expect([check(late).length, check.asPrism?.(late), check.asPrism?.('soon')?.length]).toEqual([1, [], 1])
})

test('notes for readers do not matter, and any other change does', async () => {
  const schema = { type: 'object', title: 'Note', properties: { text: { type: 'string', minLength: 3 } } }
  useChecks(await used(moduleOf(noteChecks(() => checkOf({ schema, values: [] })))))
  const isAhead = (changed: JsonSchema) => checkOf({ schema: changed, values: [] }).asPrism !== undefined
  expect(isAhead({ ...schema, title: 'Memo', 'x-any': 1 })).toBe(true)
  expect(isAhead({ ...schema, required: ['text'] })).toBe(false)
})

test('a schema with a keyword that is wrong is not compiled ahead', () => {
  const schema = { type: 'object', properties: { a: { minimum: 'one' } } }
  expect(moduleOf(noteChecks(() => checkOf({ schema, values: [] })))).not.toContain('function')
})

test.each([
  ['null beside a choice', { nullable: true, oneOf: [{ type: 'string' }, { type: 'number' }] }, null],
  ['an enum that names a value twice', { enum: ['a', 'a'] }, 'a'],
])(
  '%s is checked ahead, but Prism, which cannot use the schema, has the last word',
  async (_, schema, value) => {
    useChecks(await used(moduleOf(noteChecks(() => checkOf({ schema, values: [] })))))
    const compiling = vi.spyOn(globalThis, 'Function').mockClear()
    const check = checkOf({ schema, values: [] })
    expect([check(value).length, check({}).length > 0, check.asPrism]).toEqual([0, true, undefined])
    expect(compiling).not.toHaveBeenCalled()
  },
)

test('which operation is asked for first does not matter', async () => {
  const documents = apis.map(bundlePath)
  useChecks(await used(await compileChecks({ documents })))
  for (const file of documents) {
    const api = new Source(file, new Set(), () => ({})).load()
    const compiling = vi.spyOn(globalThis, 'Function').mockClear()
    for (const operation of api.operations.toReversed()) validatorOf({ api, operation }).compileAll()
    expect(compiling).not.toHaveBeenCalled()
  }
})

test.each([
  ...apis.map(bundlePath),
  ...['blog', 'library', 'parameters', 'events/openapi'].map((name) => description(`${name}.yaml`)),
])('whatever is asked of %s, nothing is compiled', async (file) => {
  const checks = await used(await compileChecks({ documents: [file] }))
  const mock = createMock({ documents: [file], checks, count: 2, errors: true })
  const [{ basePaths = [''] } = {}] = mock.apis()
  const ask = askingMock(mock)
  const compiling = vi.spyOn(globalThis, 'Function').mockClear()
  mock.snapshot()
  mock.explain({ thorough: true })
  for (const operation of new Source(file, new Set(), () => ({})).load().operations) {
    const statuses = operation.responses().flatMap(({ code }) => (/^\d+$/.test(code) ? [`code=${code}`] : []))
    const body = operation.requestBody === 'none' ? undefined : { any: 1 }
    const line = `${operation.method} ${basePaths[0]}${operation.path.replace(/\{[^}]+\}/g, '1')}`
    for (const prefer of ['any', 'dynamic=true', ...statuses])
      expect((await ask(line, body, { prefer })).status, line).toBeLessThan(600)
  }
  expect(compiling).not.toHaveBeenCalled()
})

describe('the command', () => {
  let folder: string
  const output = { stdout: '', stderr: '' }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'checks-'))
    for (const name of ['stdout', 'stderr'] as const) {
      output[name] = ''
      vi.spyOn(process[name], 'write').mockImplementation((text) => {
        output[name] += text
        return true
      })
    }
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await rm(folder, { recursive: true })
  })

  test('writes a module that createMock takes', async () => {
    const file = join(folder, 'checks.js')
    const documents = [description('library.yaml')]
    expect(await run([...documents, '--compile-checks', file], {})).toBe(0)
    expect(output.stdout).toContain(`Wrote ${file}`)
    const checks = await used(await readFile(file, 'utf8'))
    const ask = askingMock(createMock({ documents, checks }))
    expect((await ask('POST /v2/books', { title: 5 })).status).toBe(422)
  })

  test('says what is wrong', async () => {
    expect(
      await run([description('library.yaml'), '--compile-checks', join(folder, 'none', 'checks.js')], {}),
    ).toBe(1)
    expect(output.stderr).toMatch(/--compile-checks .*checks\.js cannot be written: ENOENT/)
    expect(await run(['none.yaml', '--compile-checks', join(folder, 'checks.js')], {})).toBe(1)
    expect(output.stderr).toContain('none.yaml')
  })
})

test.each([[{}], [['text']], ['checks.js']])('createMock refuses %j as checks', (checks) => {
  expect(() => createMock({ checks: checks as never })).toThrow(MockConfigurationError)
  expect(() => createMock({ checks: checks as never })).toThrow(/checks must be the default export/)
})
