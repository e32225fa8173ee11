import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { launchBrowser } from '@clientele/browser'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { compileChecks, createMock } from '../../src/index.ts'
import { type Step, walk } from './entries/walk.ts'

const entries = fileURLToPath(new URL('entries/', import.meta.url))
const mockServiceWorker = createRequire(import.meta.url).resolve('msw/mockServiceWorker.js')

/** What the server hands out, by path. */
const files = new Map<string, Uint8Array | string>()
/** Paths that were asked for. */
const asked: string[] = []
let server: Server
let browser: Browser
let page: Page
let address: string
let inNode: Step[]

/** As an application is built: dynamic imports become separate files, except for a Service Worker, which has none. */
async function bundle(names: string[], splitting: boolean): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: names.map((name) => `${entries}${name}.ts`),
    outdir: '/',
    bundle: true,
    splitting,
    format: 'esm',
    minify: true,
    write: false,
    logLevel: 'error',
  })
  for (const { path, contents } of outputFiles) files.set(`/${path.split(/[\\/]/).at(-1)}`, contents)
}

beforeAll(async () => {
  await bundle(['page', 'worker', 'checked-worker', 'msw', 'panel'], true)
  await bundle(['service-worker'], false)
  files.set('/checks.js', await compileChecks())
  files.set('/mockServiceWorker.js', readFileSync(mockServiceWorker, 'utf8'))
  files.set(
    '/thing.yaml',
    'openapi: 3.1.0\ninfo: { title: Things, version: "1" }\npaths: { /things: { get: { responses: { 200: { description: All., content: { application/json: { example: [1] } } } } } } }\n',
  )
  server = createServer(({ url: path = '/' }, response) => {
    const url = path.replace(/^\/strict\//, '/')
    const file = files.get(url)
    asked.push(path)
    if (url !== path) response.setHeader('Content-Security-Policy', "script-src 'self'")
    const type = url.endsWith('.js') ? 'text/javascript' : url === '/' ? 'text/html' : 'text/plain'
    response.writeHead(file === undefined && url !== '/' ? 404 : 200, { 'Content-Type': type })
    response.end(url === '/' ? '<!doctype html><title>Page</title><link rel="icon" href="data:,">' : file)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await launchBrowser()
  const mock = createMock({ count: 4 })
  inNode = await walk(mock.fetch)
})
afterAll(async () => {
  await browser?.close()
  server?.close()
})
beforeEach(async () => {
  const context = await browser.newContext()
  page = await context.newPage()
  await page.goto(`${address}/`)
  asked.length = 0
  return () => context.close()
})

const run = <T>(code: string) => page.evaluate<T>(`(async () => { ${code} })()`)
const load = (name: string) => run(`await import('/${name}.js')`)

test('in a page it answers as in Node, also with what it loads on the way', async () => {
  await load('page')
  expect(await run('return walk(createMock({ count: 4 }).fetch)')).toEqual(inNode)
})

test('the first answer needs at most 250 kB, compressed', async () => {
  await load('page')
  const status = await run<number>(
    "return (await createMock().fetch('/beta/Customers', { headers: { Authorization: 'Bearer any' } })).status",
  )
  expect(status).toBe(200)
  const bytes = asked.reduce((sum, path) => sum + gzipSync(files.get(path) ?? '').length, 0)
  expect(bytes).toBeGreaterThan(100_000)
  expect(bytes).toBeLessThan(250_000)
})

test('descriptions come from addresses below the page, and what answers at once can be loaded first', async () => {
  await load('page')
  const things = `const mock = createMock({ documents: ['thing.yaml'], count: 2 }); const { status } = await mock.fetch('/things')`
  expect(await run(`${things}; return [mock.apis()[0].name, status]`)).toEqual(['thing', 200])
  const own = 'const mock = createMock({ count: 9 }); await mock.ready()'
  await expect(run(`${own}; mock.snapshot()`)).rejects.toThrow('loadLibraries')
  const counted = `${own}; await loadLibraries(); return mock.snapshot().collections.find((each) => each.resource === '/Customers').records.length`
  expect(await run(counted)).toBe(9)
})

test.each(['state', 'site', 'trustProxy'])('the option %s is refused', async (name) => {
  await load('page')
  await expect(run(`createMock({ ${name}: 'any' })`)).rejects.toThrow(`"${name}" is for servers only`)
})

describe('where the policy of pages and workers forbids to compile', () => {
  beforeEach(async () => {
    await page.goto(`${address}/strict/`)
    await run(`
      globalThis.violations = []
      addEventListener('securitypolicyviolation', ({ violatedDirective }) => violations.push(violatedDirective))
      await import('/strict/page.js')
      globalThis.checks = (await import('/strict/checks.js')).default`)
    asked.length = 0
  })

  // What the debugger itself runs is free of the policy; what it starts later is not.
  const later = 'await new Promise((resolve) => setTimeout(resolve))'

  test('a page with checks that were compiled ahead answers as in Node, and never loads Ajv', async () => {
    const reports = `
      ${later}
      globalThis.reports = []
      const mock = createMock({ count: 4, checks, report: (text) => reports.push(text) })
      return walk(mock.fetch)`
    expect(await run(reports)).toEqual(inNode)
    expect(await run('return [reports, violations]')).toEqual([[], []])
    const loaded = asked.map((path) => String(files.get(path.replace('/strict', ''))))
    expect(loaded.length).toBeGreaterThan(3)
    expect(loaded.filter((text) => text.includes('validateFormats')).length).toBe(0)
  })

  test('a worker does, too', async () => {
    expect(await run(walkInWorker('/strict/checked-worker.js'))).toEqual(inNode)
  })

  test('without them, the mock says that it takes every request as valid', async () => {
    const answered = `
      ${later}
      const reports = []
      const { fetch } = createMock({ report: (text) => reports.push(text) })
      const headers = { Authorization: 'Bearer any', 'Content-Type': 'application/json' }
      const { status } = await fetch('/beta/Customers', { method: 'POST', headers, body: '{"displayName":7}' })
      return [status, reports[0]]`
    expect(await run(answered)).toEqual([201, expect.stringContaining('every request is taken as valid')])
    await page.goto(`${address}/`)
    await load('page')
    expect(await run(answered)).toEqual([400, undefined])
  })

  test('with checks of other descriptions, it says which operations it does not check', async () => {
    const answered = `
      ${later}
      const reports = []
      const document = { openapi: '3.1.0', info: { title: 'Notes', version: '1' }, paths: { '/notes': { post: {
        operationId: 'addNote',
        requestBody: { content: { 'application/json': { schema: { type: 'object', required: ['text'] } } } },
        responses: { 204: { description: 'Added.' } },
      } } } }
      const { fetch } = createMock({ documents: [document], checks, report: (text) => reports.push(text) })
      const headers = { 'Content-Type': 'application/json' }
      const { status } = await fetch('/notes', { method: 'POST', headers, body: '{}' })
      return [status, reports]`
    expect(await run(answered)).toEqual([
      204,
      [expect.stringMatching(/addNote: a schema is not checked, since .* was not compiled ahead/)],
    ])
  })
})

const walkInWorker = (file: string) => `
  const worker = new Worker('${file}', { type: 'module' })
  worker.postMessage('walk')
  return new Promise((resolve) => { worker.onmessage = ({ data }) => resolve(data) })`

test('in a Web Worker it answers as in Node', async () => {
  expect(await run(walkInWorker('/worker.js'))).toEqual(inNode)
})

test('in a Service Worker it answers the fetch of the page', async () => {
  await load('page')
  await run(`
    const controlled = new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve))
    await navigator.serviceWorker.register('/service-worker.js', { type: 'module' })
    await controlled`)
  expect(await run('return walk(fetch)')).toEqual(inNode)
})

test('Mock Service Worker answers with it; a lost connection is a network error, and other hosts are left alone', async () => {
  await load('msw')
  await run("await worker.start({ quiet: true, onUnhandledFrame: 'bypass' })")
  expect(await run('return walk(fetch)')).toEqual(inNode)
  const ask =
    "fetch('https://graph.microsoft.com/beta/Customers', { headers: { Authorization: 'Bearer any' } })"
  expect(
    await run(`
      mock.faults.set({ rules: [{ kind: 'reset', count: 1 }] })
      const lost = await ${ask}.then(() => 'answered', (error) => error.name)
      return [lost, (await ${ask}).status, (await fetch('/thing.yaml')).status]`),
  ).toEqual(['TypeError', 200, 200])
})

test.each([
  ['the mock itself', 'mock.fetch'],
  ['Mock Service Worker', 'fetch'],
])('an own answer streams to the page, through %s', async (_, ask) => {
  await load('msw')
  const chunks = await run(`
    await worker.start({ quiet: true, onUnhandledFrame: 'bypass' })
    let feed
    const body = new ReadableStream({ start: (controller) => { feed = controller } })
    const say = (text) => feed.enqueue(new TextEncoder().encode(text))
    mock.answers.set([{ operation: 'listCustomers', answer: () => new Response(body) }])
    say('1')
    const response = await ${ask}('https://graph.microsoft.com/beta/Customers', { headers: { Authorization: 'Bearer any' } })
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    const read = []
    for (const next of ['2', '3', undefined]) {
      read.push((await reader.read()).value)
      if (next === undefined) feed.close()
      else say(next)
    }
    return [...read, (await reader.read()).done]`)
  expect(chunks).toEqual(['1', '2', '3', true])
})

test('with a base address, Mock Service Worker takes what is below it, and links stay below it', async () => {
  await load('msw')
  await run("await below.start({ quiet: true, onUnhandledFrame: 'bypass' })")
  const answer = await run<Record<string, string>>(
    "return (await fetch('/api/beta/Customers?$top=1', { headers: { Authorization: 'Bearer any' } })).json()",
  )
  expect(answer['@odata.nextLink']).toMatch(`${address}/api/beta/Customers?`)
})

test('the panel shows and steers a mock of the same page, own answers in code included', async () => {
  await load('panel')
  await run(`
    globalThis.mock = createMock({
      answers: [{ operation: 'getCustomer', count: 1, answer: async (_, { next }) => new Response(await (await next()).text(), { status: 299 }) }],
    })
    globalThis.ask = (path) => mock.fetch('https://graph.microsoft.com/beta' + path, { headers: { Authorization: 'Bearer any' } })
    definePanel()
    const panel = document.createElement('clientele-mock-panel')
    document.body.append(panel)
    globalThis.panel = panel
    panel.connect({ fetch: mock.fetch, base: location.origin })`)
  expect(await run(`return (await ask('/Customers/none')).status`)).toBe(299)
  const item = page.getByRole('listitem').filter({ hasText: '/beta/Customers/none' })
  await item.getByText('getCustomer').click()
  await item.getByText('own answer 1').waitFor()
  await page.getByRole('tab', { name: 'Records' }).click()
  await page.getByRole('region', { name: 'Records of /Customers' }).waitFor()
  await page.getByRole('tab', { name: 'Faults' }).click()
  await page.getByRole('switch', { name: 'Unavailable (503)' }).check()
  await expect.poll(() => run(`return (await ask('/Customers')).status`)).toBe(503)
  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByText('All records are as they were at the start').waitFor()
  expect(await run(`return (await ask('/Customers')).status`)).toBe(200)
  await page.getByRole('switch', { name: 'Only for the next request' }).check()
  await page.getByRole('switch', { name: 'Too many requests (429)' }).check()
  await expect.poll(() => run('return mock.faults.report().rules.length')).toBe(1)
  expect(await run(`return [(await ask('/Customers')).status, (await ask('/Customers')).status]`)).toEqual([
    429, 200,
  ])
  await expect
    .poll(() => page.getByRole('switch', { name: 'Too many requests (429)' }).isChecked())
    .toBe(false)
  // A rule that is used up does not begin anew with the next switch.
  await page.getByRole('switch', { name: 'Unavailable (503)' }).check()
  await expect.poll(() => run('return mock.faults.report().rules.map(({ status }) => status)')).toEqual([503])
  await run(
    "panel.connect({ fetch: mock.fetch, base: location.origin, compact: true }); await ask('/Customers')",
  )
  await page.getByRole('tab', { name: 'Requests' }).click()
  await page.getByText('fault: status 503, 1 of 1').waitFor()
  expect(await page.getByRole('tab', { name: 'Sessions' }).count()).toBe(0)
  expect(asked.filter((path) => path.includes('__mock'))).toEqual([])
})
