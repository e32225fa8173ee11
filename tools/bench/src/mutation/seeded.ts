import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Mutant } from './mutants.ts'

/** A change from the list: a text of a file and its replacement. */
interface SeededChange {
  readonly change: string
  readonly file: string
  readonly from: string
  readonly to: string
  /** The test file that has to notice it. */
  readonly test: string
}

/** A seeded change, and the test file that has to notice it. */
export interface Seeded extends Mutant {
  readonly test: string
}

/**
 * Reads `bench/seeded-changes.yaml` of a package.
 *
 * @throws Error that names every change whose text is not exactly once in its file.
 */
export function readSeeded(folder: string): Seeded[] {
  const changes = parse(readFileSync(join(folder, 'bench/seeded-changes.yaml'), 'utf8')) as SeededChange[]
  const mistakes: string[] = []
  const mutants = changes.map(({ change, file, from, to, test }) => {
    const source = readFileSync(join(folder, file), 'utf8')
    const start = source.indexOf(from)
    if (start < 0 || source.indexOf(from, start + 1) >= 0)
      mistakes.push(`${change}: ${file} must hold ${JSON.stringify(from)} once`)
    if (!existsSync(join(folder, test))) mistakes.push(`${change}: there is no ${test}`)
    return { file, start, end: start + from.length, replacement: to, change, within: undefined, test }
  })
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'))
  return mutants
}
