import { globSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join } from 'node:path/posix'
import { type AnyNode, parse } from 'acorn'

/** A function with a name: a declaration, a method, or the value of a constant or property. */
export interface NamedFunction {
  name: string
  file: string
  /** From its first line to its last. */
  lines: number
}

/** The sources of a workspace; `import type` counts as an import. */
export interface Structure {
  /** Source files with their lines, by path from the root of the checkout. Generated files are left out. */
  files: Map<string, number>
  functions: NamedFunction[]
  /** Groups of files that all import each other, directly or through others. */
  circles: string[][]
  /** Imports from a folder that the README of the sources lists on the same floor or above, as `file -> file`. */
  violations: string[]
}

/**
 * Reads the sources of a workspace.
 *
 * @param checkout Root of the checkout.
 * @param workspace Path of the workspace, such as `packages/mock`.
 */
export function structureOf(checkout: string, workspace: string): Structure {
  const paths = globSync(`${workspace}/src/**/*.{ts,astro}`, { cwd: checkout })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !/\/(?:generated|node_modules)\/|\.d\.ts$/.test(path))
    .sort()
  const texts = new Map(paths.map((path) => [path, readFileSync(join(checkout, path), 'utf8')]))
  const code = [...texts].filter(([path]) => path.endsWith('.ts'))
  const imports = new Map(
    code.map(([path, text]) => [path, importsOf(path, text).filter((one) => texts.has(one))]),
  )
  return {
    files: new Map([...texts].map(([path, text]) => [path, text.split('\n').length - 1])),
    functions: code.flatMap(([path, text]) => functionsOf(path, text)),
    circles: circlesIn(imports),
    violations: violationsIn(imports, floorsOf(checkout, workspace)),
  }
}

/** The functions with a name of a TypeScript file. */
export function functionsOf(file: string, text: string): NamedFunction[] {
  const script = stripTypeScriptTypes(text)
  const tree = parse(script, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    locations: true,
    allowHashBang: true,
  })
  const found: NamedFunction[] = []
  const visit = (node: AnyNode, name?: string): void => {
    const own = nameOf(node) ?? name
    const { loc } = node
    if (own !== undefined && isFunction(node) && node.body.type === 'BlockStatement' && loc) {
      found.push({ name: own, file, lines: loc.end.line - loc.start.line + 1 })
    }
    for (const child of childrenOf(node)) visit(child, isFunction(node) ? undefined : nameOf(node))
  }
  visit(tree)
  return found
}

type FunctionNode = AnyNode & { body: AnyNode }

function isFunction(node: AnyNode): node is FunctionNode {
  return /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)
}

/** The name that a declaration, a constant, a method or a property gives. */
function nameOf(node: AnyNode): string | undefined {
  const { id, key } = node as { id?: AnyNode | null; key?: AnyNode }
  const named = id ?? key
  return named && 'name' in named && typeof named.name === 'string' ? named.name : undefined
}

function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node)
    .flat()
    .filter((value): value is AnyNode => typeof value === 'object' && value !== null && 'type' in value)
}

/** The relative imports of a file, as paths from the root of the checkout. */
function importsOf(file: string, text: string): string[] {
  const named = text.matchAll(
    /^(?:import|export|\})[^'\n]*? from '(\.[^']+)'|\bimport\('(\.[^']+)'\)|^import '(\.[^']+)'/gm,
  )
  return [...named].map(([, one, other, bare]) => join(dirname(file), one ?? other ?? bare ?? ''))
}

/** Tarjan's algorithm: the groups of more than one file that can be reached from each other. */
export function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const circles: string[][] = []
  const visit = (file: string): number => {
    const number = order.size
    order.set(file, number)
    lowest.set(file, number)
    open.push(file)
    for (const next of imports.get(file) ?? []) {
      const reached = order.has(next)
        ? open.includes(next)
          ? (order.get(next) as number)
          : number
        : visit(next)
      lowest.set(file, Math.min(lowest.get(file) as number, reached))
    }
    if (lowest.get(file) === number) {
      const group = open.splice(open.indexOf(file))
      if (group.length > 1) circles.push(group.sort())
    }
    return lowest.get(file) as number
  }
  for (const file of imports.keys()) if (!order.has(file)) visit(file)
  return circles
}

/**
 * The folders of a workspace by their floors, from the first table in `src/README.md`: the column `room` or `where`
 * names folders, and each row whose first cell is filled begins a new floor.
 */
function floorsOf(checkout: string, workspace: string): Map<string, number> {
  const source = `${workspace}/src`
  const [readme] = globSync(`${source}/README.md`, { cwd: checkout })
  const table = readme && /(?:^\|.*\n)+/m.exec(readFileSync(join(checkout, readme), 'utf8'))?.[0]
  const rows = (table || '')
    .trim()
    .split('\n')
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  const column = rows[0]?.findIndex((cell) => cell === 'room' || cell === 'where') ?? -1
  const floors = new Map<string, number>()
  let floor = 0
  for (const row of rows.slice(2)) {
    if (row[0] !== '') floor += 1
    for (const [, folder = ''] of (row[column] ?? '').matchAll(/`([\w-]+)\/`/g)) {
      if (!floors.has(folder)) floors.set(folder, floor)
    }
  }
  return new Map([...floors].map(([folder, number]) => [`${source}/${folder}`, number]))
}

function violationsIn(
  imports: ReadonlyMap<string, readonly string[]>,
  floors: ReadonlyMap<string, number>,
): string[] {
  const folderOf = (file: string) => file.split('/').slice(0, 4).join('/')
  const looksUp = (from: string, to: string) => {
    const [own, other] = [floors.get(from), floors.get(to)]
    return from !== to && own !== undefined && other !== undefined && other <= own
  }
  return [...imports].flatMap(([file, found]) =>
    found.filter((one) => looksUp(folderOf(file), folderOf(one))).map((one) => `${file} -> ${one}`),
  )
}
