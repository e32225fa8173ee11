import type { Schema } from './document.ts'

type LimitKeyword = keyof Schema & `${'min' | 'max' | 'exclusive' | 'multiple'}${string}`

/** How each limit reads; the keyword's own name stays visible in the tests of a bundle, not on the page. */
const sentences: Record<LimitKeyword, (limit: unknown) => string> = {
  minimum: (limit) => `at least ${limit}`,
  maximum: (limit) => `at most ${limit}`,
  exclusiveMinimum: (limit) => `more than ${limit}`,
  exclusiveMaximum: (limit) => `less than ${limit}`,
  multipleOf: (limit) => `multiple of ${limit}`,
  minLength: (limit) => `at least ${limit} characters`,
  maxLength: (limit) => `at most ${limit} characters`,
  minItems: (limit) => `at least ${limit} items`,
  maxItems: (limit) => `at most ${limit} items`,
  minProperties: (limit) => `at least ${limit} properties`,
  maxProperties: (limit) => `at most ${limit} properties`,
}

/** The limits of a schema in words, in the order of the table above; the pattern and the default come last. */
export function limitsOf(schema: Schema): string[] {
  const limits = Object.entries(sentences)
    .filter(([keyword]) => schema[keyword as LimitKeyword] !== undefined)
    .map(([keyword, sentence]) => sentence(schema[keyword as LimitKeyword]))
  return [
    ...limits,
    ...(schema.uniqueItems ? ['no item twice'] : []),
    ...(schema.pattern === undefined ? [] : [`pattern \`${schema.pattern}\``]),
    ...(schema.default === undefined ? [] : [`default \`${JSON.stringify(schema.default)}\``]),
  ]
}
