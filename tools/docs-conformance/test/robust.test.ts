import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Reading, readPage } from '../src/index.ts'
import { folderWith, runIn } from './surroundings.ts'

const page = '# Get a\n## HTTP request\n```http\nGET /a\n```\n'

function read(folder: string, ...paths: string[]): Reading {
  return JSON.parse(runIn(folder, ['facts', ...paths]).out)
}

describe('pages that nobody would write', () => {
  test.each([
    ['quotes in quotes', `${page}${'>'.repeat(40_000)}`],
    ['lists in lists', `${page}${'- '.repeat(40_000)}a`],
  ])('%s are cut at a depth, and reported', (_what, text) => {
    const { facts, notUnderstood } = readPage('page.md', text)
    expect(notUnderstood.map(({ line, reason }) => `${line}: ${reason}`)).toContain(
      '6: text that is nested more than 16 levels deep',
    )
    expect(facts).toHaveLength(1)
  })

  test('a page that is too large is reported, not read', () => {
    const folder = folderWith({ 'pages/large.md': page })
    truncateSync(join(folder, 'pages/large.md'), 50 * 1024 * 1024)
    const { facts, notUnderstood } = read(folder, 'pages')
    expect(facts).toEqual([])
    expect(notUnderstood[0]?.reason).toMatch(/52428800 bytes, more than 20971520/)
  })

  test('a page of too many lines is reported, not parsed', () => {
    const { facts, notUnderstood } = readPage('page.md', page + '\n'.repeat(200_001))
    expect(facts).toEqual([])
    expect(notUnderstood.map(({ reason }) => reason)).toEqual(['the page as a whole: more than 200000 lines'])
  })

  test.runIf(process.platform !== 'win32')('a pipe and a broken link are reported, not waited for', () => {
    const folder = folderWith({ 'pages/a.md': page })
    symlinkSync(join(folder, 'nowhere'), join(folder, 'pages/broken.md'))
    execFileSync('mkfifo', [join(folder, 'pages/pipe.md')])
    const { facts, notUnderstood } = read(folder, 'pages')
    expect(facts).toHaveLength(1)
    expect(notUnderstood.map((place) => `${place.page}: ${place.reason}`)).toEqual([
      'broken.md: the page as a whole: it is not a file',
      'pipe.md: the page as a whole: it is not a file',
    ])
  })

  test.runIf(process.platform !== 'win32')('a link back to the folder is not followed', () => {
    const folder = folderWith({ 'pages/a.md': page })
    symlinkSync(join(folder, 'pages'), join(folder, 'pages/again'))
    expect(read(folder, 'pages').facts).toHaveLength(1)
  })
})

describe('many pages', () => {
  test('are read by several threads, in the order of their names', () => {
    const folder = folderWith({})
    mkdirSync(join(folder, 'pages'))
    const names = Array.from({ length: 500 }, (_, index) => `p${String(index).padStart(3, '0')}`)
    for (const name of names)
      writeFileSync(join(folder, 'pages', `${name}.md`), page.replace('/a', `/${name}`))
    const { facts, lookedAt } = read(folder, 'pages')
    expect(facts.map((fact) => fact.page)).toEqual(names.map((name) => `${name}.md`))
    expect(lookedAt).toMatchObject({ places: 500, taken: 500 })
  })
})

describe('a description that leads elsewhere', () => {
  const description = (schema: string) =>
    `openapi: 3.1.0\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: It.\n          content:\n            application/json:\n              schema: ${schema}\n`

  test.each([
    ['a file', "{ $ref: 'file:///etc/passwd' }"],
    ['another host', "{ $ref: 'https://example.com/a.yaml' }"],
    ['a folder above', "{ $ref: '../../secret.yaml' }"],
    ['itself', "{ $ref: '#/paths/~1a/get/responses/200/content/application~1json/schema' }"],
  ])('%s is not read', (_where, schema) => {
    const folder = folderWith({
      'pages/a.md': `${page}## Response\n\`200 OK\`\n`,
      'a.yaml': description(schema),
    })
    const { out } = runIn(folder, ['pages', '--api', 'a', '--description', 'a.yaml'])
    expect(out).toContain('2 facts, 2 found')
  })

  test('aliases that grow without end are an error, not a full memory', () => {
    const levels = Array.from(
      { length: 30 },
      (_, index) => `l${index + 1}: &l${index + 1} [*l${index}, *l${index}]`,
    )
    const text = `openapi: 3.1.0\nl0: &l0 [x]\n${levels.join('\n')}\npaths: {}\n`
    const folder = folderWith({ 'pages/a.md': page, 'a.yaml': text })
    const { code, err, out } = runIn(folder, ['pages', '--api', 'a', '--description', 'a.yaml'])
    expect(code === 1 || code === 2).toBe(true)
    expect(err + out).toMatch(/alias|missing/)
  })
})
