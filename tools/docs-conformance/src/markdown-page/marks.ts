import type { Limit, PropertyMark } from '../facts/fact.ts'
import { type Cell, markedWords, unmarked } from './table.ts'

const WORDS: readonly [RegExp, PropertyMark | undefined][] = [
  [/^required$/i, 'required'],
  [/^optional$/i, 'optional'],
  [/^read[- ]?only$/i, 'readOnly'],
  [/^write[- ]?only$/i, 'writeOnly'],
  [/^nullable$/i, 'nullable'],
  [/^(not|non)[- ]nullable$/i, 'notNullable'],
  [/^deprecated$/i, 'deprecated'],
  [/^(immutable|key|inherited|inherited from .*|case[- ]sensitive|unique|for .* only)$/i, undefined],
]

/** How a sentence refers to a property. */
const SUBJECT = '(?:this|the|it)(?: (?:\\w+ )?(?:property|field|value|parameter|attribute|object|header))?'
const SENTENCES: readonly [RegExp, PropertyMark][] = [
  [
    new RegExp(`^${SUBJECT} is (?:a )?(?:required|mandatory)(?: (?:property|field|parameter))?$`, 'i'),
    'required',
  ],
  [new RegExp(`^${SUBJECT} is (?:an )?optional(?: (?:property|field|parameter))?$`, 'i'), 'optional'],
  [
    new RegExp(
      `^${SUBJECT} is (?:a )?(?:system-generated and )?read[- ]?only(?: (?:property|field|value))?(?: and .*)?$`,
      'i',
    ),
    'readOnly',
  ],
  [new RegExp(`^${SUBJECT} is not nullable(?: and .*)?$`, 'i'), 'notNullable'],
  [new RegExp(`^${SUBJECT} is (?:now )?(?:being )?deprecated\\b.*$`, 'i'), 'deprecated'],
  [new RegExp(`^(?:${SUBJECT} is )?not nullable and (?:is )?read[- ]?only$`, 'i'), 'readOnly'],
  [new RegExp(`^(?:${SUBJECT} is )?read[- ]?only and not nullable$`, 'i'), 'notNullable'],
  [/^deprecated\b.*$/i, 'deprecated'],
  [/^read[- ]?only (?:property|field|value|collection|list)\b.*$/i, 'readOnly'],
]

/**
 * The marks of a description: words such as `Required. Read-only.` or `Key, read-only`, and sentences such as
 * `This property is read-only`. Words with a condition, for example `Read-only after creation`, are not marks.
 */
export function marksOf(description: string): PropertyMark[] {
  // `(Optional) The address` and `Optional: the address` begin with a separate word.
  const opened = description
    .replace(/^\((\w[\w -]*)\)\.?\s*/, '$1. ')
    .replace(/(^|\. )(required|optional|read-only)(:| -|,(?= [A-Z]))\s+/i, '$1$2. ')
  return [...new Set(sentencesOf(opened).flatMap(marksOfSentence))]
}

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.;])\s+|\s*;\s*|(?<=[.)])(?=[A-Z])|\s*\((?=read|not|null|requ|opti|depr)|\)\s*/i)
    .map((sentence) => sentence.replace(/[.;)\s]+$/, '').trim())
    .filter((sentence) => sentence !== '')
}

function marksOfSentence(sentence: string): PropertyMark[] {
  const inSentence = SENTENCES.flatMap(([pattern, mark]) => (pattern.test(sentence) ? [mark] : []))
  const plain = sentence.replace(/,? (?:the )?default(?: value)? is \S+$/i, '')
  const words = plain.split(/\s*,\s*(?:and )?|\s+and\s+/)
  const known = words.map((word) => WORDS.find(([pattern]) => pattern.test(word)))
  const listed = known.every((entry) => entry !== undefined) ? known.flatMap((entry) => entry?.[1] ?? []) : []
  return [...inSentence, ...listed]
}

