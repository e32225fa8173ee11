import { Cursor } from './cursor.ts'
import { type EdmType, type ResolveReference, type Schema, SchemaReader } from './edm.ts'
import { ANNOTATION, lazily, QUALIFIED, QUALIFIED_NAME } from './names.ts'
import { malformed, notExecuted } from './query-option-error.ts'

/** Properties to return: null selects the whole value, a nested selection a part of a complex value. */
export type Selection = ReadonlyMap<string, Selection | null>

const OPTION = '$select'
const ALL_OPERATIONS = lazily(`${QUALIFIED}\\.\\*`, 'uy')

type Step = { name: string; position: number }

/**
 * Reads a `$select` such as `id,companyProfile/domain` (URL conventions, section 5.1.4) and checks it against the
 * schema of a record.
 *
 * @returns The selection, with the names in the spelling of the schema; undefined for `*`, everything.
 * @throws QueryOptionError 400 for what does not fit and for a property that the schema does not have; 501 for type
 * casts, operations and options in brackets.
 * @example
 * parseSelect('id,companyProfile/domain', schema) // Map { id → null, companyProfile → Map { domain → null } }
 */
export function parseSelect(
  text: string,
  schema: Schema = {},
  resolve?: ResolveReference,
): Selection | undefined {
  const cursor = new Cursor(OPTION, text)
  const reader = new SchemaReader(resolve)
  const selection = new Map<string, Selection | null>()
  let everything = false
  do {
    if (cursor.accept('*')) everything = true
    else addPath(selection, readPath(cursor), reader.typeOf(schema), reader)
  } while (cursor.separator(','))
  cursor.expectEnd("',' or the end")
  return everything ? undefined : selection
}

function readPath(cursor: Cursor): Step[] {
  const steps: Step[] = []
  do {
    const { position } = cursor
    const operations = cursor.match(ALL_OPERATIONS())?.[0]
    if (operations !== undefined) throw notExecuted(OPTION, position, `'${operations}'`)
    const name = cursor.match(ANNOTATION())?.[0] ?? cursor.match(QUALIFIED_NAME())?.[0]
    if (name === undefined) throw cursor.unexpected('a property name')
    if (!name.startsWith('@') && name.includes('.')) throw notExecuted(OPTION, position, `'${name}'`)
    steps.push({ name, position })
  } while (cursor.accept('/'))
  if (cursor.peek(/\(/y) === undefined) return steps
  throw notExecuted(OPTION, cursor.position, `the option in brackets behind '${steps.at(-1)?.name}'`)
}

function addPath(
  selection: Map<string, Selection | null>,
  [step, ...rest]: readonly Step[],
  owner: EdmType,
  reader: SchemaReader,
): void {
  if (!step) return
  const { name, type } = resolveStep(step, owner, reader)
  if (rest.length === 0) {
    selection.set(name, null)
    return
  }
  const nested = selection.get(name)
  const inner = new Map(nested)
  addPath(inner, rest, type, reader)
  if (nested !== null) selection.set(name, inner)
}

function resolveStep({ name, position }: Step, owner: EdmType, reader: SchemaReader) {
  const untyped: EdmType = { kind: 'Untyped' }
  const type = owner.kind === 'Collection' ? owner.item : owner
  if (name.startsWith('@') || type.kind === 'Untyped') return { name, type: untyped }
  if (type.kind !== 'Complex')
    throw malformed(OPTION, position, `'${name}' is read from a value that has no properties`)
  const found = reader.property(type.schema, name)
  if (found) return { name: found.name, type: reader.typeOf(found.schema) }
  const open = reader.isOpen(type.schema) && !reader.declares(type.schema, name)
  if (open) return { name, type: untyped }
  throw malformed(OPTION, position, `could not find a property named '${name}'`)
}

/**
 * Gives a copy of a record with the selected properties.
 *
 * @param always Names properties that stay in any case, such as the key and annotations.
 */
export function applySelect(
  record: Readonly<Record<string, unknown>>,
  selection: Selection,
  always: (name: string) => boolean = () => false,
): Record<string, unknown> {
  const kept = Object.entries(record).flatMap(([name, value]): [string, unknown][] => {
    if (always(name)) return [[name, value]]
    const nested = selection.get(name)
    return nested === undefined ? [] : [[name, nested === null ? value : narrowed(value, nested)]]
  })
  return Object.fromEntries(kept)
}

function narrowed(value: unknown, nested: Selection): unknown {
  if (Array.isArray(value)) return value.map((member) => narrowed(member, nested))
  if (typeof value !== 'object' || value === null) return value
  return applySelect(value as Record<string, unknown>, nested, (name) => name.startsWith('@odata.'))
}

/** The selection as the context URL of an answer writes it: `id,companyProfile/domain` (Protocol, section 10.8). */
export function selectionText(selection: Selection): string {
  return [...selection]
    .map(([name, nested]) => (nested === null ? name : `${name}/${selectionText(nested)}`))
    .join(',')
}
