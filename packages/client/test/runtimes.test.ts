import { execFile, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { launchBrowser } from '@clientele/browser'
import { createMock, type Mock } from '@clientele/mock'
import { build } from 'esbuild'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'

const folder = fileURLToPath(new URL('runtimes/', import.meta.url))
const platform = `${process.platform}-${process.arch}`

/** Where the packages of each platform have the binaries: no install script has to put them elsewhere. */
const binaries: Record<string, Record<string, string>> = {
  'linux-x64': { bun: '@oven/bun-linux-x64/bin/bun', deno: '@deno/linux-x64-glibc/deno' },
  'linux-arm64': { bun: '@oven/bun-linux-aarch64/bin/bun', deno: '@deno/linux-arm64-glibc/deno' },
  'darwin-x64': { bun: '@oven/bun-darwin-x64/bin/bun', deno: '@deno/darwin-x64/deno' },
  'darwin-arm64': { bun: '@oven/bun-darwin-aarch64/bin/bun', deno: '@deno/darwin-arm64/deno' },
  'win32-x64': { bun: '@oven/bun-windows-x64/bin/bun.exe', deno: '@deno/win32-x64/deno.exe' },
}

const inModules = (path: string) => `${folder}node_modules/${path}`
const node = (major: number) =>
  inModules(`node${major}-${platform}/bin/node${process.platform === 'win32' ? '.exe' : ''}`)

const runtimes: { name: string; command: string; flags: string[] }[] = [
  { name: 'Node.js 20', command: node(20), flags: [] },
  { name: 'Node.js 22', command: node(22), flags: [] },
  { name: 'Node.js 24', command: node(24), flags: [] },
  { name: 'Node.js 26', command: process.execPath, flags: [] },
  { name: 'Bun', command: inModules(binaries[platform]?.bun ?? 'bun'), flags: ['run'] },
  {
    name: 'Deno',
    command: inModules(binaries[platform]?.deno ?? 'deno'),
    flags: ['run', '--no-lock', '--node-modules-dir=manual', '--allow-net', '--allow-read', '--allow-env'],
  },
]

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

type Packages = Record<string, { integrity?: string }>

const readLock = (path: string): Packages => JSON.parse(readFileSync(path, 'utf8')).packages

/** Whether what npm noted in `node_modules` is what the lock file wants. */
function isInstalled(): boolean {
  const noted = inModules('.package-lock.json')
  if (!existsSync(noted)) return false
  const wanted = readLock(`${folder}package-lock.json`)
  return Object.entries(readLock(noted)).every(
    ([path, { integrity }]) => wanted[path]?.integrity === integrity,
  )
}

function installRuntimes() {
  if (!binaries[platform])
    throw new Error(`No runtimes are known for ${platform}: add them to ${folder}package.json`)
  if (isInstalled()) return
  process.stderr.write('Installing Node.js 20, 22 and 24, Bun and Deno for the smoke test, about 250 MB …\n')
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0)
    throw new Error(`The runtimes could not be installed. Run "npm ci --ignore-scripts" in ${folder}`)
}

let mock: Mock
let origin: string

beforeAll(installRuntimes, 600_000)

beforeEach(async () => {
  mock = createMock()
  mock.faults.set({ rules: [{ kind: 'status', status: 503, retryAfter: 0, method: 'PATCH', count: 1 }] })
  origin = (await mock.listen()).url
})

afterEach(() => mock.close())

describe('the same calls to the running mock', () => {
  test.for(runtimes)('$name', async ({ command, flags }) => {
    const quiet = { DENO_NO_UPDATE_CHECK: '1', DO_NOT_TRACK: '1', NO_COLOR: '1' }
    const { stdout } = await promisify(execFile)(command, [...flags, `${folder}run.js`, origin], {
      env: { ...process.env, ...quiet },
    })
    expect(JSON.parse(stdout)).toEqual(want)
  })

  test('Node.js 20, required from CommonJS', async () => {
    // The package for this platform has no 20.19, the first version that can.
    const major = platform === 'darwin-arm64' ? 22 : 20
    const { stdout } = await promisify(execFile)(node(major), [`${folder}require.cjs`, origin])
    expect(stdout.trim()).toBe('200')
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
