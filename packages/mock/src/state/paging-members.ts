import { foldedName } from '../description/resources/key.ts'
import type { SchemaView } from '../description/schema-view.ts'
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../json/json.ts'

/** The place of a page in the whole list. */
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
  /** Keys of the first and the last record of the page. */
  readonly keys?: { readonly first: string | undefined; readonly last: string | undefined }
  /** Left out by conventions, which have their own links. */
  readonly links?: PageLinks
}

/** The way to the neighbouring pages; undefined if there is no such page. */
export interface PageLinks {
  /** Value of the parameter that leads to the next page. */
  readonly token: string | undefined
  readonly next: string | undefined
  readonly previous: string | undefined
}

type Member = readonly [pattern: RegExp, type: 'number' | 'boolean', value: (page: Page) => number | boolean]

/** Usual names of paging members in envelopes, in lower case without separators. */
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

/** Names of links to other pages and of tokens for them, in lower case without separators. */
const nextLink = /^next(page)?(url|uri|link|href)?$/
const previousLink = /^(previous|prev)(page)?(url|uri|link|href)?$/
const nextToken =
  /^(next|after|end)?(cursor|token|pagetoken)$|^next(page)?(cursor|token|pagetoken|startingafter)$|^continu(e|ation(token)?)$|^marker$|^after$/
const otherToken = /cursor$|continuation|^(previous|prev|before)(page)?(cursor|token|pagetoken)?$/

/**
 * The members around a list for one page: numbers and flags in the schema describe the place of the page, and links and
 * tokens lead to the neighbouring pages. Links that would otherwise be made up are empty, because clients would follow
 * them without end.
 *
 * @param around made-up values for what the schema requires
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
  const plain = foldedName(name)
  const types = [schema.type].flat().map((type) => (type === 'integer' ? 'number' : type))
  const member = members.find(([pattern, type]) => types.includes(type) && pattern.test(plain))
  if (member) return member[2](page)
  const textual = types.includes('string') || types.includes('null') || schema.type === undefined
  const told = textual ? textFor(plain, schema, page) : undefined
  if (told !== undefined) return told
  const isLink = [nextLink, previousLink, nextToken, otherToken].some((pattern) => pattern.test(plain))
  if (isLink && textual && made !== undefined) return emptyLink(schema)
  const inner = isObject(made)
    ? (made as JsonObject)
    : isObject(schema.properties) && page.links?.token
      ? {}
      : undefined
  if (inner === undefined) return undefined
  const filled = pagingMembers(view, schema, inner, page)
  return made === undefined && Object.keys(filled).length === 0 ? undefined : filled
}

/** Links, tokens, and the keys with which some APIs let clients go on. */
function textFor(plain: string, schema: JsonSchema, { links, keys }: Page): string | undefined {
  if (/^first(id|key)$/.test(plain)) return keys?.first
  if (/^last(id|key)$/.test(plain)) return keys?.last
  if (previousLink.test(plain)) return links?.previous
  if (nextLink.test(plain))
    return schema.format === 'uri' || links?.next !== undefined ? links?.next : links?.token
  return nextToken.test(plain) ? links?.token : undefined
}

function emptyLink(schema: JsonSchema): JsonValue {
  return schema.nullable === true || [schema.type].flat().includes('null') ? null : ''
}
