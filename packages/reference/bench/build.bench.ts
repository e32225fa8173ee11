import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Benchmark } from '@clientele/bench'

const root = fileURLToPath(new URL('../', import.meta.url))
const repository = fileURLToPath(new URL('../../../', import.meta.url))
const require = createRequire(import.meta.url)
const astro = join(dirname(require.resolve('astro/package.json')), 'bin/astro.mjs')
const turbo = join(dirname(require.resolve('turbo/package.json')), 'bin/turbo')

/** From the bundles to the finished site: Redoc pages, static pages, search index. */
const build: Benchmark = {
  name: 'Reference: build',
  unit: 'ms',
  rounds: 3,
  async setup() {
    const folder = mkdtempSync(join(tmpdir(), 'clientele-build-'))
    return {
      contestants: [
        {
          name: 'docs and site, nothing cached',
          measure: () =>
            time(() => {
              run(root, 'redoc/build.ts')
              run(root, astro, 'build', '--outDir', folder)
            }),
        },
        {
          name: 'unchanged',
          measure: () => {
            const again = [
              `--env-file=${join(repository, 'turbo.env')}`,
              turbo,
              'run',
              'build',
              '--filter=@clientele/reference',
            ]
            run(repository, ...again)
            return time(() => run(repository, ...again))
          },
        },
      ],
      comparisons: [
        { label: 'docs and site', subject: 'docs and site, nothing cached', bound: { atMost: 15_000 } },
        { label: 'unchanged', subject: 'unchanged', bound: { atMost: 1_000 } },
      ],
      teardown: () => rmSync(folder, { recursive: true, force: true }),
    }
  },
}

export default build

function time(work: () => void): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

function run(folder: string, ...command: string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
  })
  if (status !== 0) throw new Error(`${command.join(' ')} failed:\n${stdout}${stderr}`)
}
