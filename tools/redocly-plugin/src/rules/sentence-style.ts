import { type Context, isObject, type Rule } from '../redocly.ts'

const prose = new Set([
  'Info',
  'Operation',
  'Parameter',
  'Header',
  'Response',
  'RequestBody',
  'Schema',
  'Tag',
  'Server',
  'SecurityScheme',
  'Example',
])

/** Descriptions are sentences: capital letter (or code) first, full stop last. Summaries are titles without a full stop. */
export const sentenceStyle: Rule = () => ({
  any: {
    enter(node, context) {
      if (!prose.has(context.type.name) || !isObject(node)) return
      sentence(node.description, context, 'description')
      title(node.summary, context)
      for (const [value, text] of Object.entries(
        isObject(node['x-enumDescriptions']) ? node['x-enumDescriptions'] : {},
      )) {
        sentence(text, context, 'x-enumDescriptions', value)
      }
    },
  },
})

function sentence(text: unknown, { report, location }: Context, ...at: string[]): void {
  const [template] = /\b(TODO|FIXME|TBD)\b/.exec(String(text)) ?? []
  if (template) {
    report({
      message: `"${template}" is left over from a template. Say what is known, or that it is not documented.`,
      location: location.child(at),
    })
  }
  if (typeof text !== 'string' || /^[\p{Lu}\d`].*\.\s*$/su.test(text)) return
  report({
    message: `"${text.trim()}" is not a sentence. Begin with a capital letter and end with a full stop.`,
    location: location.child(at),
  })
}

function title(text: unknown, { report, location, type }: Context): void {
  // The summary of `info` is a sentence, because pages show it alone.
  if (type.name === 'Info' || typeof text !== 'string' || /^[\p{Lu}\d`].*[^.\s]$/u.test(text)) return
  report({
    message: `"${text}" is not a title. Begin with a capital letter and leave out the full stop.`,
    location: location.child('summary'),
  })
}
