import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const compiler = fileURLToPath(new URL('../../../../node_modules/typescript/bin/tsc', import.meta.url))
const folder = fileURLToPath(new URL('../generated/', import.meta.url))

/** The files, by what they measure. */
export const files = {
  'clientele, operations': 'operations.ts',
  'clientele, verbs': 'verbs.ts',
  'openapi-fetch': 'openapi-fetch.ts',
}

/**
 * Type-checks one of the files and reads a figure of `--extendedDiagnostics`.
 *
 * @param figure Its name in the output of the compiler, for example `Instantiations`.
 */
export function diagnose(file: string, figure: string): number {
  mkdirSync(folder, { recursive: true })
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
  writeFileSync(configuration, JSON.stringify({ compilerOptions, files: [`../type-check/${file}`] }))
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
