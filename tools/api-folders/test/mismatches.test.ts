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
function write(
  folders: Record<string, { name?: string; info?: string }>,
  lines: Record<string, string>,
): void {
  for (const [folder, { name = `@clientele/specs-${folder}`, info = ' {}' }] of Object.entries(folders)) {
    mkdirSync(join(specs, folder))
    writeFileSync(join(specs, folder, 'openapi.yaml'), `openapi: 3.1.0\ninfo:${info}\n`)
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

test('a folder with a description is an API, and says by itself whether it is a draft', () => {
  write({ tickets: { info: '\n  x-draft: true' }, agents: {} }, {})
  mkdirSync(join(specs, 'shared'))
  expect(apiNames(specs)).toEqual(['agents', 'tickets'])
  expect(apiNames(specs).map((api) => isDraft(api, specs))).toEqual([false, true])
})
