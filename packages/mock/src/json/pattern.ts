import type { Ajv } from 'ajv'
import { objectsIn } from './json.ts'
import { once, Recent } from './kept.ts'
import {
  compileProgram,
  isAnchored,
  type PatternNode,
  type Program,
  parsePattern,
  type Step,
  sizeOf,
  UnsupportedPatternError,
} from './pattern-program.ts'

/** Tells whether a text matches. */
interface Pattern {
  test(text: string): boolean
  /** The source, by which Ajv distinguishes patterns. */
  toString(): string
  /** Why every text is accepted: ends a sentence that begins with the pattern. Undefined when it is enforced. */
  readonly unenforced?: string
  /** The engine: V8 if it provably takes linear time, else the walk of this file. */
  readonly by: 'V8' | 'walk' | 'nobody'
}

/** Ways through a pattern that V8 may have to follow at one character of a text. */
const mostWays = 100
/** How many sets of such ways are examined before the proof is given up. */
const mostStates = 1_000
/** How many ways to match nothing between two characters are examined. */
const mostVisits = 10_000
/** Limit of steps in one walk through a text, at most a second; a text that needs more is accepted. */
const mostWork = 100_000_000

/** Saves the proof for each use of a pattern: 0.2 to 1 ms. */
const known = new Recent<string, Pattern>(2_000)

/**
 * Compiles a pattern of a description so that it takes linear time for any text. V8 goes back and tries every way
 * through a pattern, which takes exponential time for `^(a+)+$`; it is used only if a proof finds few ways.
 *
 * @param flags as for `RegExp`; a source that `u` refuses is read without it
 * @example
 * compilePattern('^(a+)+$').test('a'.repeat(100) + '!') // false, at once
 */
export function compilePattern(source: string, flags = 'u'): Pattern {
  const name = `${flags}/${source}`
  return known.get(name) ?? known.keep(name, compile(source, flags))
}

/** The patterns of a description that accept everything, each with the reason in brackets. */
export function unenforcedPatterns(document: unknown): string[] {
  const found = new Map<string, string>()
  for (const node of objectsIn(document, data)) {
    const { pattern, patternProperties } = node as Record<string, unknown>
    for (const source of [pattern, ...Object.keys(patternProperties ?? {})]) {
      const reason = typeof source === 'string' ? compilePattern(source).unenforced : undefined
      if (reason !== undefined) found.set(source as string, reason)
    }
  }
  return Array.from(found, ([source, reason]) => `"${source.slice(0, 80)}" (${reason})`)
}

/** Keywords whose values are data, in which `pattern` is an ordinary name. */
const data = new Set(['const', 'default', 'enum', 'example', 'examples', 'value'])

/** Longest made-up text for a pattern, in characters. */
const longestText = 100_000

/** Whether a made-up text for a pattern is short enough for an answer. */
export function describesShortText(source: string): boolean {
  try {
    return sizeOf(parsePattern(source, 'u')) <= longestText
  } catch {
    return true
  }
}

/** Longest text that is checked for the format `url`, in characters: the check takes quadratic time. */
const longestUrl = 8_192

/** Makes an Ajv use {@link compilePattern}, and limits the time of its formats. */
export function guardPatterns(ajv: Ajv): void {
  ajv.opts.code.regExp = Object.assign(compilePattern, { code: 'compilePattern' })
  const { url } = ajv.formats
  if (url instanceof RegExp) ajv.addFormat('url', guardedUrl(url))
}

/** The format `url`, which refuses a long text unread. */
export function guardedUrl(url: RegExp): (text: string) => boolean {
  return (text) => text.length <= longestUrl && url.test(text)
}

/** Schemas that an Ajv compiles before it forgets them. */
const mostCompiled = 200

/**
 * Makes an Ajv forget old schemas. It keeps every schema with everything that the schema refers to, even if a
 * description was reloaded. Compiled checks keep working.
 */
export function letForget(ajv: Ajv): void {
  const compile = ajv.compile
  let compiled = 0
  ajv.compile = function (this: Ajv, ...given: Parameters<Ajv['compile']>) {
    if (++compiled % mostCompiled === 0) forget(ajv)
    return compile.apply(this, given)
  } as Ajv['compile']
}

function forget(ajv: Ajv): void {
  const { scope, _cache: schemas } = ajv as unknown as {
    readonly scope: { readonly _prefixes: Set<string>; readonly opts: object }
    readonly _cache: Map<unknown, unknown>
  }
  const Scope = scope.constructor as new (options: object) => Ajv['scope']
  schemas.clear()
  Object.assign(ajv, { scope: new Scope({ ...scope.opts, scope: {}, prefixes: scope._prefixes }) })
}

