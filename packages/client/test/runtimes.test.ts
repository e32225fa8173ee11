import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { launchBrowser } from '@clientele/browser'
import { createMock, type Mock } from '@clientele/mock'
import { thorough } from '@clientele/vitest-config'
import { build } from 'esbuild'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findRuntimes, type Runtime } from './find-runtimes.ts'

const folder = fileURLToPath(new URL('runtimes/', import.meta.url))
const { found, missing } = findRuntimes()

const want = {
  location: true,
  found: ['oneill.example'],
  updated: true,
  removed: true,
  gone: { name: 'ApiError', status: 404, correlated: true },
  users: ['Amelia Novak', 'Ravi Desai', 'Sofia Lindqvist'],
  aborted: 'AbortError',
  late: 'TimeoutError',
  unreachable: 'NetworkError',
}

const mockBin = fileURLToPath(new URL('../../mock/bin/clientele-mock.js', import.meta.url))

function run(command: string, args: string[]): Promise<{ status: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(command, args, (error, stdout, stderr) => resolve({ status: error?.code ?? 0, stdout, stderr }))
  })
}

let mock: Mock
let origin: string

beforeEach(async () => {
  mock = createMock()
  mock.faults.set({ rules: [{ kind: 'status', status: 503, retryAfter: 0, method: 'PATCH', count: 1 }] })
  origin = (await mock.listen()).url
})

afterEach(() => mock.close())

// `npm test` uses the runtimes on the machine.
if (thorough) test('every runtime is on this machine', () => expect(missing).toEqual([]))

describe('the same calls to the running mock', () => {
  test.for(found)('$name', async ({ command, flags }) => {
    const quiet = { DENO_NO_UPDATE_CHECK: '1', DO_NOT_TRACK: '1', NO_COLOR: '1' }
    const { stdout } = await promisify(execFile)(command, [...flags, `${folder}run.js`, origin], {
      env: { ...process.env, ...quiet },
    })
    expect(JSON.parse(stdout)).toEqual(want)
  })

  test('Node.js, required from CommonJS', async () => {
    const { command } = found.find(({ name }) => name.startsWith('Node.js')) as Runtime
    const { stdout } = await promisify(execFile)(command, [`${folder}require.cjs`, origin])
    expect(stdout.trim()).toBe('200')
  })

  // package.json promises this Node.js, although packages of Prism ask for a newer one than they need.
  const nodes = found.filter(({ name }) => name.startsWith('Node.js'))
  test.for(nodes)('clientele-mock under $name', async ({ name, command }) => {
    const { status, stdout, stderr } = await run(command, [mockBin, '--explain'])
    const wanted = /^clientele-mock needs Node.js 22.13 or later. This is 20\.\d+\.\d+: .*\n$/
    if (name === 'Node.js 20')
      expect({ status, stdout, stderr }).toEqual({
        status: 1,
        stdout: '',
        stderr: expect.stringMatching(wanted),
      })
    else expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('/beta/Customers') })
  })

  describe('Chromium, from another origin', () => {
    const places = {
      'a page': '(text, origin) => (0, eval)(text + "; suite.smoke(" + JSON.stringify(origin) + ")")',
      'a worker': `(text, origin) => new Promise((resolve, reject) => {
        const script = text + "; suite.smoke(" + JSON.stringify(origin) + ").then(postMessage)"
        const worker = new Worker(URL.createObjectURL(new Blob([script])))
        worker.onmessage = ({ data }) => resolve(data)
        worker.onerror = ({ message }) => reject(new Error(message))
      })`,
    }
    test.for(Object.entries(places))('%s', async ([, run]) => {
      const text = await bundleForBrowsers()
      const server = createServer((_, response) => response.end('<!doctype html>')).listen(0, '127.0.0.1')
      const browser = await launchBrowser()
      try {
        const page = await browser.newPage()
        await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
        expect(await page.evaluate(`(${run})(${JSON.stringify(text)}, ${JSON.stringify(origin)})`)).toEqual(
          want,
        )
      } finally {
        await browser.close()
        server.close()
      }
    })
  })
})

async function bundleForBrowsers(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${folder}smoke.js`],
    bundle: true,
    format: 'iife',
    globalName: 'suite',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}
