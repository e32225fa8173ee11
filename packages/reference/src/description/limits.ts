import type { SchemaObject } from '@clientele/description'

type LimitKeyword = keyof SchemaObject & `${'min' | 'max' | 'exclusive' | 'multiple'}${string}`

/** How each limit reads on a page. */
const sentences: Record<LimitKeyword, (limit: unknown) => string> = {
  minimum: (limit) => `at least ${limit}`,
  maximum: (limit) => `at most ${limit}`,
  exclusiveMinimum: (limit) => `more than ${limit}`,
  exclusiveMaximum: (limit) => `less than ${limit}`,
  multipleOf: (limit) => `multiple of ${limit}`,
  minLength: (limit) => `at least ${counted(limit, 'character', 'characters')}`,
  maxLength: (limit) => `at most ${counted(limit, 'character', 'characters')}`,
  minItems: (limit) => `at least ${counted(limit, 'item', 'items')}`,
  maxItems: (limit) => `at most ${counted(limit, 'item', 'items')}`,
  minProperties: (limit) => `at least ${counted(limit, 'property', 'properties')}`,
  maxProperties: (limit) => `at most ${counted(limit, 'property', 'properties')}`,
}

function counted(limit: unknown, one: string, many: string): string {
  return `${limit} ${limit === 1 ? one : many}`
}

/** `not` around `propertyNames`, as decision 18 uses it: at least one of these properties is present. */
function oneOfNames({ not }: SchemaObject): string[] {
  const names = not?.propertyNames?.not?.enum ?? []
  return names.length === 0 ? [] : [`at least one of ${names.map((name) => `\`${name}\``).join(', ')}`]
}

/** The limits of a schema in words, in the order of the table above; the pattern and the default come last. */
export function limitsOf(schema: SchemaObject): string[] {
  const limits = Object.entries(sentences)
    .filter(([keyword]) => schema[keyword as LimitKeyword] !== undefined)
    .map(([keyword, sentence]) => sentence(schema[keyword as LimitKeyword]))
  return [
    ...limits,
    ...oneOfNames(schema),
    ...(schema.uniqueItems ? ['no item twice'] : []),
    ...(schema.pattern === undefined ? [] : [`pattern \`${schema.pattern}\``]),
    ...(schema.default === undefined ? [] : [`default \`${JSON.stringify(schema.default)}\``]),
  ]
}
