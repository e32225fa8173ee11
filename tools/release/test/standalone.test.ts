import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { thorough } from '@clientele/vitest-config'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeExecutable } from '../src/executable.ts'
import { layOutStandalone } from '../src/standalone.ts'

const root = resolve(import.meta.dirname, '../../..')
const work = mkdtempSync(join(tmpdir(), 'clientele-standalone-'))
const folder = join(work, 'standalone')
const main = join(folder, 'main.mjs')

beforeAll(() => layOutStandalone(root, folder))
afterAll(() => rmSync(work, { recursive: true }))

interface Running {
  readonly child: ChildProcess
  readonly url: string
}

/** Starts a mock outside of the repository, where nothing else can be found. */
async function start(command: string, args: readonly string[]): Promise<Running> {
  const child = spawn(command, [...args], { cwd: work, stdio: ['ignore', 'pipe', 'ignore'] })
  let said = ''
  for await (const part of child.stdout) {
    said += part
    const [, protocol, port] = /(https?:)\/\/[^/\s]+:(\d+)/.exec(said) ?? []
    if (port) return { child, url: `${protocol}//127.0.0.1:${port}` }
  }
  throw new Error(`It ended before it printed an address: ${said}`)
}

async function stop({ child }: Running): Promise<number | null> {
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  return code
}

const authorization = 'Bearer any'

/** The names of all customers. */
async function namesAt(url: string): Promise<string[]> {
  const answer = await fetch(`${url}/beta/Customers`, { headers: { authorization } })
  const { value } = (await answer.json()) as { value: { displayName: string }[] }
  return value.map(({ displayName }) => displayName)
}

/** What needs each of the parts that are loaded when they are needed. */
async function useEverything(url: string): Promise<void> {
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(url + path, { ...init, headers: { authorization, ...init.headers } })
    return { status: answer.status, text: await answer.text() }
  }
  const json = { 'content-type': 'application/json' }
  const created = await ask('/beta/Customers', {
    method: 'POST',
    body: '{"displayName":"Tern"}',
    headers: json,
  })
  expect([created.status, JSON.parse(created.text).displayName]).toEqual([201, 'Tern'])
  const listed = await ask("/beta/Customers?$filter=displayName eq 'Tern'")
  expect(JSON.parse(listed.text).value).toHaveLength(1)
  const refused = await ask('/beta/Customers', { method: 'POST', body: '{"displayName":1}', headers: json })
  expect(refused.status).toBe(400)
  expect((await ask('/beta/Customers', { headers: { prefer: 'dynamic=true' } })).status).toBe(200)
  const users =
    '/v1/customers/f08db22f-d293-456a-b170-fab23d90fbac/users/59f63b7e-1f19-40d9-b9a5-a4fb8d53694c'
  const xml = await ask(users, {
    method: 'PATCH',
    body: '<CustomerUser><lastName>Nowak</lastName></CustomerUser>',
    headers: { 'content-type': 'application/xml' },
  })
  expect([xml.status, JSON.parse(xml.text).lastName]).toEqual([200, 'Nowak'])
  expect((await ask('/pets')).text).toBe('["Rex"]')
}

const description = `openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get: { responses: { 200: { description: Names., content: { application/json: { example: [Rex] } } } } }
`

/** The arguments that serve the descriptions inside and one from the disk, with a state file. */
function served(): string[] {
  const own = join(folder, 'node_modules/@clientele/mock/dist/descriptions')
  writeFileSync(join(work, 'pets.yaml'), description)
  const names = readdirSync(own).filter((name) => name.endsWith('.json'))
  return [
    ...names.map((name) => join(own, name)),
    'pets.yaml',
    '--port',
    '0',
    '--state',
    join(work, 'mock.db'),
  ]
}

describe('the folder that stands alone', () => {
  test('serves, keeps its state and ends well, without anything of the repository', async () => {
    const first = await start(process.execPath, [main, ...served()])
    await useEverything(first.url)
    expect(await stop(first)).toBe(0)
    const second = await start(process.execPath, [main, ...served()])
    expect(await namesAt(second.url)).toContain('Tern')
    await stop(second)
    rmSync(join(work, 'mock.db'))
  })

  test('has the licence of every package in it', () => {
    const manifests = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /node_modules[\\/](@[^\\/]+[\\/])?[^\\/]+[\\/]package\.json$/.test(file),
    )
    expect(manifests.length).toBeGreaterThan(10)
    const without = manifests.filter((file) => {
      const names = readdirSync(join(folder, file, '..'))
      const { license } = JSON.parse(readFileSync(join(folder, file), 'utf8'))
      return !names.some((name) => /^licen[cs]e/i.test(name)) && typeof license !== 'string'
    })
    expect(without).toEqual([])
  })

  test('is small', () => {
    const sizes = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).size)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(10_000_000)
  })
})

