import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMock, type Listening } from '../../src/index.ts'

const mark = '<meta name="clientele-mock" content="same-origin">'
const outside = mkdtempSync(join(tmpdir(), 'clientele-mock-'))
const folder = join(outside, 'site')
const files: Record<string, string> = {
  'index.html': '<!doctype html><html lang="en"><head lang="en"><title>Home</title></head></html>',
  '404.html': '<head><title>Nothing here</title></head>',
  'guide/index.html': '<head></head>Guide',
  'guide/start.md': '# Start',
  'guide/plain.html': 'no head at all',
  'pagefind/pagefind.js': 'export {}',
  'pagefind/wasm.en.pagefind': 'binary',
  'style.css': 'a{}',
  'logo.svg': '<svg/>',
  'a file.txt': 'spaces',
  'large.html': `<head></head>${'Large. '.repeat(1000)}`,
  'large.png': 'x'.repeat(5000),
  '.env': 'TOKEN=abc',
  '.git/config': 'url',
  'guide/.draft.html': '<head></head>Draft',
  '.well-known/security.txt': 'Contact',
}
const mock = createMock({ site: prepared() })
let listening: Listening

beforeAll(async () => {
  listening = await mock.listen()
})

afterAll(async () => {
  await mock.close()
  rmSync(outside, { recursive: true })
})

describe('files', () => {
  test.each([
    ['/', 200, 'text/html; charset=utf-8', 'Home'],
    ['/guide/', 200, 'text/html; charset=utf-8', 'Guide'],
    ['/guide/start.md', 200, 'text/markdown; charset=utf-8', '# Start'],
    ['/guide/plain', 200, 'text/html; charset=utf-8', 'no head'],
    ['/pagefind/pagefind.js', 200, 'text/javascript; charset=utf-8', 'export'],
    ['/pagefind/wasm.en.pagefind', 200, 'application/octet-stream', 'binary'],
    ['/style.css', 200, 'text/css; charset=utf-8', 'a{}'],
    ['/logo.svg', 200, 'image/svg+xml', '<svg/>'],
    ['/a%20file.txt', 200, 'text/plain; charset=utf-8', 'spaces'],
    ['/.well-known/security.txt', 200, 'text/plain; charset=utf-8', 'Contact'],
    ['/.env', 404, 'text/html; charset=utf-8', 'Nothing here'],
    ['/%2eenv', 404, 'text/html; charset=utf-8', 'Nothing here'],
    ['/.git/config', 404, 'text/html; charset=utf-8', 'Nothing here'],
    ['/guide/.draft', 404, 'text/html; charset=utf-8', 'Nothing here'],
    ['/nowhere', 404, 'text/html; charset=utf-8', 'Nothing here'],
  ])('%s', async (path, status, contentType, text) => {
    const answer = await raw(path)
    expect([answer.status, answer.headers['content-type']]).toEqual([status, contentType])
    expect(answer.body).toContain(text)
  })

  test('a folder without its slash leads to the one with it', async () => {
    const answer = await raw('/guide')
    expect([answer.status, answer.headers.location]).toEqual([301, './guide/'])
  })

  test('HEAD has no body', async () => {
    const answer = await raw('/style.css', 'HEAD')
    expect([answer.status, answer.body]).toEqual([200, ''])
  })
})

test('every page carries the mark directly behind its head, and nothing else does', async () => {
  expect((await raw('/')).body).toContain(`<head lang="en">${mark}`)
  expect((await raw('/nowhere')).body).toContain(`<head>${mark}`)
  expect((await raw('/guide/plain')).body).not.toContain(mark)
})

test('a file that cannot be read ends in an error, and the server goes on', async () => {
  // What looks like a page is a folder.
  mkdirSync(join(folder, 'broken.html'))
  expect((await raw('/broken')).status).toBe(500)
  expect(mock.requests().at(-1)?.why.join()).toContain('mistake of the mock: Error: EISDIR')
  expect((await raw('/style.css')).status).toBe(200)
})

