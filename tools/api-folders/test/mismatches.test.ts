import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { apiNames, findMismatches, isDraft } from '../src/api-folders.ts'

let specs: string
beforeEach(() => {
  specs = mkdtempSync(join(tmpdir(), 'clientele-api-folders-'))
})
afterEach(() => rmSync(specs, { recursive: true, force: true }))

/** Writes the folder of an API, and the lines by which the build finds folders. */
function write(folders: Record<string, { name?: string }>, lines: Record<string, string>): void {
  for (const [folder, { name = `@clientele/specs-${folder}` }] of Object.entries(folders)) {
    mkdirSync(join(specs, folder))
    writeFileSync(join(specs, folder, 'openapi.yaml'), 'openapi: 3.1.0\ninfo: {}\n')
    writeFileSync(join(specs, folder, 'package.json'), JSON.stringify({ name }))
  }
  writeFileSync(join(specs, 'package.json'), JSON.stringify({ devDependencies: lines }))
}

const line = { '@clientele/specs-tickets': 'file:tickets' }

test.each([
  { title: 'a folder with its line', folders: { tickets: {} }, lines: line, want: [] },
  {
    title: 'a folder without a line',
    folders: { tickets: {} },
    lines: {},
    want: [
      /^specs\/tickets is not among .* Add "@clientele\/specs-tickets": "file:tickets", then run: npm install/,
    ],
  },
  {
    title: 'a line without a folder',
    folders: {},
    lines: line,
    want: [/^specs\/package.json names @clientele\/specs-tickets, whose folder is gone\. Delete the line/],
  },
  {
    title: 'a folder whose package has another name',
    folders: { tickets: { name: 'tickets' } },
    lines: line,
    want: [/^specs\/tickets\/package.json must have the name @clientele\/specs-tickets\.$/],
  },
])('$title: $want', ({ folders, lines, want }) => {
  write(folders, lines)
  expect(findMismatches(specs)).toEqual(want.map((sentence) => expect.stringMatching(sentence)))
})

test('a folder with a description is an API', () => {
  write({ tickets: {}, agents: {} }, {})
  mkdirSync(join(specs, 'shared'))
  expect(apiNames(specs)).toEqual(['agents', 'tickets'])
})

const text = 'openapi: 3.1.0\ninfo:\n  title: Tickets\n'

test.each([
  { title: 'a block', description: `${text}  x-draft: true\npaths: {}\n`, want: true },
  { title: 'a block with a comment', description: `${text}\n# to do\n  x-draft: true # yet\n`, want: true },
  {
    title: 'a block with the line ends of Windows',
    description: `${text}\n  x-draft: true\npaths: {}\n`.replaceAll('\n', '\r\n'),
    want: true,
  },
  { title: 'a block that ends the file', description: `${text}  x-draft: true`, want: true },
  {
    title: 'braces on one line',
    description: 'openapi: 3.1.0\ninfo: { title: Tickets, x-draft: true }\n',
    want: true,
  },
  {
    title: 'braces on several lines',
    description: 'info: {\n  "title": "Tickets",\n  "x-draft": true\n}\npaths: {}\n',
    want: true,
  },
  { title: 'JSON', description: '{ "openapi": "3.1.0", "info": { "x-draft": true } }', want: true },
  { title: 'no mark', description: text, want: false },
  { title: 'the mark taken back', description: `${text}  x-draft: false\n`, want: false },
  { title: 'the mark as a text', description: `${text}  x-draft: 'true'\n`, want: false },
  { title: 'a mark in a text', description: `${text}  description: |\n    x-draft: true\n`, want: false },
  { title: 'a mark elsewhere', description: `${text}paths:\n  x-draft: true\n`, want: false },
])('a description with $title is a draft: $want', ({ description, want }) => {
  write({ tickets: {} }, {})
  writeFileSync(join(specs, 'tickets/openapi.yaml'), description)
  expect(isDraft('tickets', specs)).toBe(want)
})
