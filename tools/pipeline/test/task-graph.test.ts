import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../src/repository.ts'
import { type Task, taskGraph, turbo } from '../src/turbo.ts'
import { WorkspaceCopy } from '../src/workspace-copy.ts'

const apis = ['graph-customers', 'graph-customer-profile', 'partner-center-users']

describe('after an edit', () => {
  let copy: WorkspaceCopy
  beforeAll(() => {
    copy = new WorkspaceCopy()
  })
  afterAll(() => copy.remove())

  const cases = [
    { edited: 'specs/graph-customers/openapi.yaml', rebuilt: ['graph-customers'] },
    { edited: 'specs/graph-customer-profile/openapi.yaml', rebuilt: ['graph-customer-profile'] },
    { edited: 'specs/partner-center-users/openapi.yaml', rebuilt: ['partner-center-users'] },
    {
      edited: 'specs/graph-shared/components/schemas/GraphError.yaml',
      rebuilt: ['graph-customer-profile', 'graph-customers'],
    },
  ]

  test.each(cases)(
    'of $edited, the tasks of $rebuilt run again and no others',
    async ({ edited, rebuilt }) => {
      expect(existsSync(copy.path(edited))).toBe(true)
      const before = await taskGraph(copy.root, 'build')
      appendFileSync(copy.path(edited), '\n# edited\n')
      const after = await taskGraph(copy.root, 'build')

      const changed = [...after].filter(([id, { hash }]) => before.get(id)?.hash !== hash).map(([id]) => id)
      const ofApis = apis.filter((api) => changed.includes(`@clientele/specs#bundle:${api}`)).sort()
      expect(ofApis).toEqual(rebuilt)
      expect(apis.filter((api) => changed.includes(`@clientele/types#generate:${api}`)).sort()).toEqual(
        rebuilt,
      )
      expect(changed).toEqual(
        expect.arrayContaining(
          ['types', 'client', 'mock', 'reference'].map((name) => `@clientele/${name}#build`),
        ),
      )
    },
  )

  test.each(['README.md', 'docs/decisions/0001-descriptions-are-the-only-source.md', 'package-lock.json'])(
    'of %s, which a test here reads, the test runs again',
    async (edited) => {
      const before = await taskGraph(copy.root, 'test')
      appendFileSync(copy.path(edited), '\n')
      const after = await taskGraph(copy.root, 'test')
      const own = '@clientele/pipeline#test'
      expect(after.get(own)?.hash).not.toBe(before.get(own)?.hash)
    },
  )

  test('of a test, nothing is built again', async () => {
    const before = await taskGraph(copy.root, 'build')
    appendFileSync(copy.path('tools/pipeline/test/task-graph.test.ts'), '\n// edited\n')
    const after = await taskGraph(copy.root, 'build')
    const changed = [...after].filter(([id, { hash }]) => before.get(id)?.hash !== hash).map(([id]) => id)
    expect(changed.filter((id) => !id.startsWith('@clientele/pipeline'))).toEqual([])
  })
})

test('an output that was deleted comes back from the cache', async () => {
  const copy = new WorkspaceCopy()
  try {
    const run = () => turbo(copy.root, 'run', 'generate:partner-center-users', '--filter=@clientele/types')
    const outputs = [
      'specs/dist/partner-center-users.yaml',
      'packages/types/src/generated/partner-center-users.ts',
    ]
    await run()
    const first = outputs.map((output) => readFileSync(copy.path(output), 'utf8'))
    for (const output of outputs) rmSync(copy.path(output))

    const printed = await run()
    expect(printed).toMatch(/(\d+) cached, \1 total/)
    expect(outputs.map((output) => readFileSync(copy.path(output), 'utf8'))).toEqual(first)
  } finally {
    copy.remove()
  }
})

test('the mock that follows edits starts when it and the site are built', async () => {
  const tasks = await taskGraph(root, 'build', 'dev')
  expect(tasks.get('@clientele/reference#dev')?.dependencies).toEqual(
    expect.arrayContaining(['@clientele/mock#build', '@clientele/reference#build']),
  )
})

describe('every task', () => {
  let tasks: Task[]
  beforeAll(async () => {
    tasks = [...(await taskGraph(root, 'build', 'typecheck', 'test', 'lint')).values()]
  })

  test('reads nothing that another task wrote', () => {
    const derived = tasks.flatMap(({ taskId, inputs }) =>
      Object.keys(inputs)
        .filter((input) => /(^|\/)(dist|generated|node_modules|\.turbo)\//.test(input))
        .map((input) => `${taskId}: ${input}`),
    )
    expect(derived).toEqual([])
  })

  test('that writes says where', () => {
    const silent = tasks
      .filter(
        ({ taskId, command }) =>
          command !== '<NONEXISTENT>' && /#(build|bundle:|generate:|docs)/.test(taskId),
      )
      .filter(({ outputs }) => !outputs?.length)
    expect(silent.map(({ taskId }) => taskId)).toEqual([])
  })
})
