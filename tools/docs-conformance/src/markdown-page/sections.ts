import type { Code, Heading, Paragraph, Table } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import type { PageReading } from '../facts/reading.ts'
import type { PageSource } from '../pages/page-source.ts'
import { type Annotation, readAnnotation } from './annotation.ts'
import { type Block, spanOf } from './markdown.ts'
import { lacksItsName } from './table.ts'

/** What a section of a page is about. `prose` sections hold no facts, `unknown` ones are read by the shape of their blocks. */
export type SectionRole =
  | 'title'
  | 'permissions'
  | 'http-request'
  | 'path-parameters'
  | 'query-parameters'
  | 'request-headers'
  | 'request-body'
  | 'response-headers'
  | 'response'
  | 'examples'
  | 'methods'
  | 'properties'
  | 'relationships'
  | 'json'
  | 'members'
  | 'prose'
  | 'unknown'

export interface AnnotatedCode {
  node: Code
  annotation?: Annotation
}

/** A block of a section with the nearest heading above it inside the section. */
export type SectionBlock = { subheading: string } & (
  | { type: 'paragraph'; node: Paragraph }
  | { type: 'table'; node: Table }
  | ({ type: 'code' } & AnnotatedCode)
)

export interface Section {
  role: SectionRole
  title: string
  /** The nearest heading above that holds this section, for example `Event model` of `Properties`. */
  owner: string
  heading?: Heading
  blocks: SectionBlock[]
}

/**
 * Headings by the kind of section that they open. Vendors word them differently; the first pattern that matches
 * decides.
 */
