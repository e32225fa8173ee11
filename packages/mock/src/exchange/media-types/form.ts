import { isObject } from '../../json/json.ts'
import { BodySyntaxError, type Codec, textOf, typed } from './codec.ts'

const MAX_DEPTH = 32
const MAX_INDEX = 1000
const RESERVED = new Set(['__proto__', 'constructor', 'prototype'])

type Node = { [name: string]: Node } | Node[] | string

/** The meaning of `[]`: the next place of a list. */
const append = Symbol('[]')

type Step = string | number | typeof append

/**
 * `application/x-www-form-urlencoded`. Nested values are named as `passwordProfile.password`, `headers[0].key`,
 * `metadata[order]`, `expand[]` or `items[][price]`.
 */
export const form: Codec = {
  name: 'form',
  handles: (essence) => essence === 'application/x-www-form-urlencoded',
  parse: (bytes, { schema }) => typed(nest(pairsOf(bytes)), schema),
  format: (value) => new URLSearchParams(flatten(value)).toString(),
}

function pairsOf(bytes: Uint8Array): URLSearchParams {
  const text = textOf(bytes)
  const bad = /%(?![0-9a-f]{2})/i.exec(text)
  if (bad)
    throw new BodySyntaxError(`The form has a % without two hexadecimal digits at position ${bad.index}.`)
  return new URLSearchParams(text)
}

/** Pairs as a tree, by the brackets and dots in their names. */
export function nest(pairs: Iterable<readonly [string, string]>): Node {
  const root: Node = {}
  for (const [name, value] of pairs) place(root, stepsOf(name), value, name)
  return root
}

function stepsOf(name: string): Step[] {
  const steps = partsOf(name).flatMap((part) => {
    const [, base = '', brackets = ''] = /^([^[\]]*)((?:\[[^[\]]*\])*)$/.exec(part) ?? []
    if (base === '') throw new BodySyntaxError(`The form has a name that cannot be read: ${quote(name)}.`)
    return [base, ...[...brackets.matchAll(/\[([^\]]*)\]/g)].map(([, inside = '']) => stepOf(inside))]
  })
  const tooLarge = steps.some((step) => typeof step === 'number' && step > MAX_INDEX)
  if (steps.length > MAX_DEPTH || tooLarge)
    throw new BodySyntaxError(`The form nests too far in ${quote(name)}.`)
  if (steps.some((step) => RESERVED.has(String(step))))
    throw new BodySyntaxError(`The form must not name ${quote(name)}.`)
  return steps
}

/** Dots separate names, but not within brackets. */
function partsOf(name: string): string[] {
  const parts = ['']
  for (const [index, piece] of name.split(/(\[[^[\]]*\])/).entries()) {
    const [first = '', ...others] = index % 2 === 0 ? piece.split('.') : [piece]
    parts.push(parts.pop() + first)
    for (const other of others) parts.push(other)
  }
  return parts
}

function stepOf(inside: string): Step {
  if (inside === '') return append
  return /^\d+$/.test(inside) ? Number(inside) : inside
}

function place(root: Node, steps: readonly Step[], value: string, name: string): void {
  let owner: Node = root
  for (const [index, step] of steps.entries()) {
    const next = steps[index + 1]
    const last = next === undefined
    const fresh: Node = last ? value : typeof next === 'string' ? {} : []
    owner = descend(owner, step === append ? appended(owner, next) : step, fresh, last, name)
  }
}

/** `items[][price]` continues the last item until that has a price. */
function appended(owner: Node, next: Step | undefined): number {
  if (!Array.isArray(owner)) return 0
  const last = owner.at(-1)
  const goesOn = typeof next === 'string' && isObject(last) && !Object.hasOwn(last, next)
  return goesOn ? owner.length - 1 : owner.length
}

/** Goes one step down and makes missing parts; a repeated plain name makes an array. */
function descend(owner: Node, step: string | number, fresh: Node, last: boolean, name: string): Node {
  const conflict = () => new BodySyntaxError(`The form gives ${quote(name)} a value and members at once.`)
  if (typeof owner === 'string' || Array.isArray(owner) !== (typeof step === 'number')) throw conflict()
  const members = owner as Record<string | number, Node>
  const known = Object.hasOwn(members, step) ? members[step] : undefined
  if (known === undefined) {
    members[step] = fresh
    return fresh
  }
  if (!last) return known
  if (isObject(known)) throw conflict()
  if (Array.isArray(known)) known.push(fresh)
  else members[step] = [known, fresh]
  return fresh
}

function quote(name: string): string {
  return JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name)
}

function flatten(value: unknown, prefix = ''): [string, string][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => flatten(item, `${prefix}[${index}]`))
  if (!isObject(value)) return [[prefix, value === null || value === undefined ? '' : String(value)]]
  return Object.entries(value).flatMap(([name, own]) =>
    flatten(own, prefix === '' ? name : `${prefix}.${name}`),
  )
}
