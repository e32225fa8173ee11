import { joinPointer } from '@clientele/description'
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser'
import type { TypeWord } from '../facts/fact.ts'
import type { PageSource, Span } from '../pages/page-source.ts'
import { placeholderMembers, placeholderType } from './type-words.ts'

/** One member of a JSON example. */
export interface BodyMember {
  /** JSON pointer in which `*` stands for the items of an array. */
  pointer: string
  name: string
  type: TypeWord
  /** Values of an `a | b | c` placeholder. */
  members: string[]
  /** The value, if it is a string. */
  text?: string
  span: Span
}

export interface JsonBody {
  value: unknown
  root: Node
}

/**
 * Parses the JSON that begins at an offset of a code block.
 *
 * @returns `undefined` when the text is not JSON (comments and trailing commas are let through).
 */
export function parseBody(block: PageSource, offset: number): JsonBody | undefined {
  // Blanks in front keep the offsets the same as in the block.
  const text = ' '.repeat(offset) + withoutEllipses(block.text.slice(offset))
  return parseText(text) ?? parseText(withJoinedStrings(text))
}

/** A string that is broken over lines is one string, if the whole is JSON then. */
function withJoinedStrings(text: string): string {
  let isInside = false
  return text.replace(/\\.|"|[\r\n\t]/g, (part) => {
    if (part === '"') isInside = !isInside
    return isInside && /^\s$/.test(part) ? ' ' : part
  })
}

function parseText(text: string): JsonBody | undefined {
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { allowTrailingComma: true })
  const end = text.trimEnd().length
  const closing = text.length - (/[\s}\]]*$/.exec(text.slice(-200))?.[0].length ?? 0)
  const isHarmless = ({ error, offset, length }: ParseError) => {
    const code = printParseErrorCode(error)
    // A text that is cut off in its last value still has all members before it; so does one with too many closing
    // brackets.
    const isCut = code === 'UnexpectedEndOfString' && offset + length >= end
    const isClosed = offset >= closing && !text.slice(0, offset).trimEnd().endsWith(':')
    return HARMLESS.has(code) || isCut || isClosed
  }
  return root && errors.every(isHarmless) ? { root, value: getNodeValue(root) } : undefined
}

/** Slips that do not change the members. */
const HARMLESS: ReadonlySet<string> = new Set([
  'CommaExpected',
  'CloseBraceExpected',
  'CloseBracketExpected',
  'InvalidEscapeCharacter',
])

/**
 * Replaces three dots (members left out), a byte order mark, `Null` and placeholders such as `<id>`. Offsets stay the
 * same.
 */
function withoutEllipses(text: string): string {
  const strings = /"(?:[^"\\\n]|\\.)*"/g
  const blank = (part: string) =>
    part
      .replace(/\.{2,}|…|\uFEFF/g, (dots) => ' '.repeat(dots.length))
      .replace(/(:\s*)<([A-Za-z][\w -]*)>(?=\s*[,}\n])/g, '$1"$2"')
      .replace(/\b(?:Null|NULL|True|TRUE|False|FALSE)\b/g, (word) => word.toLowerCase())
  let result = ''
  let end = 0
  for (const match of text.matchAll(strings)) {
    result += blank(text.slice(end, match.index)) + match[0]
    end = match.index + match[0].length
  }
  return result + blank(text.slice(end))
}

/** The entity inside a lone `value`, an artefact of the page generator; `undefined` for every other body. */
export function wrappedEntity(root: Node): Node | undefined {
  const names = (root.children ?? []).map((property) => String(property.children?.[0]?.value))
  if (!names.every((name) => name === 'value' || name.startsWith('@odata.'))) return undefined
  const value = root.type === 'object' ? findNodeAtLocation(root, ['value']) : undefined
  return value?.type === 'object' ? value : undefined
}

/**
 * Every member of a body, at any depth, in order. Each distinct member of an array or a map is listed once, and once
 * more if it is null.
 */
export function membersOf(node: Node, pointer = ''): BodyMember[] {
  if (node.type === 'array') {
    return distinct((node.children ?? []).flatMap((item) => membersOf(item, `${pointer}/*`)))
  }
  if (node.type !== 'object') return []
  if (isMap(node)) {
    const values = ownProperties(node).flatMap((property) => property.children?.[1] ?? [])
    return distinct(values.flatMap((value) => membersOf(value, `${pointer}/*`)))
  }
  return (node.children ?? []).flatMap((property) => memberAndBelow(property, pointer))
}

/** A GUID, an escaped address, a number or a placeholder is the key of an entry, not the name of a property. */
const FREE_KEY =
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+|String(?:-value)?|[^"]*(?:%[0-9a-f]{2}|:\/\/)[^"]*|[^"]*[ /{}<>][^"]*)$/i

/** An object whose keys are data: JSON Schema describes its values with `additionalProperties`. */
export function isMap(node: Node): boolean {
  const names = ownProperties(node).map((property) => String(property.children?.[0]?.value))
  return names.length > 0 && names.every((name) => FREE_KEY.test(name))
}

function ownProperties(node: Node): Node[] {
  if (node.type !== 'object') return []
  return (node.children ?? []).filter((property) => {
    const name: unknown = property.children?.[0]?.value
    return typeof name === 'string' && !name.startsWith('@odata.')
  })
}

function distinct(members: BodyMember[]): BodyMember[] {
  const seen = new Set<string>()
  return members.filter((member) => {
    const kind = member.name.endsWith('@odata.type') ? member.text : member.type === 'Null'
    const key = `${member.pointer} ${kind}`
    return !seen.has(key) && seen.add(key)
  })
}

function memberAndBelow(property: Node, pointer: string): BodyMember[] {
  const [key, value] = property.children ?? []
  if (!key || !value) return []
  const name = String(key.value)
  const below = joinPointer(pointer, name)
  return [memberOf(name, below, property, value), ...membersOf(value, below)]
}

function memberOf(name: string, pointer: string, property: Node, value: Node): BodyMember {
  const nested = value.type === 'object' || value.type === 'array'
  const end = (nested ? property.children?.[0] : property) ?? property
  const member: BodyMember = {
    pointer,
    name,
    // `"type": "Integer"` is a value; elsewhere the word is a placeholder.
    type: value.type === 'string' && /^(data)?type$/i.test(name) ? 'String' : typeOf(value),
    members: value.type === 'string' ? placeholderMembers(String(value.value)) : [],
    span: { start: property.offset, end: end.offset + end.length },
  }
  return value.type === 'string' ? { ...member, text: String(value.value) } : member
}

function typeOf(node: Node): TypeWord {
  if (node.type === 'string') return placeholderType(String(node.value)) ?? 'String'
  if (node.type === 'number') return Number.isInteger(node.value) ? 'Integer' : 'Number'
  if (node.type === 'boolean') return 'Boolean'
  if (node.type === 'null') return 'Null'
  if (node.type === 'array') return `Collection(${node.children?.[0] ? typeOf(node.children[0]) : 'Any'})`
  return objectType(node)
}

function objectType(node: Node): TypeWord {
  const [first] = isMap(node) ? ownProperties(node) : []
  const value = first?.children?.[1]
  const name: unknown = findNodeAtLocation(node, ['@odata.type'])?.value
  if (typeof name === 'string') return name.replace('#', '')
  return value ? `Dictionary(${typeOf(value)})` : 'Object'
}
