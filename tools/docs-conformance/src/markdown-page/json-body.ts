import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree } from 'jsonc-parser'
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
  /** The value, where it is a string. */
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
  const errors: ParseError[] = []
  // Blanks keep the offsets of the nodes those of the block.
  const text = ' '.repeat(offset) + block.text.slice(offset)
  const root = parseTree(text, errors, { allowTrailingComma: true })
  return root && errors.length === 0 ? { root, value: getNodeValue(root) } : undefined
}

/** The entity inside a lone `value`, an artefact of the page generator; `undefined` for every other body. */
export function wrappedEntity(root: Node): Node | undefined {
  const names = (root.children ?? []).map((property) => String(property.children?.[0]?.value))
  if (!names.every((name) => name === 'value' || name.startsWith('@odata.'))) return undefined
  const value = root.type === 'object' ? findNodeAtLocation(root, ['value']) : undefined
  return value?.type === 'object' ? value : undefined
}

/** Every member of a body, at any depth, in order. Of an array each distinct member is listed once. */
export function membersOf(node: Node, pointer = ''): BodyMember[] {
  if (node.type === 'array') {
    return distinct((node.children ?? []).flatMap((item) => membersOf(item, `${pointer}/*`)))
  }
  if (node.type !== 'object') return []
  return (node.children ?? []).flatMap((property) => memberAndBelow(property, pointer))
}

function distinct(members: BodyMember[]): BodyMember[] {
  const seen = new Set<string>()
  return members.filter((member) => {
    const key = `${member.pointer} ${member.name.endsWith('@odata.type') ? member.text : ''}`
    return !seen.has(key) && seen.add(key)
  })
}

function memberAndBelow(property: Node, pointer: string): BodyMember[] {
  const [key, value] = property.children ?? []
  if (!key || !value) return []
  const name = String(key.value)
  const below = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
  return [memberOf(name, below, property, value), ...membersOf(value, below)]
}

function memberOf(name: string, pointer: string, property: Node, value: Node): BodyMember {
  const nested = value.type === 'object' || value.type === 'array'
  const end = (nested ? property.children?.[0] : property) ?? property
  const member: BodyMember = {
    pointer,
    name,
    type: typeOf(value),
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
  const name: unknown = findNodeAtLocation(node, ['@odata.type'])?.value
  return typeof name === 'string' ? name.replace('#', '') : 'Object'
}