/** Whether a description calls its property the key, among other marks: `Key, not nullable, read-only.` */
export function isKey(description: string): boolean {
  return sentencesOf(description).some((sentence) => {
    const words = sentence.split(/\s*,\s*(?:and )?|\s+and\s+/)
    return (
      words.some((word) => /^key$/i.test(word)) &&
      words.every((word) => WORDS.some(([pattern]) => pattern.test(word)))
    )
  })
}

/** The values that a description lists, or what it says in their place. */
export interface ListedValues {
  values: string[]
  /** Values that are members of a type on another page or in another section. */
  type?: string
  /** Numbers between which the value lies. */
  range?: [string, string]
  /** The text promises values that are elsewhere. */
  elsewhere?: true
  /** The text announces values but lists none that can be read. */
  unclear?: true
}

const ANNOUNCED =
  /\b(?:(?:possible|supported|allowed|valid|permitted|accepted|acceptable|available)(?: \w+)? (?:values|options|value(?= is))|(?:values|options)(?=:| are:| include:)|values for [^.:]{1,60}? are|(?:one|some|more) of (?:the )?following(?: \w+)?|values? (?:is|are|can be|must be|may be) (?:either|one of)(?: the following)?|can be one of|must be one of|(?:can|may|must) be either|values? (?:can be|is|are)(?=:?\s*\uE005))\b\s*(?:(?:for|of) [^.:]{1,60}? (?=is|are|can|include))?\s*(?:can be|may be|must be|are|is|include|includes|:|=)?\s*:?\s*/i
