import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMock, type Mock } from '../../src/index.ts'
import { type Ask, askingMock } from '../ask.ts'

const root = (paths: string) =>
  `openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n  /things: { $ref: ${paths} }\n`
const things = (type: string) => `
get:
  responses:
    '200':
      description: Things.
      content: { application/json: { schema: { type: array, items: { $ref: thing.yaml } } } }
post:
  requestBody: { required: true, content: { application/json: { schema: { $ref: thing.yaml } } } }
  responses:
    '${type}':
      description: Created.
      content: { application/json: { schema: { $ref: thing.yaml } } }
`
const thing = (size: string) => `
type: object
required: [name]
properties: { name: { type: string }, size: { type: ${size} } }
`

let folder: string
let mock: Mock
let ask: Ask
let reports: string[]
let heard: () => void

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clientele-mock-'))
  write('openapi.yaml', root('things.yaml'))
  write('things.yaml', things('201'))
  write('thing.yaml', thing('integer'))
  reports = []
  mock = createMock({
    documents: [join(folder, 'openapi.yaml')],
    report: (message) => {
      reports.push(message)
      heard()
    },
  })
  ask = askingMock(mock)
  await mock.listen()
})

afterEach(async () => {
  await mock.close()
  rmSync(folder, { recursive: true })
})

test('a changed description is served, and the state stays', async () => {
  await ask('POST /things', { name: 'kept' })
  await change(
    'openapi.yaml',
    `${root('things.yaml')}  /other: { get: { responses: { '204': { description: None. } } } }\n`,
  )
  expect(reports.at(-1)).toMatch(/^Reloaded .*openapi\.yaml; the state is kept\.$/)
  expect((await ask('GET /other')).status).toBe(204)
  expect((await ask('GET /things')).text).toContain('kept')
})

test('so is a file that it refers to by way of another one', async () => {
  expect((await ask('POST /things', { name: 'x', size: 'large' })).status).toBe(400)
  await change('thing.yaml', thing('string'))
  expect((await ask('POST /things', { name: 'x', size: 'large' })).status).toBe(201)
})

test('so is a file that an editor replaces instead of writing into it', async () => {
  const next = nextReport()
  write('things.tmp', things('200'))
  renameSync(join(folder, 'things.tmp'), join(folder, 'things.yaml'))
  await next
  expect((await ask('POST /things', { name: 'x' })).status).toBe(200)
})

test('a broken edit leaves the last good version in service and says what is wrong; mending it reloads', async () => {
  const good = readFileSync(join(folder, 'openapi.yaml'), 'utf8')
  await change('openapi.yaml', 'openapi: 3.0.3\npaths: [')
  expect(reports.at(-1)).toMatch(
    /Not reloaded; the previous version is still served\..*openapi\.yaml is not valid/s,
  )
  expect((await ask('GET /things')).status).toBe(200)
  await change('openapi.yaml', good)
  expect(reports.at(-1)).toMatch(/^Reloaded/)
})

test('so does a broken edit of a file that it refers to', async () => {
  await change('thing.yaml', 'type: [')
  expect(reports.at(-1)).toMatch(
    /^Not reloaded; the previous version is still served\..*thing\.yaml is not valid/s,
  )
  expect((await ask('POST /things', { name: 'x', size: 'large' })).status).toBe(400)
  await change('thing.yaml', thing('string'))
  expect(reports.at(-1)).toMatch(/^Reloaded/)
  expect((await ask('POST /things', { name: 'x', size: 'large' })).status).toBe(201)
})

test('a reference to a file that is not there yet waits for it', async () => {
  await change('openapi.yaml', root('new/things.yaml'))
  expect(reports.at(-1)).toMatch(/^Not reloaded.*Cannot read .*things\.yaml: there is no such file/s)
  expect((await ask('GET /things')).status).toBe(200)
  mkdirSync(join(folder, 'new'))
  write('new/things.yaml', things('200').replaceAll('thing.yaml', '../thing.yaml'))
  await reported(/^Reloaded/)
  expect((await ask('POST /things', { name: 'x' })).status).toBe(200)
})

test('a folder that is removed and made again is found again', async () => {
  const files = ['openapi.yaml', 'things.yaml', 'thing.yaml'].map(
    (name) => [name, readFileSync(join(folder, name), 'utf8')] as const,
  )
  rmSync(folder, { recursive: true })
  await reported(/Not reloaded/)
  mkdirSync(folder)
  for (const [name, text] of files) write(name, text)
  await reported(/^Reloaded/)
  await change('things.yaml', things('200'))
  expect((await ask('POST /things', { name: 'x' })).status).toBe(200)
})

async function reported(message: RegExp): Promise<void> {
  while (!message.test(reports.at(-1) ?? '')) await nextReport()
}

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text)
}

async function change(name: string, text: string): Promise<void> {
  const next = nextReport()
  write(name, text)
  await next
}

function nextReport(): Promise<void> {
  return new Promise((resolve) => {
    heard = resolve
  })
}
