/** A part of a regular expression. */
export type PatternNode =
  | { readonly kind: 'set'; readonly source: string }
  | { readonly kind: 'sequence' | 'alternatives'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly node: PatternNode; readonly min: number; readonly max: number }
  | { readonly kind: 'edge'; readonly edge: Edge; readonly atStart?: true }
  | { readonly kind: 'lookahead'; readonly node: PatternNode; readonly negative: boolean }

/** Whether a match may be between two characters; undefined is the start or the end of the text. */
type Edge = (before: string | undefined, after: string | undefined) => boolean

/** One step of a program. `next` are the steps after it. */
export type Step =
  | { readonly kind: 'set'; readonly set: CharacterSet; readonly next: number }
  | { readonly kind: 'split'; readonly next: readonly number[] }
  | { readonly kind: 'loop'; readonly body: number; readonly next: number }
  /** The end of the body of a loop. */
  | { readonly kind: 'again'; readonly loop: number }
  | { readonly kind: 'edge'; readonly edge: Edge; readonly next: number }
  | { readonly kind: 'match' }

/** A regular expression as steps that can be followed in any order. */
export interface Program {
  readonly steps: readonly Step[]
  readonly start: number
}

/** What this file cannot express; the message ends the sentence "The pattern …". */
export class UnsupportedPatternError extends Error {
  override readonly name = 'UnsupportedPatternError'
}

/** Limit of steps to follow, because each costs time for each character. */
const mostSteps = 3_000

/** Repetitions of more steps than this count as endless where only the work is estimated. */
const mostCopiedSteps = 200