function compile(source: string, flags: string): Pattern {
  const native = nativePattern(source, flags)
  if (!native) return unenforced(source, 'is not a regular expression')
  try {
    const parts = partsOf(parsePattern(source, native.flags))
    const quick = parts.every((part) => takesFewWays(part, native.flags))
    const walk = once(() => (quick ? walkOrAccept : walkOf)(parts, native.flags))
    if (!quick) walk()
    const test = quick ? (text: string) => nativeTest(native, text, walk) : (text: string) => walk()(text)
    return { test, toString: () => source, by: quick ? 'V8' : 'walk' }
  } catch (error) {
    if (!(error instanceof UnsupportedPatternError)) throw error
    return unenforced(source, error.message)
  }
}

function nativePattern(source: string, flags: string): RegExp | undefined {
  for (const each of [flags, flags.replace('u', '')]) {
    try {
      return new RegExp(source, each)
    } catch {
      // Tried without `u`, which forbids escapes that older dialects allow.
    }
  }
  return undefined
}

function unenforced(source: string, reason: string): Pattern {
  return { test: () => true, toString: () => source, unenforced: reason, by: 'nobody' }
}

/** V8 gives up after millions of choices; the walk has no such limit. */
function nativeTest(native: RegExp, text: string, walk: () => (text: string) => boolean): boolean {
  try {
    return native.test(text)
  } catch {
    return walk()(text)
  }
}

/** A pattern, or a lookahead at its start; all have to match at the start of the text. */
interface Part {
  readonly node: PatternNode
  readonly anchored: boolean
  readonly negative: boolean
}

/** Passwords are described as `^(?=.*\d)(?=.*[a-z]).{8,}$`: a lookahead at the start is a separate pattern. */
function partsOf(node: PatternNode): Part[] {
  const anchored = isAnchored(node)
  if (node.kind !== 'sequence' || !anchored) return [{ node, anchored, negative: false }]
  const [first, ...others] = node.nodes as [PatternNode, ...PatternNode[]]
  const end = others.findIndex(({ kind }) => kind !== 'lookahead' && kind !== 'edge')
  const leading = end < 0 ? others : others.slice(0, end)
  const looks = leading.filter((each) => each.kind === 'lookahead')
  const rest = [first, ...others.filter((each) => !looks.includes(each as (typeof looks)[number]))]
  return [
    ...looks.map((look) => ({ node: look.node, anchored: true, negative: look.negative })),
    { node: { kind: 'sequence', nodes: rest }, anchored: true, negative: false },
  ]
}

/** Whether V8 follows few ways at each character of any text, in one attempt and in all that fail before it. */
function takesFewWays({ node, anchored }: Part, flags: string): boolean {
  const program = compileProgram(node, flags, true)
  return waysStayFew(program, false) && (anchored || waysStayFew(program, true))
}

/** How many ways lead to a step. */
type Ways = ReadonlyMap<number, number>

/**
 * Follows all texts at once and counts the ways to each step. A finite set of small counts is the proof.
 *
 * @param everywhere Whether an attempt starts at each character, as V8 does after a failed one. An attempt that can match ends the search, so it is not followed further.
 */
function waysStayFew(program: Program, everywhere: boolean): boolean {
  const after = endings(program)
  const start = after(program.start)
  if (sum(start.ways) > mostVisits) return false
  const seen = new Set<string>()
  const waiting: Ways[] = [start.ways]
  const characters = distinctCharacters(program)
  for (let ways = waiting.pop(); ways; ways = waiting.pop()) {
    for (const takes of characters) {
      const next = new Map<number, number>(everywhere ? start.ways : [])
      for (const [place, count] of ways) {
        const step = program.steps[place]
        if (step?.kind !== 'set' || !takes.has(place)) continue
        const end = after(step.next)
        if (everywhere && end.matches) continue
        for (const [target, more] of end.ways) next.set(target, (next.get(target) ?? 0) + count * more)
      }
      if (sum(next) > mostWays) return false
      const name = [...next].sort(([one], [other]) => one - other).join(' ')
      if (seen.has(name)) continue
      if (seen.size >= mostStates) return false
      seen.add(name)
      waiting.push(next)
    }
  }
  return true
}

function sum(ways: Ways): number {
  let total = 0
  for (const count of ways.values()) total += count
  return total
}

