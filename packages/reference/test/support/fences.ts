import { readFileSync } from 'node:fs'
import { type MdastNode, markdownToMdast } from 'satteri'

export interface Fence {
  /** Place of the snippet, for the title of its test. */
  name: string
  lang: string
  meta: string
  code: string
}

/** All code blocks of a Markdown file. */
export function fences(name: string, path: URL): Fence[] {
  const tree = markdownToMdast(readFileSync(path, 'utf8'), { features: { frontmatter: true } })
  return codes(tree).map(({ lang, meta, value }, index) => ({
    name: `${name}-${index + 1}`,
    lang: lang ?? '',
    meta: meta ?? '',
    code: value,
  }))
}

function codes(node: MdastNode): Extract<MdastNode, { type: 'code' }>[] {
  if (node.type === 'code') return [node]
  return 'children' in node ? node.children.flatMap((child) => codes(child as MdastNode)) : []
}