describe('the Dockerfile', () => {
  const lines = readFileSync(join(root, 'Dockerfile'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')))
  const one = (word: string) => {
    const found = last.filter((line) => line.startsWith(`${word} `))
    expect(found).toHaveLength(1)
    return found[0]?.slice(word.length + 1) ?? ''
  }
  const words = (word: string): string[] => JSON.parse(/\[.*\]$/.exec(one(word))?.[0] ?? '')

  test('takes the Node.js that this repository is tested with', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const images = lines.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1])
    expect(images.map((image) => /^node:([\d.]+)-[a-z-]+$/.exec(image ?? '')?.[1])).toEqual([
      devDependencies.node,
      devDependencies.node,
    ])
  })

  test('runs commands that are there, and copies what they make', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const [, script = '', args = ''] =
      /npm run (\S+) -- (.*)$/.exec(lines.find((line) => /^RUN npm ci/.test(line)) ?? '') ?? []
    expect(scripts[script]).toContain('tools/release/src/executable.ts')
    const printed = execFileSync(
      process.execPath,
      [join(root, 'tools/release/src/executable.ts'), ...args.split(' ')],
      {
        encoding: 'utf8',
      },
    )
    const [, from, source] = /^--from=(\S+) (\S+) /.exec(one('COPY')) ?? []
    expect(lines.some((line) => line.startsWith('FROM ') && line.endsWith(` AS ${from}`))).toBe(true)
    expect(source?.replace('/repository', root)).toBe(printed.trim())
    expect(existsSync(join(printed.trim(), 'main.mjs'))).toBe(true)
  })

  test('sends the build no output of another build', () => {
    const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n')
    for (const line of readFileSync(join(root, '.gitignore'), 'utf8').split('\n').filter(Boolean))
      expect(ignored).toContain(`**/${line.replace(/\/$/, '')}`)
    expect(ignored).toContain('.git')
  })

  test('runs as a user without rights, whose volume it can write', () => {
    const user = one('USER')
    expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/)
    const volume = one('VOLUME')
    expect(last).toContain(`RUN mkdir ${volume} && chown ${user} ${volume}`)
    expect(last.indexOf(`VOLUME ${volume}`)).toBeGreaterThan(last.findIndex((line) => line.includes('chown')))
    expect(words('ENTRYPOINT').at(-1)).toBe(`${volume}/mock.db`)
  })

  test('starts a mock that is healthy, and says so when it is not', async () => {
    const local = (each: string) =>
      each.replace('/opt/clientele-mock', folder).replace('/state', work).replace('0.0.0.0', '127.0.0.1')
    const [command = '', ...args] = words('ENTRYPOINT').map(local)
    const [ask = '', ...question] = words('HEALTHCHECK').map(local)
    expect([command, ask]).toEqual(['node', 'node'])
    for (const more of [[], ['--https']]) {
      const running = await start(process.execPath, [...args, '--port', '0', ...more])
      const env = { ...process.env, PORT: new URL(running.url).port }
      expect(execFileSync(process.execPath, question, { env, encoding: 'utf8' })).toBe('')
      expect(await stop(running)).toBe(0)
      expect(() => execFileSync(process.execPath, question, { env })).toThrow()
    }
    expect(existsSync(join(work, basename(args.at(-1) ?? '')))).toBe(true)
  })

  test('shows the port that the mock takes', () => {
    expect(one('EXPOSE')).toBe('4010')
  })
})

// Takes 4 s of CPU and 160 MB of disk; the folder that it is made of is tested above.
if (thorough) {
  test('the executable file serves everything by itself', async () => {
    const file = join(work, process.platform === 'win32' ? 'mock.exe' : 'mock')
    makeExecutable(folder, file)
    const running = await start(file, served())
    await useEverything(running.url)
    expect(await stop(running)).toBe(0)
    const alone = await start(file, ['--port', '0', '--scenario', 'empty', '--log', 'silent'])
    expect(await namesAt(alone.url)).toEqual([])
    expect(await stop(alone)).toBe(0)
    const secure = await start(file, ['--port', '0', '--https'])
    expect(secure.url).toMatch(/^https:/)
    expect(
      execFileSync(process.execPath, [join(folder, 'health.mjs')], {
        env: { PORT: new URL(secure.url).port },
      }),
    ).toHaveLength(0)
    expect(await stop(secure)).toBe(0)
  })
}
