import type { Code, Definition, Heading, Html, Nodes, Paragraph, Root, Table, ThematicBreak } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { frontmatter } from 'micromark-extension-frontmatter'
import { gfmTable } from 'micromark-extension-gfm-table'
import type { PageReading } from '../facts/reading.ts'
import type { PageSource, Span } from '../pages/page-source.ts'

/** The leaf blocks of a page, in order, including those inside lists and quotes, where pages also put facts. */
export type Block = Heading | Paragraph | Table | Code | Html | ThematicBreak

const LEAVES = new Set(['heading', 'paragraph', 'table', 'code', 'html', 'thematicBreak'])

/** Parses the Markdown of a page into its leaf blocks. Never throws: all text is Markdown. */
export function blocksOf(source: PageSource, reading: PageReading): Block[] {
  const text = withEvenTables(source.lines, withShallowNesting(source, reading))
  const tree: Root = fromMarkdown(text, {
    extensions: [frontmatter(['yaml']), gfmTable()],
    mdastExtensions: [frontmatterFromMarkdown(['yaml']), gfmTableFromMarkdown()],
  })
  resolveLinks(tree)
  return leaves(tree).flatMap((block) => withoutSetext(block, source))
}

const DEEPEST = 16
const MARKER = '[ \\t]*(?:>|[-*+](?=[ \\t])|\\d{1,9}[.)](?=[ \\t]))'
const DEEP = new RegExp(`^((?:${MARKER}){${DEEPEST}})((?:${MARKER})+)`, 'gm')

/** The parser's time grows with the square of the depth of nested quotes and lists. */
function withShallowNesting(source: PageSource, reading: PageReading): string {
  return source.text.replace(DEEP, (_, kept: string, more: string, at: number) => {
    const place = source.line(source.indexOf(at))
    reading.doNotUnderstand(place, `text that is nested more than ${DEEPEST} levels deep`)
    return kept + ' '.repeat(more.length)
  })
}

const DASHES = /^\s*\|?\s*:?-[-:|\s]*$/

/**
 * Markdown accepts a table only if its line of dashes has as many cells as its header. Some pages have one too many or
 * too few; such a line is rewritten in the same length, so that every offset stays the same.
 */
function withEvenTables(lines: readonly string[], text: string): string {
  const parts: string[] = []
  let offset = 0
  let kept = 0
  for (const [index, line] of lines.entries()) {
    const width = line.includes('|') && DASHES.test(line) ? cellsIn(lines[index - 1] ?? '') : 0
    if (width > 1 && cellsIn(line) !== width && line.length > 2 * width) {
      parts.push(text.slice(kept, offset), `|${'-|'.repeat(width - 1)}`.padEnd(line.length - 1, '-'), '|')
      kept = offset + line.length
    }
    offset += line.length + (text.startsWith('\r\n', offset + line.length) ? 2 : 1)
  }
  return parts.join('') + text.slice(kept)
}

function cellsIn(line: string): number {
  const cells = line.trim().replace(/^\||\|$/g, '')
  return line.includes('|') ? cells.split('|').length : 0
}

function leaves(node: Nodes, inList = false): Block[] {
  if (node.type === 'paragraph' && inList) listed.add(node)
  if (LEAVES.has(node.type)) return [node as Block]
  const inside = inList || node.type === 'listItem'
  return 'children' in node ? node.children.flatMap((child) => leaves(child, inside)) : []
}

const listed = new WeakSet<Nodes>()

/** Whether a paragraph is an item of a list or inside one. */
export function isListed(paragraph: Paragraph): boolean {
  return listed.has(paragraph)
}

/** Text directly above the `---` that closes a tab would be a heading by CommonMark; on these pages it is text. */
function withoutSetext(block: Block, source: PageSource): Block[] {
  if (block.type !== 'heading' || source.text.startsWith('#', spanOf(block).start)) return [block]
  return [{ ...block, type: 'paragraph' } as Paragraph, { type: 'thematicBreak' }]
}

export function spanOf(node: Nodes): Span {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 }
}

export function descendants(node: Nodes): Nodes[] {
  const found: Nodes[] = []
  const waiting: Nodes[] = 'children' in node ? [...node.children].reverse() : []
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    found.push(next)
    if ('children' in next) waiting.push(...[...next.children].reverse())
  }
  return found
}

const targets = new WeakMap<Nodes, string>()

/** Gives links such as `[List users][list]` their address, from the definitions at the end of the page. */
function resolveLinks(root: Nodes): void {
  const nodes = descendants(root)
  const definitions = new Map(
    nodes
      .filter((node): node is Definition => node.type === 'definition')
      .map((node) => [node.identifier, node.url]),
  )
  for (const node of nodes) {
    const url = node.type === 'linkReference' ? definitions.get(node.identifier) : undefined
    if (url !== undefined) targets.set(node, url)
  }
}

/** The address that a link such as `[List users][list]` was given. */
export function targetOf(link: Nodes): string {
  return targets.get(link) ?? ''
}
