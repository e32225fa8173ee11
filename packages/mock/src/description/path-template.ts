/** One segment of a path template. */
export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly names: readonly [string] }
  /** A parameter with text around it, or several parameters, as in `{from}...{to}` or `users('{id}')`. */
  | {
      readonly kind: 'mixed'
      readonly names: readonly string[]
      /** The values of the parameters in a decoded segment; undefined if it does not match. */
      readonly valuesIn: (text: string) => string[] | undefined
      readonly shape: string
    }

/** `/things/{id}` → its segments. A trailing slash leaves an empty literal. */
export function parseTemplate(template: string, letterCase: 'any' | 'exact'): Segment[] {
  return template
    .replace(/^\//, '')
    .split('/')
    .map((text) => parseSegment(text, letterCase))
}

/** Names of the parameters of a template, in their order. */
export function parameterNames(template: string): string[] {
  return [...template.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] as string)
}

/** The form that two templates share if they can match the same path. */
export function shapeOf(template: string, letterCase: 'any' | 'exact'): string {
  const shape = template.replace(/\{[^{}]*\}/g, '{}')
  return letterCase === 'any' ? shape.toLowerCase() : shape
}

/** The text before, between and after the parameters of a template. */
export function textsOf(template: string): string[] {
  return template.split(/\{[^{}]+\}/)
}

function parseSegment(text: string, letterCase: 'any' | 'exact'): Segment {
  const names = parameterNames(text)
  if (names.length === 0) return { kind: 'literal', text: letterCase === 'any' ? text.toLowerCase() : text }
  if (names.length === 1 && text === `{${names[0]}}`)
    return { kind: 'parameter', names: [names[0] as string] }
  const valuesIn = between(textsOf(text), letterCase)
  return { kind: 'mixed', names, valuesIn, shape: shapeOf(text, letterCase) }
}

/**
 * Splits a segment at the texts between its parameters, each at its first place and the last one at the end. A regular
 * expression would find the same, but a long segment that nearly matches would keep it busy for a minute.
 */
function between(texts: readonly string[], letterCase: 'any' | 'exact') {
  const fold = letterCase === 'any' ? lowered : (text: string) => text
  const [first = '', ...others] = texts.map(fold)
  const last = others.pop() ?? ''
  return (segment: string): string[] | undefined => {
    const text = fold(segment)
    const end = text.length - last.length
    if (!text.startsWith(first) || !text.endsWith(last)) return undefined
    const values: string[] = []
    let from = first.length
    for (const separator of others) {
      const at = text.indexOf(separator, from + 1)
      if (at <= from) return undefined
      values.push(segment.slice(from, at))
      from = at + separator.length
    }
    return from < end ? [...values, segment.slice(from, end)] : undefined
  }
}

/** A few letters become two in lower case, which would shift positions in the segment. */
function lowered(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length ? lower : text
}

/** The same as `\p{Cc}`, which takes three times as long. */
export const control = /[^\x20-\x7e\u00a0-\uffff]/
const loneSurrogate = /\p{Cs}/u

/** Why this text cannot be a segment of a path, however it is encoded; undefined if it can. */
export function faultOf(segment: string): string | undefined {
  if (segment === '.' || segment === '..') return 'is a dot segment'
  if (segment.includes('/')) return 'holds a slash'
  if (control.test(segment)) return 'holds a control character'
  if (loneSurrogate.test(segment)) return 'holds half a character'
  return undefined
}

/** A path that addresses one record of a collection. */
export interface ItemPath {
  readonly path: string
  readonly collection: string
  readonly parameter: string
}

/**
 * `/things/{id}` and the OData forms `/things('{id}')`, `/things({id})` address one record of `/things`; any other path
 * addresses none. A slash or an ending such as `.json` after the key also belongs to the collection's path if the
 * description has it there.
 *
 * @param paths those of the description
 */
export function itemPath(path: string, paths: { has(path: string): boolean }): ItemPath | undefined {
  const match = /^(.*?)(?:\/\{([^{}/]+)\}|\('?\{([^{}/]+)\}'?\))(\.[A-Za-z]+)?\/?$/.exec(path)
  const [, stem = '', own, quoted, ending = ''] = match ?? []
  if (stem === '') return undefined
  const collection = [`${stem}${ending}`, `${stem}/`].find((each) => paths.has(each)) ?? stem
  return { path, collection, parameter: (own ?? quoted) as string }
}

/** Last literal segment of a path, without an ending: `/projects/{id}/tasks.json` → `tasks`. */
export function nounOf(path: string): string {
  const literals = path.split('/').filter((segment) => segment !== '' && !segment.includes('{'))
  return (literals.at(-1) ?? '').replace(/\.[A-Za-z]+$/, '')
}

/** `tasks` → `task`, `companies` → `company`, `boxes` → `box`; letters in lower case only. */
export function singularOf(noun: string): string {
  if (noun.endsWith('ies')) return `${noun.slice(0, -3)}y`
  return noun.replace(/(ses|xes|ches|shes)$/, (end) => end.slice(0, -2)).replace(/s$/, '')
}
