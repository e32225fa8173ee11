import type { Code, Heading, Paragraph, Table } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import type { PageReading } from '../facts/reading.ts'
import type { PageSource } from '../pages/page-source.ts'
import { type Annotation, readAnnotation } from './annotation.ts'
import { type Block, isListed, spanOf } from './markdown.ts'

/** What a section of a page is about. `unknown` sections are reported, `prose` ones hold no facts. */
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
  heading?: Heading
  blocks: SectionBlock[]
}

const ROLES: readonly [RegExp, SectionRole][] = [
  [/^(permissions?\b.*|prerequisites)$/, 'permissions'],
  [/^(http requests?|request syntax)$/, 'http-request'],
  [/^((optional|required) )?(path|function|uri|url) parameters?$/, 'path-parameters'],
  [/^((optional|supported) )?(odata )?query (parameters?|options)$/, 'query-parameters'],
  [/^((optional|required) )?request headers?$/, 'request-headers'],
  [/^((optional|required) )?(request body|action parameters?|(request )?parameters?)$/, 'request-body'],
  [/^((optional|required) )?response headers?$/, 'response-headers'],
  [/^responses?( codes?| body)?$/, 'response'],
  [/^(examples?\b.*|request and response examples?)$/, 'examples'],
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
]

/** Sections that say in tables what they say: a list there may hold facts, and none of them would be read. */
const TABLED: ReadonlySet<SectionRole> = new Set([
  'path-parameters',
  'request-headers',
  'response-headers',
  'request-body',
  'properties',
  'relationships',
])

export function roleOf(title: string): SectionRole {
  const words = title.toLowerCase().replace(/\s+/g, ' ').trim()
  return ROLES.find(([pattern]) => pattern.test(words))?.[1] ?? 'unknown'
}

/** Splits a page at its headings, and ties every API Doctor comment to the code block it stands before. */
export function sectionsOf(blocks: readonly Block[], source: PageSource, reading: PageReading): Section[] {
  const splitter = new SectionSplitter(source, reading)
  for (const block of blocks) splitter.add(block)
  return splitter.end()
}

class SectionSplitter {
  readonly #source: PageSource
  readonly #reading: PageReading
  readonly #sections: Section[] = [{ role: 'title', title: '', blocks: [] }]
  #subheading = ''
  #pending: { annotation: Annotation; block: Block } | undefined
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
    for (const section of this.#sections) this.#reportList(section)
    return this.#sections
  }

  #addHeading(heading: Heading): void {
    this.#reportDangling()
    const tab = tabOf(heading)
    if (tab !== undefined) {
      this.#foreignTab = tab !== 'http'
      return
    }
    this.#foreignTab = false
    const title = textOf(heading).trim()
    const role = roleOf(title)
    if (this.#opensSection(heading, role)) this.#open(heading, title, role)
    else this.#subheading = title
  }

  #opensSection(heading: Heading, role: SectionRole): boolean {
    if (heading.depth === 1 && this.#sections.length === 1 && !this.#current.heading) return true
    if (heading.depth <= 2) return true
    const inside = this.#current.role
    if (role === 'members') return !['properties', 'members', 'examples'].includes(inside)
    return inside !== 'examples' && !['unknown', 'prose', 'examples'].includes(role)
  }

  #open(heading: Heading, title: string, role: SectionRole): void {
    // `# planKind enum type` is a title, although `## planKind enum` opens a list of members.
    const first = heading.depth === 1 && this.#sections.length === 1 && ['unknown', 'members'].includes(role)
    this.#sections.push({ role: first ? 'title' : role, title, heading, blocks: [] })
    this.#subheading = ''
  }

  #addContent(block: Exclude<Block, Heading>): void {
    if (block.type === 'html') this.#addHtml(block)
    else if (block.type !== 'thematicBreak') this.#addBlock(block)
  }

  #addBlock(block: Exclude<Block, { type: 'heading' | 'html' | 'thematicBreak' }>): void {
    const annotation = this.#takeAnnotation(block)
    const subheading = this.#subheading
    if (block.type === 'code') {
      const code = { type: 'code' as const, node: block, subheading }
      this.#current.blocks.push(annotation ? { ...code, annotation } : code)
    } else if (block.type === 'table') this.#current.blocks.push({ type: 'table', node: block, subheading })
    else {
      this.#reportBrokenTable(block)
      this.#current.blocks.push({ type: 'paragraph', node: block, subheading })
    }
  }

  #addHtml(block: Block & { type: 'html' }): void {
    const read = readAnnotation(block)
    const place = this.#source.place(spanOf(block))
    if (read.outcome === 'annotation') {
      this.#reportDangling()
      this.#pending = { annotation: read.annotation, block }
    } else if (read.outcome === 'unreadable') {
      this.#reading.doNotUnderstand(place, 'the API Doctor comment is not JSON')
    } else if (/<table\b/i.test(block.value)) {
      this.#reading.doNotUnderstand(place, 'an HTML table')
    }
  }

  #reportList({ role, title, blocks }: Section): void {
    const isQuery = role === 'query-parameters'
    if (!(TABLED.has(role) || isQuery) || blocks.some(({ type }) => type === 'table')) return
    const items = blocks.filter((block) => block.type === 'paragraph' && isListed(block.node))
    // Query options are read wherever their names stand, for example `$top` in a list.
    const item = items.find(({ node }) => !isQuery || !/\$[A-Za-z]/.test(textOf(node)))
    if (!item) return
    this.#reading.doNotUnderstand(
      this.#source.place(spanOf(item.node)),
      `a list in the section "${title}", where a table is read`,
    )
  }

  /** Rows without the line of dashes, or out of the list that their header stands in, are plain text to Markdown. */
  #reportBrokenTable(paragraph: Paragraph): void {
    const { start, end } = spanOf(paragraph)
    const rows = this.#source.text.slice(start, end).split(/\r\n|\r|\n/)
    if (rows.filter((row) => /^\s*\|.*\|\s*$/.test(row)).length < 2) return
    this.#reading.doNotUnderstand(this.#source.place({ start, end }), 'rows of a table that is none')
  }

  #takeAnnotation(block: Block): Annotation | undefined {
    const pending = this.#pending
    if (block.type === 'code' || pending?.annotation.blockType === 'permissions') this.#pending = undefined
    else this.#reportDangling()
    return block.type === 'code' ? pending?.annotation : undefined
  }

  #reportDangling(): void {
    const pending = this.#pending
    this.#pending = undefined
    const { blockType } = pending?.annotation ?? {}
    if (!pending || !blockType || ['ignored', 'testParams', 'permissions'].includes(blockType)) return
    const place = this.#source.place(spanOf(pending.block))
    this.#reading.doNotUnderstand(place, `a "${blockType}" comment that stands before no code block`)
  }

  get #current(): Section {
    return this.#sections.at(-1) as Section
  }
}

/** The name of a tab heading such as `# [HTTP](#tab/http)`. */
function tabOf(heading: Heading): string | undefined {
  const [link] = heading.children
  if (link?.type !== 'link') return undefined
  return /^#tab\/([\w-]+)/.exec(link.url)?.[1]?.toLowerCase()
}
