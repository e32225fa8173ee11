import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'
import { Command, notes } from './command.ts'

let folder: string
let file: string
let running: Command[]
const start = (...more: string[]) => {
  const command = new Command(notes, '--port', '0', '--log', 'silent', ...more)
  running.push(command)
  return command
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clientele-command-'))
  file = join(folder, 'state.db')
  running = []
})
afterEach(async () => {
  for (const command of running) command.process.kill('SIGKILL')
  await Promise.all(running.map(({ ended }) => ended))
  rmSync(folder, { recursive: true, force: true })
})

const texts = async (url: string) =>
  ((await (await fetch(`${url}/notes`)).json()) as { text: string }[]).map(({ text }) => text)
const post = (url: string, text: string, prefer = '') =>
  fetch(`${url}/notes`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(prefer && { Prefer: prefer }) },
    body: JSON.stringify({ text }),
  })

/** Another version of the description of the notes. */
function changed(change: (text: string) => string): string {
  const path = join(folder, 'notes.yaml')
  writeFileSync(path, change(readFileSync(notes, 'utf8')))
  return path
}

test.each<[string, (text: string) => string, RegExp]>([
  [
    'another type',
    (text) => text.replace('text: { type: string }', 'text: { type: integer }'),
    /1 in notes \/notes \([\da-f-]+: \/text must be integer\)/,
  ],
  [
    'another path',
    (text) => text.replaceAll('/notes', '/memos'),
    /1 in notes \/notes \(the API has no such collection\)/,
  ],
])(
  'a state that does not fit %s of the description is reported on stderr, with --log silent too',
  async (_, change, message) => {
    const first = start('--state', file, '--scenario', 'empty')
    await post(await first.listening(), 'kept')
    first.process.kill('SIGKILL')
    await first.ended
    const second = new Command(changed(change), '--port', '0', '--log', 'silent', '--state', file)
    running.push(second)
    await second.said(message)
  },
)

test('a state that fits is not reported', async () => {
  const reports: string[] = []
  const report = (message: string) => reports.push(message)
  const first = createMock({ state: file, report })
  first.snapshot()
  await first.close()
  const second = createMock({ state: file, report })
  const settled = new Promise((resolve) => setImmediate(resolve))
  await settled
  expect(second.snapshot().collections.length).toBeGreaterThan(3)
  expect(reports).toEqual([])
  await second.close()
})

// Windows has no signals that one process could send to another.
describe.runIf(process.platform !== 'win32')('ending by a signal', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s finishes running requests, saves, and exits 0',
    async (signal) => {
      const first = start('--state', file, '--scenario', 'empty')
      const url = await first.listening()
      // The first request has opened everything that the slow one below needs, so the signal cannot overtake it.
      await post(url, 'kept')
      const running = slowPost(url, 'running')
      await running.sent
      await expect.poll(async () => (await requestsOf(url)).length).toBe(2)
      first.process.kill(signal)
      await first.said(/Stopping/)
      expect(await running.status).toBe(201)
      expect(await first.ended).toMatchObject({ code: 0, signal: null })
      expect(readdirSync(folder)).toEqual(['state.db'])
      expect(await texts(await start('--state', file).listening())).toEqual(['kept', 'running'])
    },
  )

  test('a second signal exits at once, and the answered write is kept', async () => {
    const first = start('--state', file, '--scenario', 'empty')
    const url = await first.listening()
    await post(url, 'kept')
    const running = slowPost(url, 'never answered', 300_000)
    await expect.poll(async () => (await requestsOf(url)).length).toBe(2)
    first.process.kill('SIGTERM')
    await first.said(/Stopping/)
    first.process.kill('SIGINT')
    expect(await first.ended).toMatchObject({ code: 128 + constants.signals.SIGINT })
    expect(await running.status).toBeUndefined()
    expect(await texts(await start('--state', file).listening())).toContain('kept')
  })

  test('an idle connection does not keep it running', async () => {
    const command = start()
    const url = await command.listening()
    const agent = new Agent({ keepAlive: true })
    await new Promise((resolve) =>
      request(`${url}/notes`, { agent }, (incoming) => incoming.resume().on('end', resolve)).end(),
    )
    command.process.kill('SIGTERM')
    expect(await command.ended).toMatchObject({ code: 0 })
    agent.destroy()
  })
})

describe('a state file that cannot be used', () => {
  test('a second process on the same file says so and stops; the first one goes on', async () => {
    const url = await start('--state', file).listening()
    const second = await start('--state', file).ended
    expect(second).toMatchObject({ code: 1, stdout: '' })
    expect(second.stderr).toBe(
      `clientele-mock: Another process uses the state file ${file}. Stop that one, or name another file.\n`,
    )
    expect((await post(url, 'goes on')).status).toBe(201)
  })

  test('a damaged one is reported and set aside, and the mock starts', async () => {
    writeFileSync(file, 'not a database'.repeat(500))
    const command = start('--state', file)
    const said = await command.said(/The state file .* is damaged .*\n/)
    await command.listening()
    const [aside] = readdirSync(folder).filter((name) => name.includes('.damaged-'))
    expect(said).toContain(join(folder, String(aside)))
  })
})

describe('options', () => {
  test('--latency, --error-rate and --throttle make the plan of faults', async () => {
    const url = await start('--latency', '1..2', '--error-rate', '3', '--throttle', '1000/s').listening()
    const plan = await (await fetch(`${url}/__mock/faults`)).json()
    expect(plan).toEqual({
      latency: { min: 1, max: 2 },
      errorRate: 3,
      throttle: { requests: 1000, seconds: 1 },
      rules: [],
    })
  })

  test('--no-control takes the control routes away', async () => {
    const url = await start('--no-control').listening()
    expect((await fetch(`${url}/__mock/faults`)).status).toBe(404)
    expect((await fetch(`${url}/__mock/reset`, { method: 'POST' })).status).toBe(404)
    expect((await fetch(`${url}/notes`)).status).toBe(200)
  })

  test.each([
    [
      ['--throttle', 'much'],
      '--throttle: takes requests and their window, such as 10/s, 100/m or 30/10s, not "much".',
    ],
    [
      ['--scenario', 'nowhere'],
      'scenario: "nowhere" is neither a file nor a built-in scenario; built in are empty, large or throttled.',
    ],
    [['--scenario', 'large'], 'state: state.count.graph-customers is not loaded; loaded are notes.'],
  ])('%j ends with what to do', async (args, message) => {
    expect(await start(...args).ended).toMatchObject({ code: 1, stderr: `clientele-mock: ${message}\n` })
  })
})

async function requestsOf(url: string): Promise<unknown[]> {
  const { requests } = (await (await fetch(`${url}/__mock/requests`)).json()) as { requests: unknown[] }
  return requests
}

/** A request whose answer the mock holds back, on a connection of its own. */
function slowPost(url: string, text: string, delay = 1500) {
  const headers = { 'Content-Type': 'application/json', Prefer: `delay=${delay}` }
  const outgoing = request(`${url}/notes`, { method: 'POST', headers, agent: false })
  const status = new Promise<number | undefined>((resolve) => {
    outgoing.on('response', (incoming) => resolve(incoming.resume().statusCode))
    outgoing.on('error', () => resolve(undefined))
  })
  const sent = new Promise((resolve) => outgoing.on('finish', resolve))
  outgoing.end(JSON.stringify({ text }))
  return { sent, status }
}
