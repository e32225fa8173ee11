// Lints the API whose folder this runs in.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js')
const { status } = spawnSync(
  process.execPath,
  [redocly, 'lint', 'openapi.yaml', '--config', '../redocly.yaml'],
  {
    stdio: 'inherit',
  },
)
process.exitCode = status ?? 1