test('the list of requests has those for the APIs, not those for files', async () => {
  const own = createMock({ site: folder })
  await own.fetch('http://localhost/')
  await own.fetch('http://localhost/beta/Customers')
  expect(own.requests().map(({ url }) => url)).toEqual(['/beta/Customers'])
})

test('descriptions come first, and other methods are not for the site', async () => {
  expect((await raw('/beta/Customers')).status).toBe(401)
  const nothing = await raw('/beta/nothing')
  expect([nothing.status, JSON.parse(nothing.body).error.code]).toEqual([404, 'notFound'])
  expect((await raw('/style.css', 'POST')).status).toBe(404)
})

describe('nothing outside of the folder', () => {
  test.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/guide/../../secret.txt',
    '/link.txt',
    '/linked/secret.txt',
    '/../site-secrets/secret.txt',
    '/beside/secret.txt',
    '/..\\secret.txt',
    '//secret.txt',
    '/%00',
  ])('%s', async (path) => {
    const answer = await raw(path)
    expect(answer.body).not.toContain('outside')
    expect(answer.status).toBeGreaterThanOrEqual(400)
  })
})

function prepared(): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  writeFileSync(join(outside, 'secret.txt'), 'outside')
  symlinkSync(join(outside, 'secret.txt'), join(folder, 'link.txt'))
  symlinkSync(outside, join(folder, 'linked'))
  // A folder whose name begins like that of the site.
  mkdirSync(`${folder}-secrets`)
  writeFileSync(join(`${folder}-secrets`, 'secret.txt'), 'outside')
  symlinkSync(`${folder}-secrets`, join(folder, 'beside'))
  return folder
}

interface RawAnswer {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly body: string
}

/** A request whose path nobody cleans up. */
function raw(path: string, method = 'GET'): Promise<RawAnswer> {
  const { host, port } = listening
  return new Promise((resolve, reject) => {
    const sent = request({ host, port, path, method }, (response) => {
      let body = ''
      response.on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

describe('compression', () => {
  test.each([
    ['/large', 'gzip', true],
    ['/large', 'br, GZIP;q=0.5', true],
    ['/large', '*', true],
    ['/large', 'gzip;q=0, *', false],
    ['/large', 'br', false],
    ['/large', undefined, false],
    ['/style.css', 'gzip', false],
    ['/large.png', 'gzip', false],
  ])('%s for a client that takes %s: %s', async (path, accepted, compressed) => {
    const headers: Record<string, string> = accepted === undefined ? {} : { 'accept-encoding': accepted }
    const answer = await mock.fetch(`http://mock.test${path}`, { headers })
    const bytes = new Uint8Array(await answer.arrayBuffer())
    expect(answer.headers.get('content-encoding')).toBe(compressed ? 'gzip' : null)
    if (path === '/large') expect(answer.headers.get('vary')).toBe('Accept-Encoding')
    const text = (compressed ? gunzipSync(bytes) : Buffer.from(bytes)).toString()
    const marked = (files['large.html'] as string).replace('<head>', `<head>${mark}`)
    if (path === '/large') expect(text).toBe(marked)
    if (compressed) expect(bytes.length).toBeLessThan(500)
  })

  test('over the wire, with the length of what is sent', async () => {
    const answer = await fetch(`${listening.url}/large`)
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    expect(Number(answer.headers.get('content-length'))).toBeLessThan(500)
    expect(await answer.text()).toContain('Large. Large.')
  })

  test('a file that changed is sent as it is now', async () => {
    const path = join(folder, 'changing.txt')
    const get = async () => (await fetch(`${listening.url}/changing.txt`)).text()
    writeFileSync(path, 'before '.repeat(1000))
    expect(await get()).toContain('before')
    writeFileSync(path, 'after '.repeat(1000))
    utimesSync(path, new Date(), new Date(Date.now() + 5_000))
    expect(await get()).toContain('after')
  })
})
