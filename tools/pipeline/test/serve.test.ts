import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiNames } from '@clientele/api-folders'
import { createMock } from '@clientele/mock'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type PackageManifest, readJson, root } from '../src/repository.ts'
import { WorkspaceCopy } from '../src/workspace-copy.ts'

let copy: WorkspaceCopy
const running: ChildProcess[] = []

beforeAll(() => {
  copy = new WorkspaceCopy()
  // Astro does not build where its packages are links; the site is not what is looked at here.
  const manifest = readJson<PackageManifest>('packages/reference/package.json')
  writeFileSync(copy.path('packages/reference/package.json'), JSON.stringify({ ...manifest, scripts: {} }))
  mkdirSync(copy.path('packages/reference/dist'))
})
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill()
  }
})
afterAll(() => copy.remove())

/** An npm script of the copy, with what it has printed so far. */
class Script {
  readonly npm: ChildProcess
  #printed = ''
  #heard = () => {}

  constructor(...words: string[]) {
    this.npm = spawn('npm', ['run', ...words], {
      cwd: copy.root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    running.push(this.npm)
    this.npm.once('exit', () => this.#heard())
    for (const stream of [this.npm.stdout, this.npm.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#printed += text
        this.#heard()
      })
  }

  get printed(): string {
    return this.#printed
  }

  /** Resolves with the match once the script has printed it, after a place in what it printed. */
  async prints(pattern: RegExp, after = 0): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.#printed.slice(after))
      if (match) return match
      if (this.npm.exitCode !== null) throw new Error(`The script ended:\n${this.#printed}`)
      await new Promise<void>((resolve) => {
        this.#heard = resolve
      })
    }
  }

  async url(): Promise<string> {
    return (await this.prints(/http:\/\/127\.0\.0\.1:\d+/))[0]
  }
}

const headers = { Authorization: 'Bearer any', 'Content-Type': 'application/json' }
const answers = (url: string) =>
  fetch(`${url}/beta/Customers`, { headers }).then(
    ({ status }) => status,
    () => 'nobody listens',
  )

// Windows has no signals that one process could send to another.
describe.runIf(process.platform !== 'win32')('a SIGTERM to npm', () => {
  test.each([['start'], ['dev', '--', '--no-pages']])('ends what npm run %s serves', async (...words) => {
    const options = words.includes('--') ? words : [...words, '--']
    const script = new Script(...options, '--port', '0')
    const url = await script.url()
    expect(await answers(url)).toBe(200)
    script.npm.kill('SIGTERM')
    await expect.poll(() => answers(url)).toBe('nobody listens')
  })
})

describe('npm run dev', () => {
  /** What a mock makes of a description: what it inferred, and the answers of all lists. */
  async function madeOf(document: string) {
    const mock = createMock({ documents: [document], now: () => new Date(0) })
    try {
      const { resources, ...rest } = mock.explain()
      const lists = resources
        .filter(({ operations }) => operations.startsWith('list'))
        .map(({ path }) => path)
      const answers = lists.map(async (path) =>
        (await mock.fetch(`http://mock.test${path}`, { headers })).text(),
      )
      return { resources, rest, answers: await Promise.all(answers) }
    } finally {
      await mock.close()
    }
  }

  test.each(apiNames())('the mock makes the same of the files of %s as of its bundle', async (api) => {
    const files = await madeOf(join(root, 'specs', api, 'openapi.yaml'))
    const bundle = await madeOf(join(root, 'specs/dist', `${api}.yaml`))
    expect(JSON.stringify(files).replaceAll(`${api}/openapi.yaml`, '')).toBe(
      JSON.stringify(bundle).replaceAll(`dist/${api}.yaml`, ''),
    )
  })

  const schema = 'specs/graph-customers/components/schemas/Customer.yaml'

  test('follows edits of descriptions and of the code of the mock, and keeps the records', async () => {
    const text = readFileSync(copy.path(schema), 'utf8')
    const script = new Script('dev', '--', '--port', '0', '--no-pages')
    const url = await script.url()
    await script.prints(/Every edit is followed/)
    const create = (body: object) =>
      fetch(`${url}/beta/Customers`, { method: 'POST', headers, body: JSON.stringify(body) })
    expect((await create({ displayName: 'Kept' })).status).toBe(201)
    expect((await create({ contractType: 4.5 })).status).toBe(400)

    // One line for each thing that follows.
    let before = script.printed.length
    writeFileSync(
      copy.path(schema),
      text.replace(
        '  contractType:\n    type: integer\n    format: int32',
        '  contractType:\n    type: number',
      ),
    )
    await script.prints(/mock +graph-customers reloaded, the state is kept +\d+\.\d s\n/, before)
    expect((await create({ contractType: 4.5 })).status).toBe(201)
    await script.prints(/types +built +\d+\.\d s\n/, before)

    // A mistake is reported once, with its file and line; the last good description stays.
    before = script.printed.length
    writeFileSync(copy.path(schema), `${text}\nproperties: [\n`)
    await script.prints(/mock +answers by the description before this edit/, before)
    await script.prints(/lint +wrong[\s\S]*types +waits for that/, before)
    const told = script.printed.slice(before)
    expect(told.match(/Failed to parse|is not valid/g)).toHaveLength(1)
    expect(told).toMatch(
      /specs\/graph-customers\/components\/schemas\/Customer\.yaml:\d+:\d+ Failed to parse/,
    )

    before = script.printed.length
    writeFileSync(copy.path(schema), text)
    await script.prints(/types +built/, before)

    // New code needs a new process, which has the old records.
    before = script.printed.length
    appendFileSync(copy.path('packages/mock/src/index.ts'), '\nexport const edited = true\n')
    await script.prints(/mock +started again with the new code, the state is kept/, before)
    const list = await (await fetch(`${url}/beta/Customers`, { headers })).text()
    expect(list).toContain('Kept')

    // A further API is served as soon as its folder is there.
    before = script.printed.length
    mkdirSync(copy.path('specs/desk-of-this-test'))
    writeFileSync(
      copy.path('specs/desk-of-this-test/openapi.yaml'),
      'openapi: 3.1.0\ninfo: { title: Desk, version: v1 }\nservers: [{ url: https://desk.example/base-of-this-test }]\npaths: { /tickets: { get: { responses: { "204": { description: None. } } } } }\n',
    )
    await script.prints(/mock +started again with other APIs/, before)
    expect((await fetch(`${url}/base-of-this-test/tickets`)).status).toBe(204)
    if (process.platform !== 'win32') {
      script.npm.kill('SIGTERM')
      await once(script.npm, 'exit')
    }
  })
})
