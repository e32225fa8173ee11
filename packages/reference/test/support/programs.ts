import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { inject } from 'vitest'
import { tokens } from './site.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const repository = fileURLToPath(new URL('../../../../', import.meta.url))
const redirect = pathToFileURL(join(root, 'test/support/redirect-to-mock.ts')).href
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')

export interface Outcome {
  status: number | null
  output: string
}

/** A folder of programs outside of the repository: they import what a reader would, from the packages of a release. */
export class Programs {
  readonly #folder: string

  constructor(name: string) {
    this.#folder = join(inject('outside'), name)
    rmSync(this.#folder, { recursive: true, force: true })
    mkdirSync(this.#folder, { recursive: true })
  }

  /** Writes the text of a program as it is; returns its path. */
  write(name: string, source: string): string {
    const path = join(this.#folder, `${name}.ts`)
    // `export {}` makes it a module also where it imports nothing.
    writeFileSync(path, `${source}\nexport {}\n`)
    return path
  }

  /** Type-checks all programs as strictly as this project. */
  check(): Promise<Outcome> {
    writeFileSync(
      join(this.#folder, 'tsconfig.json'),
      JSON.stringify({
        extends: join(repository, 'tsconfig.base.json'),
        compilerOptions: {
          lib: ['es2024', 'dom', 'dom.iterable'],
          types: ['node'],
          typeRoots: [join(repository, 'node_modules/@types')],
          noUnusedLocals: false,
          noUnusedParameters: false,
        },
        include: ['*.ts'],
      }),
    )
    return execute(process.execPath, [compiler, '-p', this.#folder])
  }

  /** Runs a program; its calls to Microsoft go to the mock. */
  run(path: string, mockUrl: string): Promise<Outcome> {
    return execute(process.execPath, ['--import', redirect, path], {
      CLIENTELE_TEST_MOCK: mockUrl,
      ...tokens,
    })
  }
}

/** Runs a command to its end. Only the path and the given variables reach it. */
export function execute(
  command: string,
  args: readonly string[],
  variables: Record<string, string> = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env: { ...system(), ...variables } })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, output }))
  })
}

function system(): NodeJS.ProcessEnv {
  const names = ['PATH', 'Path', 'HOME', 'SystemRoot', 'TEMP', 'TMP']
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
}
