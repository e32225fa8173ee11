import { defineHastPlugin, type HastPluginDefinition } from 'satteri'
import { highlighted } from '../browser/highlight.ts'
import { withBase } from '../description/addresses.ts'

/** Lets a guide link to `/errors/` wherever the site lives: puts the base path before links of the site. */
export function linksUnderBase(base: string): HastPluginDefinition {
  return defineHastPlugin({
    name: 'clientele:links-under-base',
    element: {
      filter: ['a'],
      visit(node, context) {
        const { href } = node.properties
        if (typeof href === 'string' && href.startsWith('/'))
          context.setProperty(node, 'href', withBase(base, href))
      },
    },
  })
}

/** Colours the code of a guide like the samples of the reference. */
export function highlightedCode(): HastPluginDefinition {
  return defineHastPlugin({
    name: 'clientele:highlighted-code',
    element: {
      filter: ['pre'],
      visit(node, context) {
        const [code] = node.children
        if (code?.type !== 'element') return
        const language = /language-(\S+)/.exec(String(code.properties.className))?.[1] ?? ''
        const html = highlighted(context.textContent(code).trimEnd(), language)
        return {
          type: 'element',
          tagName: 'pre',
          properties: { className: ['code'], tabIndex: 0, dataLanguage: language },
          children: [
            { type: 'element', tagName: 'code', properties: {}, children: [{ type: 'raw', value: html }] },
          ],
        }
      },
    },
  })
}
