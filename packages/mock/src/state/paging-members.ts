import { lettersOf } from '../description/resources/envelope.ts'
import type { SchemaView } from '../description/schema-view.ts'
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../json/json.ts'

/** Where a page stands in the whole list. */
export interface Page {
  readonly offset: number
  /** Undefined: the page holds everything. */
  readonly limit: number | undefined
  /** Number of the first page: 0 or 1. */
  readonly firstPage: number
  /** Records on the page. */
  readonly count: number
  /** Records that match, over all pages. */
  readonly total: number
}

type Member = readonly [pattern: RegExp, type: 'number' | 'boolean', value: (page: Page) => number | boolean]

/** What envelopes tell of a page, by their usual names in lower case without separators. */
const members: readonly Member[] = [
  [
    /^(page|pagenumber|currentpage|pageindex|number)$/,
    'number',
    ({ offset, limit, firstPage }) => (limit ? Math.floor(offset / limit) : 0) + firstPage,
  ],
  [/^(numberofelements|numberofitems)$/, 'number', ({ count }) => count],
  [
    /^(perpage|pagesize|limit|size|itemsperpage)$/,
    'number',
    ({ limit, total }) => limit ?? Math.max(1, total),
  ],
  [
    /^(totalpages|pagecount|pages|lastpage)$/,
    'number',
    ({ limit, total }) => (limit ? Math.max(1, Math.ceil(total / limit)) : 1),
  ],
  [/^(offset|skip|start|startindex)$/, 'number', ({ offset }) => offset],
  [/^total(count|items|results|records|elements)?$/, 'number', ({ total }) => total],
  [
    /^(hasmore|hasnext|hasnextpage|more|truncated|istruncated)$/,
    'boolean',
    ({ offset, count, total }) => offset + count < total,
  ],
  [/^(hasprevious|hasprev|haspreviouspage)$/, 'boolean', ({ offset }) => offset > 0],
  [/^(is)?first(page)?$/, 'boolean', ({ offset }) => offset === 0],
  [/^(is)?last(page)?$/, 'boolean', ({ offset, count, total }) => offset + count >= total],
  [/^(is)?empty$/, 'boolean', ({ count }) => count === 0],
]

/** Made-up links to other pages would send clients on a way without end. */
const links =
  /^(next|previous|prev)(page|url|uri|link|href|cursor|token|pagetoken)?$|cursor$|continuation|nextpage/

/**
 * The members around a list as they are for one page: numbers and flags that the schema names tell where
 * the page stands, and links to other pages are empty, because plain paging has none.
 *
 * @param around what the schema demands, made up
 */
export function pagingMembers(
  view: SchemaView,
  schema: JsonSchema | undefined,
  around: JsonObject,
  page: Page,
): JsonObject {
  const told: Record<string, JsonValue> = {}
  for (const [name, described] of view.properties(schema)) {
    const value = memberFor(view, name, described, around[name], page)
    if (value !== undefined) told[name] = value
  }
  return { ...around, ...told }
}

function memberFor(
  view: SchemaView,
  name: string,
  schema: JsonSchema,
  made: JsonValue | undefined,
  page: Page,
): JsonValue | undefined {
  const plain = lettersOf(name)
  const types = [schema.type].flat().map((type) => (type === 'integer' ? 'number' : type))
  const member = members.find(([pattern, type]) => types.includes(type) && pattern.test(plain))
  if (member) return member[2](page)
  if (made === undefined) return undefined
  if (links.test(plain) && (types.includes('string') || types.includes('null'))) return emptyLink(schema)
  return isObject(made) ? pagingMembers(view, schema, made as JsonObject, page) : undefined
}

function emptyLink(schema: JsonSchema): JsonValue {
  return schema.nullable === true || [schema.type].flat().includes('null') ? null : ''
}
