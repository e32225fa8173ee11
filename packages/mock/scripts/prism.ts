// Serves one bundle on plain prism-cli: a judge and a peer that shares no code of ours.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const bundles = fileURLToPath(new URL('../../../specs/dist/', import.meta.url))
const prism = createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js')
const [api, ...options] = process.argv.slice(2)

const built = existsSync(bundles) ? readdirSync(bundles).map((file) => file.replace(/\.yaml$/, '')) : []
if (api === undefined || !built.includes(api)) {
  const known =
    built.length > 0 ? `Built are: ${built.join(', ')}.` : 'No bundle is built yet. Run: npm run build'
  console.error(`Usage: npm run prism -- <api> [options of "prism mock"]\n${known}`)
  process.exit(1)
}

spawn(process.execPath, [prism, 'mock', `${bundles}${api}.yaml`, ...options], { stdio: 'inherit' }).on(
  'exit',
  (code) => {
    process.exitCode = code ?? 0
  },
)
