import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A program that runs JavaScript, and how it is called. */
export interface Runtime {
  name: string
  command: string
  flags: readonly string[]
}

const folder = join(import.meta.dirname, 'runtimes')
const suffix = process.platform === 'win32' ? '.exe' : ''

/** Each platform's package has its binary at its own place, so no install script must move it. */
const platform = `${process.platform}-${process.arch}`
const packages: Record<string, { bun: string; deno: string }> = {
  'linux-x64': { bun: 'bun-linux-x64', deno: 'linux-x64-glibc' },
  'linux-arm64': { bun: 'bun-linux-aarch64', deno: 'linux-arm64-glibc' },
  'darwin-x64': { bun: 'bun-darwin-x64', deno: 'darwin-x64' },
  'darwin-arm64': { bun: 'bun-darwin-aarch64', deno: 'darwin-arm64' },
  'win32-x64': { bun: 'bun-windows-x64', deno: 'win32-x64' },
}
const installed = (...path: string[]) => join(folder, 'node_modules', ...path)

const denoFlags = [
  'run',
  '--no-lock',
  '--node-modules-dir=manual',
  '--allow-net',
  '--allow-read',
  '--allow-env',
]

/** Every runtime that the client supports besides the pinned Node.js, and where each may be. */
const supported = [
  ...[
    { major: 20, version: /^v20\.(19|[2-9]\d)\./ },
    { major: 22, version: /^v22\./ },
    { major: 24, version: /^v24\./ },
  ].map(({ major, version }) => ({
    name: `Node.js ${major}`,
    flags: [],
    places: [installed(`node${major}-${platform}`, 'bin', `node${suffix}`), ...onPath('node')],
    version,
  })),
  {
    name: 'Bun',
    flags: ['run'],
    places: [installed('@oven', packages[platform]?.bun ?? '', 'bin', `bun${suffix}`), ...onPath('bun')],
    version: /^\d+\./,
  },
  {
    name: 'Deno',
    flags: denoFlags,
    places: [installed('@deno', packages[platform]?.deno ?? '', `deno${suffix}`), ...onPath('deno')],
    version: /^deno /,
  },
]

/** The runtimes on this machine, with the pinned Node.js last, and the names of those that are missing. */
export function findRuntimes(): { found: Runtime[]; missing: string[] } {
  const found: Runtime[] = []
  const missing: string[] = []
  for (const { name, flags, places, version } of supported) {
    const command = places.find((place) => version.test(versionOf(place)))
    if (command) found.push({ name, command, flags })
    else missing.push(name)
  }
  found.push({ name: 'Node.js 26', command: process.execPath, flags: [] })
  return { found, missing }
}

function onPath(command: string): string[] {
  return (process.env.PATH ?? '').split(delimiter).map((each) => join(each, command + suffix))
}

/** What a program prints as its version; nothing if it is missing or does not run. */
function versionOf(command: string): string {
  if (!existsSync(command)) return ''
  try {
    return execFileSync(command, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return ''
  }
}
