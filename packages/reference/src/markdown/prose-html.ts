import { defineHastPlugin, markdownToHtml } from 'satteri'

const safeAddress = /^(https?:|mailto:|[#/])/i

/**
 * HTML in a description is text: `<api>` stays readable, and a description from elsewhere runs nothing. An image is
 * its text, for it would be loaded from another host.
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

/** Renders the CommonMark of a description; its one paragraph stays a paragraph. */
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
