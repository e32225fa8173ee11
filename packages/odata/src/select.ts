import type { Schema, SchemaReader } from './edm.ts'
import { malformed, notExecuted } from './query-option-error.ts'

/** Properties to return: null selects the whole value, a nested selection a part of a complex value. */
export type Selection = ReadonlyMap<string, Selection | null>

const OPTION = '$select'
const NAME = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]{0,127}$/u

/**
 * Reads `id,companyProfile/domain` against the schema; undefined stands for `*`, everything.
 *
 * @throws QueryOptionError for a property that the schema does not have, and for options in parentheses.
 */
export function parseSelect(text: string, schema: Schema, reader: SchemaReader): Selection | undefined {
  const selection = new Map<string, Selection | null>()
  let everything = false
  let position = 0
  for (const item of text.split(',')) {
    const path = item.trim()
    if (path === '*') everything = true
    else addPath(selection, path.split('/'), schema, reader, position)
    position += item.length + 1
  }
  return everything ? undefined : selection
}

function addPath(
  selection: Map<string, Selection | null>,
  [segment = '', ...rest]: readonly string[],
  schema: Schema,
  reader: SchemaReader,
  position: number,
): void {
  const { name, schema: own } = resolve(segment, schema, reader, position)
  if (rest.length === 0) {
    selection.set(name, null)
    return
  }
  const type = own && reader.typeOf(own)
  if (type?.kind !== 'Complex')
    throw malformed(OPTION, position, `'${segment}' has no properties to select from,`)
  const nested = selection.get(name)
  if (nested === null) return
  const inner = new Map(nested)
  addPath(inner, rest, type.schema, reader, position)
  selection.set(name, inner)
}

function resolve(segment: string, schema: Schema, reader: SchemaReader, position: number) {
  if (/[()$@]/.test(segment)) throw notExecuted(OPTION, position, `'${segment.slice(0, 24)}'`)
  if (!NAME.test(segment))
    throw malformed(OPTION, position, `expected a property name but found '${segment.slice(0, 24)}'`)
  const found = reader.property(schema, segment)
  if (found) return found
  if (reader.isOpen(schema) && !reader.declares(schema, segment)) return { name: segment, schema: undefined }
  throw malformed(OPTION, position, `could not find a property named '${segment}'`)
}

/** Keeps what is selected; `always` names properties that stay in any case, such as the key and annotations. */
export function applySelect(
  record: Readonly<Record<string, unknown>>,
  selection: Selection,
  always: (name: string) => boolean = () => false,
): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(record)) {
    if (always(name)) kept[name] = value
    else if (selection.has(name)) kept[name] = narrowed(value, selection.get(name) ?? null)
  }
  return kept
}

function narrowed(value: unknown, nested: Selection | null): unknown {
  if (nested === null || typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return applySelect(value as Record<string, unknown>, nested, (name) => name.startsWith('@odata.'))
}

/** `id,companyProfile/domain`: how the context address of an answer names the selection. */
export function selectionText(selection: Selection): string {
  return [...selection]
    .map(([name, nested]) => (nested === null ? name : `${name}/${selectionText(nested)}`))
    .join(',')
}
