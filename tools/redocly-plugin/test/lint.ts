import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const plugin = fileURLToPath(new URL('../src/index.ts', import.meta.url))
const cli = join(
  dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json')),
  'bin',
  'cli.js',
)

/** What the program reports, as `<file> <pointer>: <message>`. */
export type Report = string[]

interface Problem {
  ruleId: string
  message: string
  location: { source: { ref: string }; pointer: string }[]
}

/**
 * Runs the real `redocly lint` once over several descriptions.
 *
 * @param rules Names of the house rules to turn on, or `all`.
 * @param descriptions Files by name of the description.
 * @returns The reports by name of the description, without those of other rules.
 */
export async function lint(
  rules: readonly string[] | 'all',
  descriptions: Record<string, Record<string, string>>,
): Promise<Record<string, Report>> {
  const folder = await mkdtemp(join(tmpdir(), 'house-rules-'))
  try {
    await write(folder, rules, descriptions)
    return reports(await run(folder), folder, Object.keys(descriptions))
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function write(
  folder: string,
  rules: readonly string[] | 'all',
  descriptions: Record<string, Record<string, string>>,
) {
  const names = Object.keys(descriptions)
  const configuration = {
    telemetry: 'off',
    plugins: [plugin],
    apis: Object.fromEntries(names.map((name) => [name, { root: `${name}/openapi.yaml` }])),
    ...(rules === 'all'
      ? { extends: ['clientele/house-rules'] }
      : { rules: Object.fromEntries(rules.map((rule) => [`clientele/${rule}`, 'error'])) }),
  }
  // JSON is YAML, and needs no library.
  await writeFile(join(folder, 'redocly.yaml'), JSON.stringify(configuration))
  for (const [name, files] of Object.entries(descriptions)) {
    for (const [file, text] of Object.entries(files)) {
      const path = join(folder, name, file)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, text)
    }
  }
}

function run(folder: string): Promise<string> {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      [cli, 'lint', '--format=json'],
      { cwd: folder, env },
      (error, stdout, stderr) => {
        // Exit code 1 stands for findings, which are what the tests are about.
        if (error && error.code !== 1) fail(new Error(stderr))
        else done(stdout)
      },
    )
  })
}

function reports(output: string, folder: string, names: string[]): Record<string, Report> {
  const byName: Record<string, Report> = Object.fromEntries(names.map((name) => [name, []]))
  // One JSON text for each description, one directly after the other.
  for (const text of output.split(/(?<=^\})\s*(?=\{)/m)) {
    const { problems }: { problems: Problem[] } = JSON.parse(text)
    for (const { message, location } of problems) {
      const [name = '', ...path] = pathInside(folder, location[0]?.source.ref ?? '')
      byName[name]?.push(`${path.join('/')} ${location[0]?.pointer}: ${message}`)
    }
  }
  return byName
}

/** Redocly names files relative to the working folder of the process. */
function pathInside(folder: string, ref: string): string[] {
  return relative(folder, join(folder, ref)).split(sep)
}