const ROLES: readonly [RegExp, SectionRole][] = [
  [/^(permissions?\b.*|prerequisites|authorization)$/, 'permissions'],
  [/^(http requests?|request syntax|rest request|request ur[il]|resource url)$/, 'http-request'],
  [/^((optional|required|request) )?(path|function|uri|url) parameters?$/, 'path-parameters'],
  [/^((optional|supported) )?(odata )?query (string )?(parameters?|options)$/, 'query-parameters'],
  [/^((optional|required) )?request headers?$/, 'request-headers'],
  [
    /^((optional|required) )?(request (body|format)|action parameters?|(request )?parameters?)$/,
    'request-body',
  ],
  [/^((optional|required) )?response headers?$/, 'response-headers'],
  [/^((rest )?responses?( codes?| body)?|(response success and )?error codes)$/, 'response'],
  [/^((rest )?(request|response)\b.*\bexamples?\b.*|examples?\b.*|sample (request|response).*)$/, 'examples'],
  [/^(methods|tasks)$/, 'methods'],
  [/^(properties|instance attributes)$/, 'properties'],
  [/^(relationships|navigation properties)$/, 'relationships'],
  [/^json representation\b.*$/, 'json'],
  [
    /^(members|enum members|values|possible values|\S+ (values|enumeration|enum( type)?|enumeration type))$/,
    'members',
  ],
  [
    /^(see also|remarks?|next steps?|related( content| links?| topics?)?|known (issues|limitations)|notes?)$/,
    'prose',
  ],
  [/^(in this article|throttling|(common )?use cases?|considerations|what's new|feedback)$/, 'prose'],
  [/^(c#|\.net|java|powershell|python|php|node\.?js|go|javascript)( |$)/, 'prose'],
]

/** The title of a page about a type, where requests are samples. */
export const TYPE_TITLE =
  /^(\S+) (?:resource|entity|complex|enum|enumeration|facet)(?: (?:type|resource))?(?: \(.*\))?$/i

/** Sections whose facts are in tables: facts in a list there would not be read. */
export const TABLED: ReadonlySet<SectionRole> = new Set([
  'path-parameters',
  'request-headers',
  'response-headers',
  'request-body',
  'properties',
  'relationships',
])

export function roleOf(title: string): SectionRole {
  const words = title
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[\s:*]+$/, '')
    .trim()
  return ROLES.find(([pattern]) => pattern.test(words))?.[1] ?? 'unknown'
}

/** Splits a page at its headings, and attaches every API Doctor comment to the code block after it. */
export function sectionsOf(blocks: readonly Block[], source: PageSource, reading: PageReading): Section[] {
  const splitter = new SectionSplitter(source, reading)
  for (const block of blocks) splitter.add(block)
  return splitter.end()
}

class SectionSplitter {
  readonly #source: PageSource
  readonly #reading: PageReading
  readonly #sections: Section[] = [{ role: 'title', title: '', owner: '', blocks: [] }]
  #subheading = ''
  /** The open headings, by depth. */
  readonly #headings: string[] = []
  #pending: { annotation: Annotation; block: Block; isApart: boolean } | undefined
  #foreignTab = false

  constructor(source: PageSource, reading: PageReading) {
    this.#source = source
    this.#reading = reading
  }

  add(block: Block): void {
    if (block.type === 'thematicBreak') this.#foreignTab = false
    else if (block.type === 'heading') this.#addHeading(block)
    // Tabs beside HTTP show the same request in programming languages.
    else if (!this.#foreignTab) this.#addContent(block)
  }

  end(): Section[] {
    this.#reportDangling()
    return this.#sections
  }

  #addHeading(heading: Heading): void {
    if (this.#pending) this.#pending.isApart = true
    const tab = tabOf(heading)
    if (tab !== undefined) {
      this.#foreignTab = tab !== 'http'
      return
    }
    this.#foreignTab = false
    const title = textOf(heading).trim()
    const role = roleOf(title)
    this.#headings.length = heading.depth
    this.#headings[heading.depth] = title
    if (this.#opensSection(heading, role)) this.#open(heading, title, role)
    else this.#subheading = title
  }

  #opensSection(heading: Heading, role: SectionRole): boolean {
    if (heading.depth === 1 && this.#sections.length === 1 && !this.#current.heading) return true
    // Tables of a body's types may be below headings of the same level as the body's own section.
    if (
      role === 'unknown' &&
      this.#current.role === 'request-body' &&
      /^[A-Z]\w+$/.test(textOf(heading).trim())
    )
      return false
    if (heading.depth <= 2) return true
    const inside = this.#current.role
    const depth = this.#current.heading?.depth ?? 1
    // A heading that does not open a section still ends one: the text below it is not inside.
    const isDeeper = heading.depth > depth && this.#headings[depth] === this.#current.title
    if (role === 'members') return !['properties', 'members', 'examples'].includes(inside)
    if (role === 'examples') return inside !== 'examples' && !(inside === 'prose' && isDeeper)
    if (inside === 'examples' && isDeeper) return false
    return !['unknown', 'prose'].includes(role)
  }

  #open(heading: Heading, title: string, role: SectionRole): void {
    // `# planKind enum type` is a title, although `## planKind enum` opens a list of members.
    const isTitle = ['unknown', 'members'].includes(role) || TYPE_TITLE.test(title)
    const first = heading.depth === 1 && this.#sections.length === 1 && isTitle
    const owner = this.#headings.slice(2, heading.depth).filter(Boolean).at(-1) ?? ''
    this.#sections.push({ role: first ? 'title' : role, title, owner, heading, blocks: [] })
    this.#subheading = ''
  }

  #addContent(block: Exclude<Block, Heading>): void {
    if (block.type === 'html') this.#addHtml(block)
    else if (block.type !== 'thematicBreak') this.#addBlock(block)
  }

  #addBlock(block: Exclude<Block, { type: 'heading' | 'html' | 'thematicBreak' }>): void {
    const bold = block.type === 'paragraph' ? boldHeading(block, this.#current) : undefined
    if (bold) {
      this.#addHeading(bold)
      return
    }
    const part = this.#current.role === 'examples' ? boldPart(block) : undefined
    if (part !== undefined) this.#subheading = part
    const annotation = this.#takeAnnotation(block)
    const subheading = this.#subheading
    if (block.type === 'code') {
      const code = { type: 'code' as const, node: block, subheading }
      this.#current.blocks.push(annotation ? { ...code, annotation } : code)
    } else if (block.type === 'table') {
      this.#reportCutRows(block)
      this.#current.blocks.push({ type: 'table', node: block, subheading })
    } else {
      this.#reportBrokenTable(block)
      this.#current.blocks.push({ type: 'paragraph', node: block, subheading })
    }
  }

  #addHtml(block: Block & { type: 'html' }): void {
    const read = readAnnotation(block)
    const place = this.#source.place(spanOf(block))
    if (read.outcome === 'annotation') {
      this.#reportDangling()
      this.#pending = { annotation: read.annotation, block, isApart: false }
    } else if (read.outcome === 'unreadable') {
      this.#reading.doNotUnderstand(place, 'the API Doctor comment is not JSON')
    } else if (/<table\b/i.test(block.value)) {
      this.#reading.doNotUnderstand(place, 'an HTML table')
    }
  }

  #reportCutRows(table: Table): void {
    for (const row of table.children) {
      if (!lacksItsName(row, table, this.#source.text)) continue
      this.#reading.doNotUnderstand(this.#source.place(spanOf(row)), 'a row that lacks its first cell')
    }
  }

  /** To Markdown, rows without the line of dashes, or outside the list of their header, are plain text. */
  #reportBrokenTable(paragraph: Paragraph): void {
    const { start, end } = spanOf(paragraph)
    const rows = this.#source.text.slice(start, end).split(/\r\n|\r|\n/)
    if (rows.filter((row) => /^\s*\|.*\|\s*$/.test(row)).length < 2) return
    this.#reading.doNotUnderstand(this.#source.place({ start, end }), 'rows of a table that is none')
  }

  /** A comment belongs to the next code block; if text comes between them, only to a block of its own kind. */
  #takeAnnotation(block: Block): Annotation | undefined {
    const pending = this.#pending
    if (!pending || block.type !== 'code') {
      if (pending) pending.isApart = true
      return undefined
    }
    if (pending.isApart && !isOfKind(block, pending.annotation)) {
      this.#reportDangling()
      return undefined
    }
    this.#pending = undefined
    return pending.annotation
  }

  #reportDangling(): void {
    const pending = this.#pending
    this.#pending = undefined
    const { blockType } = pending?.annotation ?? {}
    if (!pending || !blockType || ['ignored', 'testParams', 'permissions'].includes(blockType)) return
    const place = this.#source.place(spanOf(pending.block))
    this.#reading.doNotUnderstand(place, `a "${blockType}" comment without a code block after it`)
  }

  get #current(): Section {
    return this.#sections.at(-1) as Section
  }
}

