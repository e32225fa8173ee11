// `npm run dev`: serves the descriptions as they are edited, and runs the steps that depend on each edit.
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Follower } from './follower.ts'
import { buildOrExit, endWithShell, root, stopTurbo } from './turbo.ts'
import { watchSources } from './watch-sources.ts'

const given = process.argv.slice(2)
const pages = !given.includes('--no-pages')
const options = given.filter((option) => option !== '--no-pages')
const temporary = mkdtempSync(join(tmpdir(), 'clientele-dev-'))
const follower = new Follower({
  pages,
  options: [
    ...(given.some((option) => option.startsWith('--state')) ? [] : ['--state', join(temporary, 'state.db')]),
    ...(pages ? ['--site', resolve(root, 'packages/reference/dist')] : []),
    ...options,
  ],
  documents: () => globSync('specs/*/openapi.yaml', { cwd: root }).sort(),
})

let stopWatching = () => {}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(0))

endWithShell()
await buildOrExit()
await follower.start()
if (!follower.running) await end(1)
await follower.learn()
stopWatching = watchSources((file) => follower.edited(file))
process.stdout.write('Every edit is followed. Ctrl+C ends.\n')

async function end(code: number): Promise<never> {
  stopWatching()
  stopTurbo()
  await follower.stop()
  rmSync(temporary, { recursive: true, force: true })
  process.exit(code)
}
