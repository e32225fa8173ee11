import { isObject } from '@clientele/description'
import { type ParseError, parse } from 'jsonc-parser'
import type { Html } from 'mdast'

/** The JSON of an API Doctor comment, with the keys that facts come from. */
export interface Annotation {
  blockType?: string
  name?: string
  /** Type names without `#`; `Collection(x)` stays as it is. */
  odataType?: string
  isCollection?: boolean
  keyProperty?: string
  baseType?: string
  openType?: boolean
  /** The request goes to an address that an earlier answer gave: it is not an operation. */
  opaqueUrl?: boolean
  optionalProperties: string[]
  nullableProperties: string[]
}

export type ReadAnnotation =
  | { outcome: 'annotation'; annotation: Annotation }
  /** A remark to other tools or to readers, or the footer of the page. */
  | { outcome: 'remark' }
  | { outcome: 'unreadable' }

const COMMENT = /<!--([\s\S]*?)-->/g
const BLOCK_TYPES = [
  'resource',
  'request',
  'response',
  'ignored',
  'example',
  'samples',
  'simulatedResponse',
  'testParams',
  'permissions',
]

/** Reads the comment before a block. One HTML node may hold several comments: the last that is JSON counts. */
export function readAnnotation(node: Html): ReadAnnotation {
  const comments = Array.from(node.value.matchAll(COMMENT), (match) => (match[1] ?? '').trim())
  const json = comments.filter((comment) => comment.startsWith('{'))
  const last = json.at(-1)
  if (last === undefined) return { outcome: 'remark' }
  // The footer of a page states nothing, even if it is not JSON.
  if (/^\{\s*"type"\s*:\s*"#page\.annotation"/.test(last)) return { outcome: 'remark' }
  const errors: ParseError[] = []
  const value: unknown = parse(last, errors, { allowTrailingComma: true })
  if (errors.length > 0 || !isObject(value)) return { outcome: 'unreadable' }
  return { outcome: 'annotation', annotation: annotationOf(value) }
}

function annotationOf(value: Record<string, unknown>): Annotation {
  const annotation: Annotation = {
    optionalProperties: words(value.optionalProperties),
    nullableProperties: words(value.nullableProperties),
  }
  const blockType = BLOCK_TYPES.find((type) => sameWord(type, value.blockType))
  const odataType = value['@odata.type'] ?? value['@type']
  if (blockType) annotation.blockType = blockType
  if (typeof odataType === 'string') annotation.odataType = odataType.replace('#', '')
  if (['true', 'false'].includes(String(value.isCollection)))
    annotation.isCollection = String(value.isCollection) === 'true'
  if (typeof value.keyProperty === 'string') annotation.keyProperty = value.keyProperty
  if (typeof value.baseType === 'string') annotation.baseType = value.baseType.replace('#', '')
  if (typeof value.openType === 'boolean') annotation.openType = value.openType
  if (value.opaqueUrl === true) annotation.opaqueUrl = true
  const [name] = words(value.name)
  if (name) annotation.name = name
  return annotation
}

/** API Doctor ignores the case of the first letter of block types. */
function sameWord(type: string, value: unknown): boolean {
  return typeof value === 'string' && type.toLowerCase() === value.toLowerCase()
}

function words(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value]
  return list.filter((item): item is string => typeof item === 'string')
}
