import type { Provenance } from '../description/document.ts'
import { flagsOf, type PartSource, type Property } from '../description/schema.ts'

/** Properties as a nested Markdown list. */
export function propertyLines(properties: readonly Property[], indent = ''): string {
  return properties
    .flatMap((property) => [
      `${indent}- ${head(property)}`,
      ...values(property).map((line) => `${indent}  - ${line}`),
      ...(property.children.length > 0 ? [propertyLines(property.children, `${indent}  `)] : []),
    ])
    .join('\n')
}

function head(property: Property): string {
  const { type, description, limits, example, source } = property
  const facts = [
    `${type.before}${type.schema ?? ''}${type.after}`,
    ...flagsOf(property).map(({ text }) => text),
    ...limits,
    ...(example === undefined
      ? []
      : [`example \`${typeof example === 'string' ? example : JSON.stringify(example)}\``]),
  ]
  const text = description.replaceAll(/\s+/g, ' ').trim()
  const parts = property.partSources.map(partNote)
  return `\`${property.name}\` (${facts.join(', ')}): ${text}${sourceNote(source)}${parts.join('')}${property.meaningFromName ? ' [description from the name alone]' : ''}`
}

function values(property: Property): string[] {
  return property.values.map(({ value, description, source }) =>
    [`\`${value}\``, description ? `: ${description}` : '', sourceNote(source)].join(''),
  )
}

/** Where one part of a fact comes from, such as its format. */
export function partNote({ part, source }: PartSource): string {
  return ` [${part} ${source.basis}: ${source.from}]`
}

/** Where a fact that is not on the documentation page comes from; nothing for one that is. */
export function sourceNote(source: Provenance | undefined): string {
  return source ? ` [${source.basis}: ${source.from}]` : ''
}