/** Whether a block shows what a comment above it announces. */
function isOfKind({ value }: Code, { blockType }: Annotation): boolean {
  if (blockType === 'request') return /^\s*(GET|POST|PUT|PATCH|DELETE|HEAD)\b/.test(value)
  return blockType === 'response' && /^\s*HTTP\//.test(value)
}

/** `**Request**` and `**Response**` name the messages of an example. */
function boldPart({ type, ...block }: Block): string | undefined {
  const [only, ...others] = type === 'paragraph' ? (block as Paragraph).children : []
  if (only?.type !== 'strong' || others.length > 0) return undefined
  return /^(?:example |sample )?(?:request|response)(?: example)?:?$/i.test(textOf(only))
    ? textOf(only)
    : undefined
}

/** A paragraph such as `**URI parameters**` acts as a heading below that of its section. */
function boldHeading(paragraph: Paragraph, { role, heading }: Section): Heading | undefined {
  const [only, ...others] = paragraph.children
  if (only?.type !== 'strong' || others.length > 0 || role === 'examples') return undefined
  if (!TABLED.has(roleOf(textOf(only)))) return undefined
  const depth = Math.min(6, Math.max(3, heading?.depth ?? 2)) as Heading['depth']
  return { ...paragraph, type: 'heading', depth } as Heading
}

/** The name of a tab heading such as `# [HTTP](#tab/http)`. */
function tabOf(heading: Heading): string | undefined {
  const [link] = heading.children
  if (link?.type !== 'link') return undefined
  return /^#tab\/([\w-]+)/.exec(link.url)?.[1]?.toLowerCase()
}
