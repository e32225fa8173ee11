import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { examine, waiverLine } from '../src/doctor.ts'
import { deprecatedPackages, readEnded } from '../src/ended.ts'
import { examineDescription, lackOf } from '../src/operations.ts'

const root = resolve(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'clientele-doctor-'))
afterAll(() => rmSync(folder, { recursive: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

test('this repository has ten lines, and nothing in it is bad', async () => {
  const lines = await examine(root, '2026-12-01')
  expect(lines.map(({ title }) => title)).toEqual([
    'Facts',
    'Drafts',
    'Score',
    'Operations',
    'Versions',
    'Changes',
    'Waivers',
    'Packed',
    'Client',
    'Dependencies',
  ])
  expect(lines.filter(({ bad }) => bad)).toEqual([])
  const [facts, , score, , , , , packed, client] = lines.map(({ text }) => text)
  const [, found, recorded] = /^(\d+) of (\d+) found/.exec(facts ?? '') ?? []
  expect(Number(found)).toBeGreaterThan(300)
  expect(found).toBe(recorded)
  expect(score).toMatch(/graph-customers \d\d,/)
  expect(packed).toMatch(/client \d+ kB.*mock \d+ kB/)
  expect(client).toMatch(/is \d,\d{3} bytes/)
})

describe('operations', () => {
  const json = (more: object) => ({ content: { 'application/json': { schema: {}, ...more } } })
  const document = {
    openapi: '3.1.0',
    info: { title: 'Desks', version: '1' },
    paths: {
      '/desks': {
        get: { operationId: 'listDesks', responses: { 200: { description: '', ...json({ example: [] }) } } },
        post: {
          operationId: 'addDesk',
          requestBody: json({}),
          responses: { 201: { description: '', ...json({ examples: { one: { value: {} } } }) } },
        },
      },
      '/desks/{id}': { delete: { responses: { 204: { description: '' } } } },
    },
  }
  const found = examineDescription('desks', document)

  test('have an example where a body has one, or there is no body', () => {
    expect(found.map(({ id, hasExample }) => [id, hasExample])).toEqual([
      ['listDesks', true],
      ['addDesk', false],
      ['DELETE /desks/{id}', true],
    ])
  })

  test('have a test or a journey when one names them as a whole word', () => {
    write('packages/client/test/a.test.ts', 'await client.addDesk()')
    write('specs/journeys/a.arazzo.yaml', 'operationId: $sourceDescriptions.desks.listDesks')
    write('specs/journeys/b.arazzo.yaml', 'description: addDesks')
    expect(lackOf(folder, found)).toMatchObject({
      example: ['addDesk'],
      test: ['listDesks', 'DELETE /desks/{id}'],
      journey: ['addDesk', 'DELETE /desks/{id}'],
    })
  })
})

describe('waivers', () => {
  const expiring = (expires: string) => ({ rule: 'r', pointer: '#/a', reason: 'Nobody uses it.', expires })
  test.each([
    { given: [], text: '0', bad: false },
    { given: ['2027-05-01', '2027-01-31'], text: '2, the next expires on 2027-01-31', bad: false },
    { given: ['2026-11-30', '2026-12-01'], text: '2, 1 expired, the next expires on 2026-12-01', bad: true },
  ])('$given', ({ given, text, bad }) => {
    expect(waiverLine(given.map(expiring), '2026-12-01')).toEqual({ title: 'Waivers', text, bad })
  })
})

describe('dependencies', () => {
  test.each(readEnded(root))(
    '$name has ended, is imported where the list says, and has a rehearsed way out',
    (ended) => {
      for (const file of ended.imports)
        expect(readFileSync(join(root, file), 'utf8')).toContain(`from '${ended.name}'`)
      expect(existsSync(join(root, ended.wayOut))).toBe(true)
      expect(readFileSync(join(root, ended.wayOut), 'utf8')).toContain(ended.name)
    },
  )

  test('an entry without a way out is refused', () => {
    write(
      'tools/doctor/ended-dependencies.yaml',
      '- { name: left-pad, since: 2016-03-22, source: https://a.example }',
    )
    expect(() => readEnded(folder)).toThrow(/import|wayOut/)
  })

  test('those that are deprecated are read from the lock file', () => {
    const packages = {
      '': {},
      'node_modules/@a/b': { deprecated: 'Use c.' },
      'node_modules/c/node_modules/d': { deprecated: 'No more.' },
      'node_modules/e': {},
    }
    write('package-lock.json', JSON.stringify({ packages }))
    expect(deprecatedPackages(folder)).toEqual(['@a/b', 'd'])
  })
})
