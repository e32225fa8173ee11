/** One segment of a path template. */
export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly names: readonly [string] }
  /** A parameter with text around it, or several of them, as in `{from}...{to}` or `users('{id}')`. */
  | {
      readonly kind: 'mixed'
      readonly names: readonly string[]
      readonly pattern: RegExp
      readonly shape: string
    }

/** `/things/{id}` → its segments. A trailing slash leaves an empty literal. */
export function parseTemplate(template: string, letterCase: 'any' | 'exact'): Segment[] {
  return template
    .replace(/^\//, '')
    .split('/')
    .map((text) => parseSegment(text, letterCase))
}

/** Names of the parameters of a template, in their order. */
export function parameterNames(template: string): string[] {
  return [...template.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] as string)
}

/** What two templates that can match the same path have in common. */
export function shapeOf(template: string, letterCase: 'any' | 'exact'): string {
  const shape = template.replace(/\{[^{}]*\}/g, '{}')
  return letterCase === 'any' ? shape.toLowerCase() : shape
}

/** Puts percent-encoded values into a template. */
export function expandTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([^{}]+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
}

function parseSegment(text: string, letterCase: 'any' | 'exact'): Segment {
  const names = parameterNames(text)
  if (names.length === 0) return { kind: 'literal', text: letterCase === 'any' ? text.toLowerCase() : text }
  if (names.length === 1 && text === `{${names[0]}}`)
    return { kind: 'parameter', names: [names[0] as string] }
  const parts = text.split(/\{[^{}]+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const pattern = new RegExp(`^${parts.join('(.+?)')}$`, letterCase === 'any' ? 'is' : 's')
  return { kind: 'mixed', names, pattern, shape: shapeOf(text, letterCase) }
}
