import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { passagesOf } from '../src/passage.ts'
import { readManifests, root } from '../src/repository.ts'
import { circlesIn, functionsOf, structureOf } from '../src/structure.ts'

const checkout = mkdtempSync(join(tmpdir(), 'clientele-structure-'))
afterAll(() => rmSync(checkout, { recursive: true, force: true }))

const files = {
  'README.md': `# Floors

| floor | room | what it does |
| ----- | ---- | ------------ |
| top | \`face/\` | Imports \`store/\`. |
| | \`command/\` | The same floor. |
| bottom | \`store/\` | Keeps records. |

| step | where |
| ---- | ----- |
| 1 | \`store/\` |
`,
  'face/a.ts':
    "import { b } from '../store/b.ts'\nimport { c } from '../command/c.ts'\nexport const a = [b, c]\n",
  'command/c.ts': 'export const c = 1\n',
  'store/b.ts': "import type { D } from './d.ts'\nexport const b: D = 1\n",
  'store/d.ts': "export type { D } from './e.ts'\n",
  'store/e.ts':
    "import { b } from './b.ts'\nexport type D = number\nexport const e = () => import('../face/a.ts')\nvoid b\n",
  'generated/huge.ts': 'export const huge = 1\n',
}

beforeAll(() => {
  for (const [name, text] of Object.entries(files)) {
    const path = join(checkout, 'packages/small/src', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
})

describe('of a workspace', () => {
  const structure = () => structureOf(checkout, 'packages/small')

  test('its files are those that people write', () => {
    expect([...structure().files]).toEqual([
      ['packages/small/src/command/c.ts', 1],
      ['packages/small/src/face/a.ts', 3],
      ['packages/small/src/store/b.ts', 2],
      ['packages/small/src/store/d.ts', 1],
      ['packages/small/src/store/e.ts', 4],
    ])
  })

  test('circles are found through types and through imports at run time', () => {
    expect(structure().circles).toEqual([
      ['face/a.ts', 'store/b.ts', 'store/d.ts', 'store/e.ts'].map((name) => `packages/small/src/${name}`),
    ])
  })

  test('imports of the same floor and of a floor above are found', () => {
    expect(structure().violations).toEqual([
      'packages/small/src/face/a.ts -> packages/small/src/command/c.ts',
      'packages/small/src/store/e.ts -> packages/small/src/face/a.ts',
    ])
  })
})

test.each([
  ['a tree has none', { a: ['b', 'c'], b: ['c'], c: [] }, []],
  [
    'two separate ones',
    { a: ['b'], b: ['a', 'c'], c: ['d'], d: ['c'] },
    [
      ['c', 'd'],
      ['a', 'b'],
    ],
  ],
  ['one through three files', { a: ['b'], b: ['c'], c: ['a'] }, [['a', 'b', 'c']]],
])('circles: %s', (_name, imports, wanted) => {
  expect(circlesIn(new Map(Object.entries(imports)))).toEqual(wanted)
})

test('functions are counted by the name that their place gives them', () => {
  const text = `export function declared(): void {
  [1].map((one) => {
    return one
  })
}
const held = (): number => {
  return 1
}
const short = () => 1
class Kept {
  #hidden(): void {
    held()
  }
}
export default { listed() {}, short, Kept }
`
  expect(functionsOf('file.ts', text).map(({ name, lines }) => `${name} ${lines}`)).toEqual([
    'declared 5',
    'held 3',
    'hidden 3',
    'listed 1',
  ])
})

const workspaces = [...readManifests().keys()].filter((folder) => /^(?:packages|tools)\//.test(folder))

test.each(workspaces)('no files of %s import each other in a circle, and none looks up', (workspace) => {
  const { circles, violations } = structureOf(root, workspace)
  expect({ circles, violations }).toEqual({ circles: [], violations: [] })
})

test('a POST goes through the server, the engine, the state and the store of the mock', async () => {
  const { POST, list, 'client call': call } = await passagesOf(root)
  const packages = (passed: readonly string[]) => [...new Set(passed.map((file) => file.split('/')[1]))]
  expect(POST.next.files).toEqual(
    expect.arrayContaining(
      ['engine', 'server', 'state', 'store'].map((room) => expect.stringContaining(`mock/dist/${room}/`)),
    ),
  )
  expect(packages(list.next.files)).toEqual(['mock', 'odata'])
  expect(packages(call.next.files)).toEqual(['client'])
  expect(POST.next.functions).toBeGreaterThan(POST.next.files.length)
  expect(POST.first.functions).toBeGreaterThan(POST.next.functions)
})

test('the command puts checkouts side by side, and refuses what is not one', async () => {
  const command = join(root, 'tools/pipeline/src/structure-command.ts')
  const run = (...paths: string[]) => promisify(execFile)(process.execPath, [command, ...paths])
  const { stdout } = await run(checkout, checkout)
  expect(stdout).toMatch(/^packages\/small: files +5 +5$/m)
  expect(stdout).toMatch(/^import circles +1 +1$/m)
  expect(stdout).toMatch(/^passages +not built +not built$/m)
  await expect(run(tmpdir())).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Not a checkout'),
  })
})
