import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import type { Line } from './doctor.ts'

const root = resolve(import.meta.dirname, '../../..')

if (build()) {
  // The imports of this file may have to be built first.
  const { examine } = await import('./doctor.ts')
  const lines = await examine(root, new Date().toISOString().slice(0, 10))
  console.log(lines.map(render).join('\n'))
} else {
  console.error('The repository does not build. See: npm run build')
  process.exitCode = 1
}

function build(): boolean {
  const turbo = join(root, 'node_modules/turbo/bin/turbo')
  const command = ['run', 'build', '--filter=@clientele/doctor^...', '--output-logs=errors-only']
  const environment = `--env-file=${join(root, 'turbo.env')}`
  const stdio = ['ignore', 'ignore', 'inherit'] as const
  return (
    spawnSync(process.execPath, [environment, turbo, ...command], { cwd: root, stdio: [...stdio] }).status ===
    0
  )
}

/** A line that needs action begins with an exclamation mark. */
function render({ title, text, bad }: Line): string {
  return `${bad ? '!' : ' '} ${title.padEnd(13)} ${text}`
}