/** A character, an escape or a class that takes only ASCII. */
const asciiOnly = /^(?:\[(?!\^)(?:\\[dwtnrfv!-/:-@[-`{-~]|[!-[^-~ ])*\]|\\[dwtnrfv!-/:-@[-`{-~]|[!-\-/-~ ])$/

/** The characters that one place of a pattern takes; V8 itself judges each of them. */
class CharacterSet {
  /** Whether characters beyond ASCII may be among them. */
  readonly wide: boolean
  readonly #whole: RegExp
  readonly #ascii: readonly boolean[]

  constructor(source: string, flags: string) {
    this.#whole = new RegExp(`^(?:${source})$`, flags)
    this.#ascii = Array.from({ length: 128 }, (_, code) => this.#whole.test(String.fromCharCode(code)))
    // If case is ignored, the letters k and s have variants beyond ASCII.
    const relatives = flags.includes('i') && (this.has('k') || this.has('s'))
    this.wide = relatives || !asciiOnly.test(source)
  }

  has(character: string): boolean {
    const code = character.charCodeAt(0)
    return code < 128 ? (this.#ascii[code] as boolean) : this.#whole.test(character)
  }
}

/**
 * Reads a regular expression that V8 accepts with these flags.
 *
 * @throws UnsupportedPatternError for backreferences, and for lookaround of other kinds than are read here
 */
export function parsePattern(source: string, flags: string): PatternNode {
  return new Parser(source, flags).alternatives()
}

const tokens = String.raw`\\u\{[\da-fA-F]+\}|\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|\\c[a-zA-Z]|\\[pP]\{[^}]*\}|\\[^bBk1-9]|\[(?:\\.|[^\]\\])*\]|[^\\()|]`
const openings: [RegExp, 'group' | 'ahead' | 'behind', boolean][] = [
  [/\(\?=/y, 'ahead', false],
  [/\(\?!/y, 'ahead', true],
  [/\(\?<=/y, 'behind', false],
  [/\(\?<!/y, 'behind', true],
  [/\(\?:|\(\?<[^>]*>|\((?!\?)/y, 'group', false],
]
const startEdge: PatternNode = { kind: 'edge', edge: (before) => before === undefined, atStart: true }
const edges: [RegExp, PatternNode][] = [
  [/\^/y, startEdge],
  [/\$/y, { kind: 'edge', edge: (_, after) => after === undefined }],
  [/\\b/y, { kind: 'edge', edge: (before, after) => isWord(before) !== isWord(after) }],
  [/\\B/y, { kind: 'edge', edge: (before, after) => isWord(before) === isWord(after) }],
]

function isWord(character: string | undefined): boolean {
  return character !== undefined && /^\w$/.test(character)
}

class Parser {
  readonly #source: string
  readonly #flags: string
  readonly #token: RegExp
  #at = 0

  constructor(source: string, flags: string) {
    this.#source = source
    this.#flags = flags
    const unicode = flags.includes('u')
    this.#token = new RegExp(tokens, unicode ? 'suy' : 'sy')
    if (/[^uis]/.test(flags)) throw new UnsupportedPatternError(`has the flags ${flags}`)
    if (!unicode && /\\(?:[ukpP]|c)/.test(source))
      throw new UnsupportedPatternError('escapes what needs no escape')
  }

  alternatives(): PatternNode {
    const nodes = [this.#sequence()]
    while (this.#take(/\|/y) !== undefined) nodes.push(this.#sequence())
    return nodes.length === 1 ? (nodes[0] as PatternNode) : { kind: 'alternatives', nodes }
  }

  #sequence(): PatternNode {
    const nodes: PatternNode[] = []
    while (this.#at < this.#source.length && !/[|)]/.test(this.#source[this.#at] as string))
      nodes.push(this.#repeated(this.#atom()))
    return { kind: 'sequence', nodes }
  }

  #atom(): PatternNode {
    for (const [edge, node] of edges) if (this.#take(edge) !== undefined) return node
    for (const [opening, kind, negative] of openings) {
      if (this.#take(opening) === undefined) continue
      const inner = this.alternatives()
      this.#at++
      return kind === 'group' ? inner : this.#lookaround(kind, inner, negative)
    }
    const source = this.#take(this.#token)
    if (source !== undefined) return { kind: 'set', source }
    throw new UnsupportedPatternError(
      this.#source[this.#at] === '(' ? 'changes flags inside of a group' : 'refers back to a group',
    )
  }

  #repeated(node: PatternNode): PatternNode {
    const text = this.#take(/(?:[*+?]|\{\d+(?:,\d*)?\})\??/y)
    if (text === undefined) return node
    const [, min = '', comma, max = ''] = /^\{(\d+)(,?)(\d*)\}/.exec(text) ?? []
    if (min !== '')
      return { kind: 'repeat', node, min: Number(min), max: comma ? Number(max || Infinity) : Number(min) }
    return { kind: 'repeat', node, min: text[0] === '+' ? 1 : 0, max: text[0] === '?' ? 1 : Infinity }
  }

  /** A lookaround at one character, or at an edge, is an edge. */
  #lookaround(kind: 'ahead' | 'behind', node: PatternNode, negative: boolean): PatternNode {
    const one = onlyOne(node)
    if (one?.kind === 'edge')
      return negative ? { kind: 'edge', edge: (...sides) => !one.edge(...sides) } : one
    if (one) {
      const set = new CharacterSet(one.source, this.#flags)
      const has = (character: string | undefined) =>
        (character !== undefined && set.has(character)) !== negative
      return { kind: 'edge', edge: kind === 'ahead' ? (_, after) => has(after) : (before) => has(before) }
    }
    if (kind === 'behind') throw new UnsupportedPatternError('looks behind at more than one character')
    return { kind: 'lookahead', node, negative }
  }

  #take(token: RegExp): string | undefined {
    token.lastIndex = this.#at
    const text = token.exec(this.#source)?.[0]
    if (text !== undefined) this.#at += text.length
    return text
  }
}

/** The one character or edge that a part consists of. */
function onlyOne(node: PatternNode): (PatternNode & { kind: 'set' | 'edge' }) | undefined {
  if (node.kind === 'set' || node.kind === 'edge') return node
  return node.kind === 'sequence' && node.nodes.length === 1
    ? onlyOne(node.nodes[0] as PatternNode)
    : undefined
}

/** Whether a part can match only at the start of the text. */
export function isAnchored(node: PatternNode): boolean {
  if (node.kind === 'edge') return node.atStart === true
  if (node.kind === 'alternatives') return node.nodes.every(isAnchored)
  return node.kind === 'sequence' && node.nodes[0] !== undefined && isAnchored(node.nodes[0])
}

/**
 * Compiles a part, with a match after it.
 *
 * @param estimate Whether long repetitions may become endless ones, which take every text that the part takes
 * @throws UnsupportedPatternError when it gets too long, and for lookahead
 */
export function compileProgram(node: PatternNode, flags: string, estimate: boolean): Program {
  const compiler = new Compiler(flags, estimate)
  const start = compiler.add(node, compiler.push({ kind: 'match' }))
  return { steps: compiler.steps, start }
}

class Compiler {
  readonly steps: Step[] = []
  readonly #flags: string
  readonly #estimate: boolean
  readonly #sets = new Map<string, CharacterSet>()

  constructor(flags: string, estimate: boolean) {
    this.#flags = flags
    this.#estimate = estimate
  }

  push(step: Step): number {
    if (this.steps.length >= mostSteps) throw new UnsupportedPatternError('is too long')
    return this.steps.push(step) - 1
  }

  /** The place where the part starts; the steps after it already exist. */
  add(node: PatternNode, next: number): number {
    switch (node.kind) {
      case 'set':
        return this.push({ kind: 'set', set: this.#set(node.source), next })
      case 'edge':
        return this.push({ kind: 'edge', edge: node.edge, next })
      case 'sequence':
        return node.nodes.reduceRight((after, each) => this.add(each, after), next)
      case 'alternatives':
        return this.push({ kind: 'split', next: node.nodes.map((each) => this.add(each, next)) })
      case 'repeat':
        return this.#repeat(node, next)
      case 'lookahead':
        // Takes V8 only a few steps at any place.
        if (this.#estimate && isShort(node.node)) return this.push({ kind: 'edge', edge: () => true, next })
        throw new UnsupportedPatternError('looks ahead at more than one character')
    }
  }

  #repeat({ node, min, max }: { node: PatternNode; min: number; max: number }, next: number): number {
    const copies = max === Infinity ? min : max
    const endless = this.#estimate && !canBeEmpty(node) && copies * sizeOf(node) > mostCopiedSteps
    const least = endless ? Math.min(min, 1) : min
    let place = endless || max === Infinity ? this.#loop(node, next) : next
    for (let copy = endless || max === Infinity ? least : max; copy > 0; copy--) {
      const start = this.add(node, place)
      place = copy > least ? this.push({ kind: 'split', next: [start, next] }) : start
    }
    return place
  }

  #loop(node: PatternNode, next: number): number {
    const loop = { kind: 'loop' as const, body: 0, next }
    const place = this.push(loop)
    loop.body = this.add(node, this.push({ kind: 'again', loop: place }))
    return place
  }

  #set(source: string): CharacterSet {
    const set = this.#sets.get(source) ?? new CharacterSet(source, this.#flags)
    this.#sets.set(source, set)
    return set
  }
}

function canBeEmpty(node: PatternNode): boolean {
  if (node.kind === 'set') return false
  if (node.kind === 'sequence') return node.nodes.every(canBeEmpty)
  if (node.kind === 'alternatives') return node.nodes.some(canBeEmpty)
  return node.kind !== 'repeat' || node.min === 0 || canBeEmpty(node.node)
}

/** How many characters a text for the part may have, where an endless repetition ends after a few. */
export function sizeOf(node: PatternNode): number {
  if (node.kind === 'sequence' || node.kind === 'alternatives')
    return node.nodes.reduce((sum, each) => sum + sizeOf(each), 1)
  if (node.kind !== 'repeat') return 1
  return sizeOf(node.node) * Math.max(1, node.max === Infinity ? node.min + fewMore : node.max)
}

/** Whether a part takes a few characters at most, so that V8 finishes it after a few steps. */
function isShort(node: PatternNode): boolean {
  return hasEnd(node) && sizeOf(node) <= 50
}

function hasEnd(node: PatternNode): boolean {
  if (node.kind === 'sequence' || node.kind === 'alternatives') return node.nodes.every(hasEnd)
  if (node.kind === 'repeat') return node.max !== Infinity && hasEnd(node.node)
  return node.kind !== 'lookahead'
}

/** The generator of texts ends an endless repetition after about this many. */
const fewMore = 10
