import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { functionsIn, type Mutant } from './mutants.ts'

/** A change that someone wrote down: a text of a file and what takes its place. */
interface SeededChange {
  readonly change: string
  readonly file: string
  readonly from: string
  readonly to: string
}

/**
 * Reads `bench/seeded-changes.yaml` of a package.
 *
 * @throws Error that names every change whose text is not exactly once in its file.
 */
export function readSeeded(folder: string): Mutant[] {
  const changes = parse(readFileSync(join(folder, 'bench/seeded-changes.yaml'), 'utf8')) as SeededChange[]
  const mistakes: string[] = []
  const mutants = changes.map(({ change, file, from, to }) => {
    const source = readFileSync(join(folder, file), 'utf8')
    const start = source.indexOf(from)
    if (start < 0 || source.indexOf(from, start + 1) >= 0)
      mistakes.push(`${change}: ${file} must hold ${JSON.stringify(from)} once`)
    const around = functionsIn(source).filter(({ body }) => body.start <= start && start < body.end)
    return { file, start, end: start + from.length, replacement: to, change, within: around.at(-1)?.place }
  })
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'))
  return mutants
}