/** `Can be `a` or `b`` lists values when there are two of them. */
const SOFT = /(?:\b(?:can|must|may) be (?:either )?|\beither |^includes )(?=["“\uE001\uE003])/i
const LINKED =
  /\b(?:member names? found in|members? of|values? (?:found|listed|defined) in|defined in|found in)\b/i
const ELSEWHERE =
  /\b(?:for (?:a |the )?(?:full |complete )?(?:list of )?(?:possible |supported |valid |allowed |more )?(?:values|options)\b.*\bsee|see\b.*\bfor\b.*\b(?:values|options|list)|(?:values|options)\b.*\b(?:are|is) (?:listed|described|shown|given) (?:above|below|in)|see below for)\b/i
const RANGE =
  /^(?:range )?(?:from |between )?(-?\d+(?:\.\d+)?)(?: ?(?:to|-|–|through|and) ?)(-?\d+(?:\.\d+)?)\b/i
const PLAIN = /^[A-Za-z_][\w-]*$/

/**
 * The values of `Possible values are: a, b, c.`, whether they are set as code, in bold, in quotation marks or plainly.
 * The list ends with its sentence; brackets after a value hold a remark.
 */
export function listedValuesOf(cell: Pick<Cell, 'marked' | 'links'>): ListedValues {
  const found: ListedValues = { values: [] }
  const sentences = markedSentences(cell.marked)
  for (const [index, sentence] of sentences.entries()) {
    Object.assign(found, merged(found, ofSentence(sentence, sentences[index + 1] ?? '', cell)))
  }
  const items = itemValues(cell.marked)
  if (items.length > 1) found.values = items
  if (found.values.length > 0 || found.type) {
    delete found.unclear
    delete found.elsewhere
  }
  return found
}

function merged(left: ListedValues, right: ListedValues): ListedValues {
  return { ...left, ...right, values: [...new Set([...left.values, ...right.values])] }
}

function markedSentences(marked: string): string[] {
  return marked.split(/(?<=[.!?][\uE004")”]?)\s+(?=["“(*\uE001\uE003\uE005]?[A-Z[\uE001])/)
}

function ofSentence(sentence: string, next: string, { links }: Pick<Cell, 'links'>): ListedValues {
  const announced = ANNOUNCED.exec(sentence)
  if (!announced) {
    return { values: [...afterColon(sentence), ...softValues(sentence), ...onlyValue(sentence)] }
  }
  const text = sentence.slice(announced.index + announced[0].length)
  const range = RANGE.exec(unmarked(text))
  if (range) return { values: [], range: [range[1] ?? '', range[2] ?? ''] }
  const link = links.find(({ text: words }) => sentence.includes(words) && PLAIN.test(words))
  if (LINKED.test(sentence) && link) return { values: [], type: link.text }
  const values = valuesIn(unmarked(text).trim().length > 1 ? text : next)
  if (values) return { values }
  if (ELSEWHERE.test(unmarked(sentence))) return { values: [], elsewhere: true }
  // Words such as "supported values" announce a list only if a verb or a colon follows.
  return /(?:be|are|is|includes?|:|=)\s*:?\s*$/i.test(announced[0])
    ? { values: [], unclear: true }
    : { values: [] }
}

/** Values in separate lines, each with a remark; some of them may lack the formatting that others have. */
function itemValues(marked: string): string[] {
  const announced = ANNOUNCED.exec(marked)
  if (!announced) return []
  const items = marked
    .slice(announced.index)
    .split(/\uE005\s*/)
    .slice(1)
  const isList = items.some((item) => /^["“\uE001\uE003]/.test(item))
  const values = items.flatMap((item) => {
    if (/^["“\uE001\uE003]/.test(item)) return valuesIn(item)?.slice(0, 1) ?? []
    const [, word] = /^([A-Za-z_]\w*)\s+[-–—]\s/.exec(item) ?? []
    return isList && word !== undefined ? [word] : []
  })
  return [...new Set(values)]
}

/** `For this event, the value is "created".` gives one value; `the value is true when …` gives none. */
const ONLY =
  /\b(?:the value is|must be set to|is always(?: set to)?) ((?:["“][^"”]+["”]|\uE001[^\uE002]+\uE002|\uE003[^\uE004]+\uE004))\s*\.?\s*$/i

function onlyValue(sentence: string): string[] {
  const [, value] = ONLY.exec(sentence) ?? []
  return value === undefined ? [] : (valuesIn(value) ?? [])
}

function softValues(sentence: string): string[] {
  const match = SOFT.exec(sentence)
  const values = match ? (valuesIn(sentence.slice(match.index)) ?? []) : []
  return values.length > 1 ? values : []
}

/** `The status: "none", "active", or "deleted".` lists values without announcing them. */
function afterColon(sentence: string): string[] {
  const [, list] = /:\s*((?:["“\uE001\uE003][^:]*))$/.exec(sentence) ?? []
  if (
    list === undefined ||
    /example|e\.g\.|such as|contains|syntax|format|\bsupported\b/i.test(unmarked(sentence))
  )
    return []
  const plain = unmarked(list.replace(/["“”][^"“”]*["“”]|\uE001[^\uE002]*\uE002|\uE003[^\uE004]*\uE004/g, ''))
  const values = /^(?:[\s,.;]|\band\b|\bor\b)*$/.test(plain) ? (valuesIn(list) ?? []) : []
  // A single word in code is not a list.
  return values.length > 1 || /^["“]/.test(list) ? values : []
}

function valuesIn(marked: string): string[] | undefined {
  for (const how of ['code', 'bold', 'quoted'] as const) {
    const words = markedWords(marked, how).map((word) => word.replace(/^["'“]|["'”]$/g, ''))
    const values = words.filter(
      (word) => word !== '' && word.length <= 80 && !/[={}<>]|\s\S+\s\S+\s/.test(word),
    )
    if (values.length > 0) return withoutTruths(values)
  }
  const words = unmarked(marked.replace(/\([^()]*\)/g, ''))
    .replace(/[.:;]\s*$/, '')
    .split(/,|\band\b|\bor\b|\|/)
    // `low=0, high=1` lists members with their numbers.
    .map((word) => word.trim().replace(/^'|'$|\s?=\s?-?\d+$/g, ''))
    .filter((word) => word !== '')
  return words.length > 0 && words.every((word) => PLAIN.test(word)) ? withoutTruths(words) : undefined
}

/** `true` and `false` are the values of a Boolean, which its type already says; null is a mark. */
function withoutTruths(values: string[]): string[] {
  return values.filter((value) => !/^(true|false|null)$/i.test(value))
}

const LENGTH =
  /\bmax(?:imum|\.)? (?:(?:character )?length|limit)(?: allowed)?(?: for [^.]{1,40}?)?(?: is|:| of)? (?:\w+ )?(\d+)|\b(?:maximum|limit|up to|not exceed)(?: of| is)? (\d+) characters/i
const MOST_ITEMS = /\b(?:maximum of|at most|up to) (\d+) (?:elements|items|entries)\b/i
/** `The max is 1000.` and `The page limit is 1000.` */
const MAXIMUM =
  /\bthe (?:page limit|maximum|max)(?: value)?(?: (?:is|and the default value are))? (\d+)(?=\.?(?:\s|$))/i
/** `The default value of the `a` property is `b`.` */
export function defaultOfProperty(marked: string): { name: string; limit: string } | undefined {
  const [, name, limit] =
    /\bdefault value of the [\uE001\uE003](\w+)[\uE002\uE004] property is [\uE001\uE003"]([^\uE002\uE004"]+)/i.exec(
      marked,
    ) ?? []
  return name === undefined || limit === undefined ? undefined : { name, limit }
}

const QUOTED = '["“\\uE001\\uE003]([^"”\\uE002\\uE004]{1,60})["”\\uE002\\uE004]'
const PLAIN_VALUE = "'?(-?\\d+(?:\\.\\d+)?|true|false|null)\\b"
/** `The default is 5`, `a default value of 14 days`, `` `a` (default) ``, `If it is not set, treated as `a``. */
const DEFAULTS: readonly RegExp[] = [
  `\\bdefault(?: value| setting| size| max size)?(?: for this property)? (?:is|=|are|of)(?: set to)?:? ${QUOTED}(?! or)`,
  `${QUOTED} \\((?:the )?default\\)`,
  `\\bdefault(?: value| size| max size)?(?: is| of| =) ${PLAIN_VALUE}`,
  `\\b(?:unspecified|not specified|not set|omitted),? (?:it is |it's )?treated as ${QUOTED}`,
].map((pattern) => new RegExp(pattern, 'i'))

/** `Set `seek=Next` to go on` names a value of `seek`. */
export function valueToSet(marked: string, name: string): string[] {
  const words = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const pattern = new RegExp(`\\bset ${words}(?: ?= ?| equal to )([A-Za-z]\\w*)`, 'i')
  const [, value] = pattern.exec(unmarked(marked)) ?? []
  return value === undefined ? [] : withoutTruths([value])
}

/** The limits that a description states in words: a length, a range, a default. */
export function limitsOf(cell: Pick<Cell, 'marked' | 'links'>): Limit[] {
  const limits: Limit[] = []
  const add = (keyword: Limit['keyword'], limit: string | undefined) => {
    if (limit !== undefined) limits.push({ keyword, limit: unmarked(limit) })
  }
  const { range } = listedValuesOf(cell)
  add('minimum', range?.[0] ?? /\bvalues range from (\d+) to\b/i.exec(unmarked(cell.marked))?.[1])
  const text = unmarked(cell.marked)
  const [, fewest] = /\bminimum number of \w+ is (one|\d+), the maximum is\b/i.exec(text) ?? []
  add('minItems', fewest?.replace(/one/i, '1'))
  add(fewest === undefined ? 'maximum' : 'maxItems', range?.[1] ?? MAXIMUM.exec(text)?.[1])
  const length = LENGTH.exec(unmarked(cell.marked))
  add('maxLength', length?.[1] ?? length?.[2])
  add('maxItems', MOST_ITEMS.exec(unmarked(cell.marked))?.[1])
  for (const sentence of markedSentences(cell.marked)) {
    const value = DEFAULTS.flatMap((pattern) => pattern.exec(sentence)?.[1] ?? []).at(0)
    if (value !== undefined && !limits.some(({ keyword }) => keyword === 'default')) add('default', value)
  }
  return limits
}
