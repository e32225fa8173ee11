import { existsSync, globSync, realpathSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { type Passage, type Passages, passagesOf } from './passage.ts'
import { root } from './repository.ts'
import { type NamedFunction, type Structure, structureOf } from './structure.ts'

/** A line of the table: its label, and its figure for one checkout. */
type Line = [label: string, figure: string | number]

const USAGE = `Usage: npm run structure -- [checkout…]

Says how large the code of this repository is, or of each checkout that is given, side by side:
npm run structure -- ../before .

What a POST, a list and a call of the client go through is counted where the packages are built.`

/** The figures of a checkout; `details` explain them. */
async function figuresOf(checkout: string): Promise<{ lines: Line[]; details: string[] }> {
  const workspaces = globSync('{packages,tools}/*/src', { cwd: checkout })
    .map((path) => path.replaceAll('\\', '/').replace(/\/src$/, ''))
    .sort()
  const structures = new Map(workspaces.map((workspace) => [workspace, structureOf(checkout, workspace)]))
  const all = [...structures.values()]
  const functions = all.flatMap((one) => one.functions).toSorted((a, b) => b.lines - a.lines)
  const circles = all.flatMap((one) => one.circles)
  const violations = all.flatMap((one) => one.violations)
  const lines: Line[] = [
    ...(await passageLines(checkout)),
    ...[...structures].flatMap(([workspace, structure]) => sizeLines(workspace, structure)),
    ['all: files', sum(all, ({ files }) => files.size)],
    ['all: lines', sum(all, linesOf)],
    ['functions with a name', functions.length],
    ['median function, lines', functions[Math.floor(functions.length / 2)]?.lines ?? 0],
    ['longest function, lines', functions[0]?.lines ?? 0],
    ['import circles', circles.length],
    ['imports of a floor above', violations.length],
  ]
  return { lines, details: detailsOf(functions, circles, violations) }
}

async function passageLines(checkout: string): Promise<Line[]> {
  const built = ['mock', 'client'].every((name) =>
    existsSync(join(checkout, `packages/${name}/dist/index.js`)),
  )
  if (!built) return [['passages', 'not built']]
  const passages: Passages = await passagesOf(checkout)
  return Object.entries(passages).flatMap(([name, { first, next }]) => [
    ...passageFigures(`first ${name}`, first),
    ...passageFigures(`next ${name}`, next),
  ])
}

function passageFigures(name: string, { files, folders, functions }: Passage): Line[] {
  return [
    [`${name}: files`, files.length],
    [`${name}: folders`, folders],
    [`${name}: functions`, functions],
  ]
}

function sizeLines(workspace: string, structure: Structure): Line[] {
  return [
    [`${workspace}: files`, structure.files.size],
    [`${workspace}: lines`, linesOf(structure)],
  ]
}

function linesOf({ files }: Structure): number {
  return [...files.values()].reduce((total, lines) => total + lines, 0)
}

function sum(structures: readonly Structure[], figure: (structure: Structure) => number): number {
  return structures.reduce((total, structure) => total + figure(structure), 0)
}

function detailsOf(
  functions: readonly NamedFunction[],
  circles: readonly string[][],
  violations: readonly string[],
): string[] {
  return [
    'Longest functions:',
    ...functions.slice(0, 10).map(({ lines, name, file }) => `  ${lines} ${name}, ${file}`),
    ...(circles.length > 0 ? ['Import circles:', ...circles.map((files) => `  ${files.join(', ')}`)] : []),
    ...(violations.length > 0 ? ['Imports of a floor above:', ...violations.map((one) => `  ${one}`)] : []),
  ]
}

/** The figures of all checkouts as one table, with blanks for packages that a checkout does not have. */
function tableOf(names: readonly string[], columns: readonly (readonly Line[])[]): string {
  const labels = [...new Set(columns.flatMap((lines) => lines.map(([label]) => label)))]
  const found = columns.map((lines) => new Map(lines))
  const width = Math.max(...labels.map((label) => label.length))
  const row = (label: string, cells: readonly (string | number)[]) =>
    [label.padEnd(width), ...cells.map((cell) => String(cell).padStart(12))].join('  ').trimEnd()
  return [
    row(
      '',
      names.map((name) => basename(name)),
    ),
    ...labels.map((label) =>
      row(
        label,
        found.map((lines) => lines.get(label) ?? ''),
      ),
    ),
  ].join('\n')
}

const given = process.argv.slice(2)
if (given.includes('--help')) {
  console.log(USAGE)
} else {
  const checkouts = (given.length > 0 ? given : [root]).map((path) => resolve(path))
  const missing = checkouts.filter((path) => !existsSync(join(path, 'packages')))
  if (missing.length > 0) {
    console.error(`Not a checkout of this repository: ${missing.join(', ')}\n\n${USAGE}`)
    process.exit(2)
  }
  const figures = []
  for (const checkout of checkouts) figures.push(await figuresOf(realpathSync(checkout)))
  console.log(
    tableOf(
      checkouts,
      figures.map(({ lines }) => lines),
    ),
  )
  for (const [index, { details }] of figures.entries()) {
    console.log(`\n${checkouts[index]}\n${details.join('\n')}`)
  }
}
