import { appendFileSync, existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve, sep } from 'node:path'
import { apiNames, workspaceOf } from '@clientele/api-folders'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readManifests, root } from '../src/repository.ts'
import { type Task, taskGraph, turbo } from '../src/turbo.ts'
import { WorkspaceCopy } from '../src/workspace-copy.ts'

const apis = apiNames()
/** The steps of one API, each a task of the API's workspace. */
const steps = ['bundle', 'lint', 'types', 'table']
/** A folder that several APIs refer to, with the APIs that name it in their package.json. */
const shared = [...readManifests()]
  .filter(([folder]) => folder.startsWith('specs/') && !apis.includes(basename(folder)))
  .map(([folder, { name }]) => ({
    folder,
    users: apis.filter((api) => readManifests().get(`specs/${api}`)?.devDependencies?.[name] !== undefined),
  }))

/** Turbo also lists tasks of workspaces that have no such script. */
const exists = ({ command }: Task) => command !== '<NONEXISTENT>'

/** The ids of the tasks that would run again. */
const changedTasks = (before: Map<string, Task>, after: Map<string, Task>) =>
  [...after].filter(([id, task]) => exists(task) && before.get(id)?.hash !== task.hash).map(([id]) => id)

describe('after an edit', () => {
  let copy: WorkspaceCopy
  beforeAll(() => {
    copy = new WorkspaceCopy()
  })
  afterAll(() => copy.remove())

  const cases = [
    ...apis.map((api) => ({ edited: `specs/${api}/openapi.yaml`, rebuilt: [api] })),
    ...shared.map(({ folder, users }) => ({
      edited: globSync(`${folder}/**/*.yaml`, { cwd: root })[0] as string,
      rebuilt: users,
    })),
  ]

  test.each(cases)(
    'of $edited, the tasks of $rebuilt run again and of no other API',
    async ({ edited, rebuilt }) => {
      expect(existsSync(copy.path(edited))).toBe(true)
      const before = await taskGraph(copy.root, 'build', 'lint')
      appendFileSync(copy.path(edited), '\n# edited\n')
      const changed = changedTasks(before, await taskGraph(copy.root, 'build', 'lint'))

      const stepsOf = (names: string[]) =>
        names.flatMap((api) => steps.map((step) => `${workspaceOf(api)}#${step}`)).sort()
      expect(changed.filter((id) => stepsOf(apis).includes(id)).sort()).toEqual(stepsOf(rebuilt))
      expect(changed).toEqual(
        expect.arrayContaining(
          ['types', 'client', 'mock', 'reference'].map((name) => `@clientele/${name}#build`),
        ),
      )
    },
  )

  test('of what a bundle does not hold, nothing is bundled again', async () => {
    const before = await taskGraph(copy.root, 'build')
    for (const api of apis) writeFileSync(copy.path('specs', api, 'facts.yaml'), 'edited\n')
    expect(changedTasks(before, await taskGraph(copy.root, 'build'))).toEqual([])
  })

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
    const changed = changedTasks(before, after)
    expect(changed.filter((id) => !id.startsWith('@clientele/pipeline'))).toEqual([])
  })
})

test('an output that was deleted comes back from the cache', async () => {
  const copy = new WorkspaceCopy()
  try {
    const [api = ''] = apis
    const run = () => turbo(copy.root, 'run', 'types', `--filter=${workspaceOf(api)}`)
    const outputs = ['openapi.yaml', 'types/types.d.ts'].map((output) => `specs/${api}/dist/${output}`)
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

test.each(apis)('%s names every folder that it refers to, so that its bundle follows', (api) => {
  const folder = join(root, 'specs', api)
  const files = globSync('**/*.yaml', { cwd: folder, exclude: ['dist/**'] })
  const foreign = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/\$ref: ['"]?(\.[^'"#\s]+)/g)]
      .map(([, reference = '']) => relative(join(root, 'specs'), resolve(folder, file, '..', reference)))
      .map((target) => target.split(sep)[0] as string)
      .filter((name) => name !== api),
  )
  const named = Object.values(readManifests().get(`specs/${api}`)?.devDependencies ?? {})
  expect(named.sort()).toEqual([...new Set(foreign)].map((name) => `file:../${name}`).sort())
})

describe('every task', () => {
  let tasks: Task[]
  beforeAll(async () => {
    tasks = [...(await taskGraph(root, 'build', 'typecheck', 'test', 'lint')).values()]
  })

  test('does not read what another task wrote', () => {
    const derived = tasks.flatMap(({ taskId, inputs }) =>
      Object.keys(inputs)
        .filter((input) => /(^|\/)(dist|generated|node_modules|\.turbo)\//.test(input))
        .map((input) => `${taskId}: ${input}`),
    )
    expect(derived).toEqual([])
  })

  test('that checks types waits for the packages that the files import, the own package included', () => {
    const builds = new Set(tasks.filter(exists).map(({ taskId }) => taskId))
    const early = [...readManifests()].flatMap(([folder, { name, dependencies, devDependencies }]) => {
      const task = tasks.find(({ taskId }) => taskId === `${name}#typecheck`)
      if (!task || !exists(task)) return []
      const named = { [name]: '', ...dependencies, ...devDependencies }
      return importedPackages(folder)
        .filter((imported) => imported in named)
        .map((imported) => `${imported}#build`)
        .filter((build) => builds.has(build) && !task.dependencies.includes(build))
        .map((build) => `${task.taskId} does not wait for ${build}`)
    })
    expect(early).toEqual([])
  })

  test('that writes says where', () => {
    const silent = tasks
      .filter((task) => exists(task) && /#(build|bundle|types|table|docs)$/.test(task.taskId))
      .filter(({ outputs }) => !outputs?.length)
    expect(silent.map(({ taskId }) => taskId)).toEqual([])
  })
})

/** The packages of this repository that the TypeScript files of a workspace import. */
function importedPackages(folder: string): string[] {
  const files = globSync(`${folder}/{src,test,bench,scripts}/**/*.{ts,tsx}`, { cwd: root })
  const names = files.flatMap((file) =>
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(
        /^(?:import|export)\b[^;]*? from '(@clientele\/[\w-]+)/gm,
      ),
    ].map(([, name = '']) => name),
  )
  return [...new Set(names)]
}
