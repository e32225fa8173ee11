import { defineHastPlugin, markdownToHtml } from 'satteri'

const safeAddress = /^(https?:|mailto:|[#/])/i

/**
 * HTML in a description is shown as text: `<api>` stays readable, and no script of a description runs. An image becomes its
 * text, because the browser would load it from another host.
 */
const proseOnly = defineHastPlugin({
  name: 'clientele:prose-only',
  raw: ({ value }) => ({ type: 'text', value }),
  element: [
    {
      filter: ['a'],
      visit(node, context) {
        if (!safeAddress.test(String(node.properties.href))) context.setProperty(node, 'href', undefined)
      },
    },
    { filter: ['img'], visit: ({ properties }) => ({ type: 'text', value: String(properties.alt ?? '') }) },
  ],
})

/** Renders the CommonMark of a description, a single paragraph included. */
export function proseHtml(text: string): string {
  if (!text) return ''
  return markdownToHtml(text, { features: { smartPunctuation: false }, hastPlugins: [proseOnly] }).html
}

/** Renders one line of CommonMark without a paragraph around it. */
export function inlineHtml(text: string): string {
  return proseHtml(text)
    .replaceAll(/<\/?p>/g, '')
    .trim()
}
