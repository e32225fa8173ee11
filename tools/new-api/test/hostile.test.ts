import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readOpenApiFile } from '../src/read-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clientele-hostile-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, text: string): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

const read = (schema: string, files: Record<string, string> = {}) => {
  for (const [name, text] of Object.entries(files)) write(name, text)
  const responses = `{'200': {description: All., content: {application/json: {schema: ${schema}}}}}`
  const text = `openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths: {/a: {get: {responses: ${responses}}}}\n`
  return readOpenApiFile(write('own/api.yaml', text), 'api.yaml')
}
const secret = { 'secret.yaml': 'type: string\nexample: secret\n' }

test.each<[string, string, Record<string, string>]>([
  ['a file above', "{$ref: '../secret.yaml'}", secret],
  ['a file of the machine', "{$ref: 'file:///etc/hosts'}", {}],
  ['an absolute path', '{$ref: /etc/hosts}', {}],
  ['another host', "{$ref: 'https://example.com/a.yaml'}", {}],
  ['another host without a scheme', "{$ref: '//example.com/a.yaml'}", {}],
  [
    'a file that refers to one above',
    '{$ref: b.yaml}',
    { ...secret, 'own/b.yaml': "$ref: '../secret.yaml'\n" },
  ],
  ['a folder above by an escape', "{$ref: '%2e%2e/secret.yaml'}", secret],
])('a description that refers to %s is refused', (_, schema, files) => {
  expect(() => read(schema, files)).toThrow(/refers to .+, which is not in its folder/)
})

test('a description that refers to a link which leads out is refused', () => {
  write('secret.yaml', secret['secret.yaml'])
  mkdirSync(join(folder, 'own'))
  symlinkSync(join(folder, 'secret.yaml'), join(folder, 'own/link.yaml'))
  expect(() => read('{$ref: link.yaml}')).toThrow('refers to link.yaml, which is not in its folder')
})

test('files in the folder, which may refer to each other, are put into one', () => {
  const { content } = read('{$ref: schemas/a.yaml}', {
    'own/schemas/a.yaml': "type: object\nproperties: {b: {$ref: './b.yaml'}, again: {$ref: a.yaml}}\n",
    'own/schemas/b.yaml': 'type: integer\n',
  })
  expect(JSON.stringify(content)).toContain('"integer"')
})

test('aliases that stand for more than fits into memory are refused', () => {
  const lines = Array.from(
    { length: 30 },
    (_, index) => `  a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`,
  )
  const text = `openapi: 3.1.0\npaths: {/a: {}}\nx:\n  a0: &a0 [1]\n${lines.join('\n')}\n`
  expect(() => readOpenApiFile(write('api.yaml', text), 'api.yaml')).toThrow(
    /api\.yaml cannot be read: .*alias/,
  )
})

test('a file of 200 MB is refused unread', () => {
  const path = write('api.yaml', '')
  truncateSync(path, 200 * 1024 * 1024)
  expect(() => readOpenApiFile(path, 'api.yaml')).toThrow('is larger than 134217728 bytes')
})

test.runIf(process.platform !== 'win32')('a pipe is refused, not waited for', () => {
  execFileSync('mkfifo', [join(folder, 'pipe.yaml')])
  expect(() => readOpenApiFile(join(folder, 'pipe.yaml'), 'pipe.yaml')).toThrow('pipe.yaml is not a file')
})
