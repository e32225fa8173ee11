import { parseAst } from 'vitest/node'

/** A change of a source file that its tests should notice. */
export interface Mutant {
  /** Relative to the package. */
  readonly file: string
  /** Offsets in the file. */
  readonly start: number
  readonly end: number
  readonly replacement: string
  /** The change, for example `&& → ||`. */
  readonly change: string
  /** The innermost function around it, as {@link functionsIn} counts them; undefined for top-level code. */
  readonly within: number | undefined
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

const swapped: Readonly<Record<string, string>> = {
  '&&': '||',
  '||': '&&',
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
}

/**
 * The changes of one file: other operators, conditions that are always or never met, other numbers and truth values, calls
 * and assignments left out, nothing returned. Texts, patterns and types stay as they are.
 */
export function mutantsIn(file: string, source: string): Mutant[] {
  const found: Mutant[] = []
  walk(programOf(source), (node, within) => {
    const add = ({ start, end }: { start: number; end: number }, replacement: string, change: string) =>
      found.push({ file, start, end, replacement, change, within })
    const text = ({ start, end }: Node) => source.slice(start, end)
    if (node.type === 'LogicalExpression' || node.type === 'BinaryExpression') {
      const { left, right, operator } = node as Node & { left: Node; right: Node; operator: string }
      const other = swapped[operator]
      if (operator === '??') add(node, text(left), '?? left out')
      else if (other !== undefined) {
        const place = operatorPlace(source, left.end, right.start, operator)
        add(place, other, `${operator} → ${other}`)
      }
    }
    if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') {
      const test = node.test as Node
      add(test, 'true', 'condition always met')
      add(test, 'false', 'condition never met')
    }
    if (node.type === 'UnaryExpression' && node.operator === '!')
      add(node, text(node.argument as Node), '! left out')
    if (node.type === 'Literal' && typeof node.value === 'boolean')
      add(node, String(!node.value), `${node.value} → ${!node.value}`)
    if (node.type === 'Literal' && typeof node.value === 'number')
      add(node, `(${text(node)} + 1)`, `${text(node)} + 1`)
    if (node.type === 'ReturnStatement' && node.argument)
      add(node.argument as Node, 'undefined', 'nothing returned')
    if (node.type === 'ExpressionStatement' && /^(Call|Assignment)/.test((node.expression as Node).type))
      add(node, ';', 'statement left out')
  })
  return found
}

/** The operator is between its sides, perhaps beside brackets and comments. */
function operatorPlace(
  source: string,
  from: number,
  to: number,
  operator: string,
): { start: number; end: number } {
  const between = source
    .slice(from, to)
    .replace(/\/\*.*?\*\/|\/\/.*/gs, (comment) => ' '.repeat(comment.length))
  const start = from + between.indexOf(operator)
  return { start, end: start + operator.length }
}

/** Source in which each function passes its place to `globalThis.__reached` when it is called. */
export function telling(file: string, source: string): string {
  const inserted: [number, string][] = []
  for (const { place, body } of functionsIn(source)) {
    const call = `globalThis.__reached?.(${JSON.stringify(`${file}:${place}`)})`
    if (body.type === 'BlockStatement') inserted.push([body.start + 1, `${call};`])
    else inserted.push([body.start, `(${call}, (`], [body.end, '))'])
  }
  inserted.sort(([one], [other]) => other - one)
  return inserted.reduce((text, [at, more]) => text.slice(0, at) + more + text.slice(at), source)
}

/** Every function of a file by the place where it starts, with its body. */
export function functionsIn(source: string): { place: number; body: Node }[] {
  const found: { place: number; body: Node }[] = []
  walk(programOf(source), (node) => {
    const body = isFunction(node) ? (node.body as Node | null) : null
    if (body) found.push({ place: node.start, body })
  })
  return found
}

function isFunction({ type }: Node): boolean {
  return type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression'
}

function programOf(source: string): Node {
  return parseAst(source, { lang: 'ts' }) as unknown as Node
}

const typed = new Set(['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression'])

/** Visits code that runs, not types and imports. */
function walk(node: Node, visit: (node: Node, within: number | undefined) => void, within?: number): void {
  if (/^(TS|Import|ExportAll)/.test(node.type) && !typed.has(node.type)) return
  visit(node, within)
  const inside = isFunction(node) && node.body ? node.start : within
  for (const [field, value] of Object.entries(node)) {
    // A name, not a value.
    if (field === 'key' && node.computed === false) continue
    for (const child of [value].flat()) if (isNode(child)) walk(child, visit, inside)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}
