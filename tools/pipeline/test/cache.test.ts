import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installPeers } from '@clientele/bench'
import { thorough } from '@clientele/vitest-config'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { readManifests, root } from '../src/repository.ts'
import { type RunTask, summarizedRun, type Task, taskGraph } from '../src/turbo.ts'
import { WorkspaceCopy } from '../src/workspace-copy.ts'

describe('what runs again', () => {
  let copy: WorkspaceCopy
  let before: Map<string, Task>
  const names = ['build', 'lint', 'typecheck', 'test']
  beforeAll(async () => {
    copy = new WorkspaceCopy()
    before = await tasks()
  })
  afterAll(() => copy.remove())
  afterEach(() => {
    for (const file of [
      'package-lock.json',
      'tools/bench/src/index.ts',
      'packages/mock/bin/clientele-mock.js',
    ])
      cpSync(join(root, file), copy.path(file))
  })

  /** The tasks that run something, without those that only pass on a hash. */
  async function tasks(): Promise<Map<string, Task>> {
    const graph = await taskGraph(copy.root, ...names)
    return new Map([...graph].filter(([, { command }]) => command !== '<NONEXISTENT>'))
  }
  const idsOf = (pattern: RegExp) => [...before.keys()].filter((id) => pattern.test(id))
  async function changed(): Promise<string[]> {
    const after = await tasks()
    return [...after].filter(([id, { hash }]) => before.get(id)?.hash !== hash).map(([id]) => id)
  }

  /** Locks another version of a package, as an update does. */
  function lockAnotherVersion(place: string): void {
    const lock = JSON.parse(readFileSync(copy.path('package-lock.json'), 'utf8'))
    lock.packages[place].version = '99.0.0'
    writeFileSync(copy.path('package-lock.json'), `${JSON.stringify(lock, null, 2)}\n`)
  }

  test.each([
    {
      place: 'tools/type-generator/node_modules/openapi-typescript',
      again: /specs(-[\w-]+)?#types|types#build|client#(build|test)/,
      not: /#(bundle|table)$|mock#|reference#build/,
    },
    {
      place: 'node_modules/@redocly/cli',
      again: /specs(-[\w-]+)?#(lint|bundle|types|table)|mock#build|reference#build/,
      not: /bench#|browser#/,
    },
    {
      place: 'node_modules/astro',
      again: /reference#(build|test)/,
      not: /specs[\w-]*#|types#|client#|mock#/,
    },
    { place: 'node_modules/ajv', again: /specs(-[\w-]+)?#(lint|types)|mock#build/, not: /#bundle$/ },
  ])('after another version of $place was locked', async ({ place, again, not }) => {
    lockAnotherVersion(place)
    const ids = await changed()
    expect(ids).toEqual(expect.arrayContaining(idsOf(again)))
    expect(ids.filter((id) => not.test(id))).toEqual([])
    expect(idsOf(again).length).toBeGreaterThan(1)
  })

  test('after an edit of what only benchmarks and tests import, no package is built', async () => {
    writeFileSync(copy.path('tools/bench/src/index.ts'), 'export {}\n')
    const ids = await changed()
    expect(ids).toContain('@clientele/mock#test')
    expect(ids.filter((id) => id.endsWith('#build'))).toEqual([])
  })

  test('after an edit of the bin file of the mock, what starts it is tested again', async () => {
    writeFileSync(copy.path('packages/mock/bin/clientele-mock.js'), '// edited\n')
    expect(await changed()).toEqual(
      expect.arrayContaining(['@clientele/mock#test', '@clientele/client#test', '@clientele/reference#test']),
    )
  })

  test('on another operating system, every test and no build', async () => {
    const own = process.env.npm_config_user_agent
    process.env.npm_config_user_agent = 'npm/11.19.1 node/v24.0.0 darwin arm64 workspaces/false'
    try {
      const ids = await changed()
      expect(ids.sort()).toEqual(idsOf(/#test$/).sort())
    } finally {
      if (own === undefined) delete process.env.npm_config_user_agent
      else process.env.npm_config_user_agent = own
    }
  })
})

describe('a second clone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-cache-'))
  const copies: WorkspaceCopy[] = []
  const servers: ChildProcess[] = []
  afterEach(() => {
    for (const copy of copies.splice(0)) copy.remove()
    for (const server of servers.splice(0)) server.kill()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Lint, bundles, types and tables of every API. */
  const tasks = [
    'lint',
    'build',
    ...['specs*', 'types', 'client'].map((name) => `--filter=@clientele/${name}`),
  ]

  async function runInClone(
    variables: Record<string, string>,
  ): Promise<{ copy: WorkspaceCopy; ran: RunTask[] }> {
    const copy = new WorkspaceCopy()
    copies.push(copy)
    const summary = await summarizedRun(variables, copy.root, ...tasks)
    return { copy, ran: summary.tasks.filter(({ command }) => command !== '<NONEXISTENT>') }
  }

  async function expectSecondFromCache(
    variables: Record<string, string>,
    source: 'LOCAL' | 'REMOTE',
  ): Promise<void> {
    const first = await runInClone(variables)
    const second = await runInClone(variables)
    const wanted = first.ran.map(({ taskId }) => [taskId, 'HIT', source])
    expect(second.ran.map(({ taskId, cache }) => [taskId, cache.status, cache.source])).toEqual(wanted)
    expect(filesOf(second.copy)).toEqual(filesOf(first.copy))
    for (const api of globSync('specs/*/openapi.yaml', { cwd: root }).map((file) => file.split(/[\\/]/)[1])) {
      const made = Object.keys(filesOf(second.copy)).filter((file) => file.includes(String(api)))
      expect(made.length, `files of ${api}`).toBeGreaterThan(2)
    }
  }

  /** What was generated, with its text. */
  function filesOf(copy: WorkspaceCopy): Record<string, string> {
    const files = globSync(['specs/dist/*.yaml', 'specs/*/dist/**/*.ts'], { cwd: copy.root })
    return Object.fromEntries(files.sort().map((file) => [file, readFileSync(copy.path(file), 'utf8')]))
  }

  test('gets lint, bundles, types and tables from the cache of the first', async () => {
    await expectSecondFromCache({ TURBO_CACHE_DIR: join(folder, 'shared') }, 'LOCAL')
  })

  if (thorough)
    test('gets them from a turborepo-remote-cache', async () => {
      const url = await startRemoteCache()
      const remote = { TURBO_API: url, TURBO_TOKEN: 'secret', TURBO_TEAM: 'team_clientele' }
      await expectSecondFromCache(remote, 'REMOTE')
    })

  /** The server that a team would run, with a folder in the place of S3, Google Cloud Storage or Azure. */
  async function startRemoteCache(): Promise<string> {
    const peers = installPeers(join(root, 'tools/bench/.cache/peers'), { 'turborepo-remote-cache': '2.12.0' })
    const server = spawn(process.execPath, [join(peers, 'node_modules/turborepo-remote-cache/dist/cli.js')], {
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: '0',
        TURBO_TOKEN: 'secret',
        STORAGE_PATH: join(folder, 'remote'),
        STORAGE_PATH_USE_TMP_FOLDER: 'false',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    servers.push(server)
    let said = ''
    for (;;) {
      const [chunk] = await Promise.race([once(server.stdout, 'data'), once(server, 'exit')])
      if (!(chunk instanceof Buffer)) throw new Error(`The remote cache ended: ${said}`)
      said += chunk
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (address) {
        server.stdout.resume()
        return address[0]
      }
    }
  }
})

test('a task that starts a tool of another workspace depends on the source of that tool', async () => {
  const graph = await taskGraph(root, 'build', 'lint')
  const folders = new Map([...readManifests()].map(([folder, { name }]) => [folder, name]))
  const silent = [...graph.values()].flatMap(({ taskId, command, dependencies }) =>
    [...command.matchAll(/\btools\/[\w-]+/g)]
      .map(([folder]) => `${folders.get(folder)}#source`)
      .filter((source) => !dependencies.includes(source))
      .map((source) => `${taskId} does not depend on ${source}`),
  )
  expect(silent).toEqual([])
})
