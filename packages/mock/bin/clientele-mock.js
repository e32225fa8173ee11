#!/usr/bin/env node
import { readFileSync } from 'node:fs'

// An old Node must get as far as the message: nothing in this file is newer than Node 14.
const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const [wanted, found] = [engines.node.replace('>=', ''), process.versions.node].map((version) =>
  version.split('.').map(Number),
)

if (found[0] > wanted[0] || (found[0] === wanted[0] && found[1] >= wanted[1])) {
  import('../dist/command/main.js')
} else {
  process.stderr.write(
    `clientele-mock needs Node.js ${wanted.join('.')} or later. This is ${process.versions.node}: ${process.execPath}\n`,
  )
  process.exitCode = 1
}
