import { defineHastPlugin, type HastPluginDefinition } from 'satteri'
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
