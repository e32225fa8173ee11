import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const compiler = fileURLToPath(new URL('../../../../node_modules/typescript/bin/tsc', import.meta.url))
const here = fileURLToPath(new URL('./', import.meta.url))
const folder = fileURLToPath(new URL('../generated/', import.meta.url))

/** The files, by what they measure. */
export const files = {
  'clientele, operations': 'operations.ts',
  'clientele, verbs': 'verbs.ts',
  'openapi-fetch': 'openapi-fetch.ts',
}

/**
 * Type-checks an application and reads a figure of `--extendedDiagnostics`.
 *
 * @param file One of the files. The application consists of copies of it.
 * @param figure Its name in the output of the compiler, for example `Instantiations`.
 */
export function diagnose(file: string, figure: string, copies = 1): number {
  mkdirSync(folder, { recursive: true })
  const application = Array.from({ length: copies }, (_, index) => `copy-${index + 1}-of-${file}`)
  for (const copy of application) cpSync(here + file, folder + copy)
  const configuration = `${folder}${file}.json`
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'es2022',
    module: 'nodenext',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: [],
    skipLibCheck: true,
  }
  writeFileSync(configuration, JSON.stringify({ compilerOptions, files: application }))
  const output = execFileSync(
    process.execPath,
    [compiler, '-p', configuration, '--extendedDiagnostics', '--singleThreaded'],
    {
      encoding: 'utf8',
    },
  )
  const [, value] = new RegExp(`^${figure}: +([\\d.]+)`, 'm').exec(output) ?? []
  if (value === undefined) throw new Error(`The compiler printed no "${figure}":\n${output}`)
  return Number(value)
}

export const forget = () => rmSync(folder, { recursive: true, force: true })

/** Both styles against openapi-fetch, with the bound of the project. */
export const comparisons = ['clientele, operations', 'clientele, verbs'].map((subject) => ({
  label: `type-check, ${subject.replace('clientele, ', '')}`,
  subject,
  peer: 'openapi-fetch',
  bound: { atMost: 1 },
}))