/** The steps by distinguishable characters; all beyond ASCII count as one that every wide set takes. */
function distinctCharacters({ steps }: Program): ReadonlySet<number>[] {
  const sets = steps.flatMap((step, place) => (step.kind === 'set' ? [{ set: step.set, place }] : []))
  const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))
  const groups = new Map<string, ReadonlySet<number>>()
  for (const character of [...ascii, undefined]) {
    const takers = sets.filter(({ set }) => (character === undefined ? set.wide : set.has(character)))
    const places = takers.map(({ place }) => place)
    groups.set(places.join(), new Set(places))
  }
  return [...groups.values()]
}

interface Ending {
  /** Ways to the steps that take the next character. */
  readonly ways: Ways
  /** Whether the pattern has matched, whatever follows. */
  readonly matches: boolean
}

/** The steps that can be reached without taking a character. Edges only close ways, so they count as open. */
function endings({ steps }: Program): (place: number) => Ending {
  const found = new Map<number, Ending>()
  return (start) => {
    let ending = found.get(start)
    if (!ending) {
      ending = endingOf(steps, start)
      found.set(start, ending)
    }
    return ending
  }
}

function endingOf(steps: Program['steps'], start: number): Ending {
  const ways = new Map<number, number>()
  const begun = new Set<number>()
  let matches = false
  let visits = 0
  const visit = (place: number, open: boolean): void => {
    const step = steps[place] as Step
    if (++visits > mostVisits) return
    if (step.kind === 'match') matches ||= open
    else if (step.kind === 'set') ways.set(place, (ways.get(place) ?? 0) + 1)
    else if (step.kind === 'edge') visit(step.next, false)
    else if (step.kind === 'split') for (const next of step.next) visit(next, open)
    else if (step.kind === 'loop') {
      begun.add(place)
      visit(step.body, open)
      begun.delete(place)
      visit(step.next, open)
    }
    // A repetition that took nothing is not repeated.
    else if (!begun.has(step.loop)) visit(step.loop, open)
  }
  visit(start, true)
  return visits > mostVisits ? { ways: new Map([[start, Infinity]]), matches } : { ways, matches }
}

function walkOf(parts: readonly Part[], flags: string): (text: string) => boolean {
  const programs = parts.map((part) => ({ ...part, program: compileProgram(part.node, flags, false) }))
  return (text) => {
    const characters = flags.includes('u') ? Array.from(text) : text.split('')
    return programs.every(({ program, anchored, negative }) => {
      const walk = new Walk(program, characters)
      return walk.matches(anchored) !== negative || walk.gaveUp
    })
  }
}

/** For patterns that V8 checks but the walk cannot. */
function walkOrAccept(parts: readonly Part[], flags: string): (text: string) => boolean {
  try {
    return walkOf(parts, flags)
  } catch {
    return () => true
  }
}

/** Follows all ways through a text at once, each step once for each character (Thompson, 1968). */
class Walk {
  gaveUp = false
  readonly #program: Program
  readonly #characters: readonly string[]
  /** The character before which each step was last reached. */
  readonly #reached: Int32Array
  #matched = false

  constructor(program: Program, characters: readonly string[]) {
    this.#program = program
    this.#characters = characters
    this.#reached = new Int32Array(program.steps.length).fill(-1)
  }

  matches(anchored: boolean): boolean {
    let places: number[] = []
    let work = 0
    for (const [at, character] of this.#characters.entries()) {
      if (at === 0 || !anchored) this.#reach(this.#program.start, at, places)
      work += places.length + 1
      this.gaveUp = work > mostWork
      if (this.#matched || this.gaveUp || (anchored && places.length === 0)) return this.#matched
      places = this.#after(places, at, character)
    }
    const end = this.#characters.length
    if (end === 0 || !anchored) this.#reach(this.#program.start, end, places)
    return this.#matched
  }

  #after(places: readonly number[], at: number, character: string): number[] {
    const next: number[] = []
    for (const place of places) {
      const step = this.#program.steps[place] as Step
      if (step.kind === 'set' && step.set.has(character)) this.#reach(step.next, at + 1, next)
    }
    return next
  }

  #reach(place: number, at: number, into: number[]): void {
    if (this.#reached[place] === at) return
    this.#reached[place] = at
    const step = this.#program.steps[place] as Step
    if (step.kind === 'match') this.#matched = true
    else if (step.kind === 'set') into.push(place)
    else if (step.kind === 'split') for (const next of step.next) this.#reach(next, at, into)
    else if (step.kind === 'again') this.#reach(step.loop, at, into)
    else if (step.kind === 'loop') {
      this.#reach(step.body, at, into)
      this.#reach(step.next, at, into)
    } else if (step.edge(this.#characters[at - 1], this.#characters[at])) this.#reach(step.next, at, into)
  }
}
