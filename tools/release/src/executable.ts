import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { layOutStandalone } from './standalone.ts'

const usage = `Usage: npm run executable -- [--output <file>] [--folder]

Makes the mock one file that needs neither Node.js nor npm, for the present system. It contains the descriptions of this
repository.

  --output <file>  where it goes (default tools/release/generated/clientele-mock)
  --folder         makes only the contents as a folder, tools/release/generated/standalone; it needs
                   Node.js 22.13 or later: node standalone/main.mjs`

const root = resolve(import.meta.dirname, '../../..')
const generated = join(import.meta.dirname, '../generated')
const suffix = process.platform === 'win32' ? '.exe' : ''

/**
 * Makes an executable file from a folder of `layOutStandalone`, with the Node.js that runs this
 * (https://nodejs.org/api/single-executable-applications.html). The folder is inside as a virtual file system, so
 * the program finds everything as on a disk.
 *
 * @throws Error with what Node.js or codesign said.
 */
export function makeExecutable(folder: string, output: string): void {
  const work = mkdtempSync(join(tmpdir(), 'clientele-executable-'))
  try {
    const configuration = join(work, 'sea.json')
    writeFileSync(configuration, JSON.stringify(configurationOf(folder, output)))
    mkdirSync(dirname(output), { recursive: true })
    rmSync(output, { force: true })
    execFileSync(process.execPath, ['--build-sea', configuration], { cwd: work, stdio: 'pipe' })
    // The system does not run a file with a broken signature.
    if (process.platform === 'darwin') execFileSync('codesign', ['--sign', '-', output], { stdio: 'pipe' })
  } finally {
    rmSync(work, { recursive: true })
  }
}

function configurationOf(folder: string, output: string) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const paths = files.map((entry) => join(entry.parentPath, entry.name))
  return {
    main: join(folder, 'main.mjs'),
    mainFormat: 'module',
    output,
    useVfs: true,
    assets: Object.fromEntries(paths.map((path) => [relative(folder, path).replaceAll('\\', '/'), path])),
    disableExperimentalSEAWarning: true,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  }
}

function main(): string {
  const options = {
    output: { type: 'string' },
    folder: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const
  const { values } = parseArgs({ options })
  if (values.help) return usage
  const folder = join(generated, 'standalone')
  layOutStandalone(root, folder)
  if (values.folder) return folder
  const from = process.env.INIT_CWD ?? process.cwd()
  const output = values.output ? resolve(from, values.output) : join(generated, `clientele-mock${suffix}`)
  makeExecutable(folder, output)
  return `${output}: ${Math.round(statSync(output).size / 1e6)} MB. Try: ${basename(output)} --help`
}

if (import.meta.main) {
  try {
    console.log(main())
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer }
    console.error(stderr?.toString().trim() || (error as Error).message)
    process.exitCode = 1
  }
}
