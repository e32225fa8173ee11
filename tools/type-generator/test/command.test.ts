import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const command = fileURLToPath(new URL('../src/command.ts', import.meta.url))
const bundle = fileURLToPath(new URL('descriptions/markers.yaml', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'type-generator-'))

afterAll(() => rmSync(folder, { recursive: true }))

test('a redocly.yaml with apis in the working folder does not replace the input', () => {
  writeFileSync(join(folder, 'redocly.yaml'), 'apis:\n  other:\n    root: missing.yaml\n')
  execFileSync(process.execPath, [command, bundle, 'deep/markers'], { cwd: folder })
  expect(readFileSync(join(folder, 'deep/markers/types.d.ts'), 'utf8')).toContain('id: $Read<string>')
})

test('a missing bundle is named, with the command that makes it', () => {
  const { status, stderr } = spawnSync(process.execPath, [command, 'missing.yaml', 'out'], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect(status).toBe(1)
  expect(stderr).toContain(
    'Cannot generate types from missing.yaml. Bundle the descriptions first: npm run build',
  )
})

test('missing arguments print the usage', () => {
  const { status, stderr } = spawnSync(process.execPath, [command], { encoding: 'utf8' })
  expect(status).toBe(2)
  expect(stderr).toContain('<bundle.yaml> <folder>')
})
