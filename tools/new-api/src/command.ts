import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Source } from './new-api.ts'
import { UsageError } from './usage-error.ts'

const root = resolve(import.meta.dirname, '../../..')

const usage = `npm run new-api -- <name> <page…>
  Drafts an API from its documentation pages: files or folders of Markdown.
npm run new-api -- <name> --description <file>
  Imports an OpenAPI file: version 2.0 to 3.2, YAML or JSON.

Either writes specs/<name>/ and one line of specs/package.json. Exit codes: 0 success, 2 wrong usage.`

try {
  console.log(await run(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(error.message)
  process.exitCode = 2
}

async function run(args: string[]): Promise<string> {
  const { values, positionals } = parse(args)
  if (values.help) return usage
  const [name, ...pages] = positionals
  const { description } = values
  if (name === undefined || (description === undefined) === (pages.length === 0)) throw new UsageError(usage)
  const source: Source = description === undefined ? { pages } : { description }
  // npm changes into the root of the repository; INIT_CWD is where the user was.
  const folder = process.env.INIT_CWD ?? process.cwd()
  buildImports()
  const { newApi } = await import('./new-api.ts')
  return newApi(name, source, { root, folder })
}

/** Some imports of this file have to be built first; in a fresh clone they are not. */
function buildImports(): void {
  const turbo = join(root, 'node_modules/turbo/bin/turbo')
  const build = ['run', 'build', '--filter=@clientele/description', '--output-logs=errors-only']
  const { status } = spawnSync(process.execPath, [`--env-file=${join(root, 'turbo.env')}`, turbo, ...build], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new UsageError('The packages that new-api needs do not build. See: npm run build')
}

function parse(args: string[]) {
  try {
    const options = { description: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`)
  }
}
