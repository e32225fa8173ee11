import { type Context, isObject, type JsonObject, type Rule } from '../redocly.ts'
import { bases } from '../source-bases.ts'

const limiting = ['companion', 'convention', 'sibling']
const places = new Set([
  'Operation',
  'Parameter',
  'Header',
  'Response',
  'Schema',
  'Server',
  'SecurityScheme',
  'SpecExtension',
])

/**
 * `x-source` is `{ basis, from }` and is only on facts, never on prose or examples.
 *
 * If a property is on the page but one of its keywords is not, the mark names the keyword: `x-format-source`,
 * `x-nullable-source`, `x-enum-sources` with a mark for each value. An analogy never limits a value.
 */
export const xSourceShape: Rule = () => ({
  any: {
    enter(node, context) {
      if (!isObject(node) || context.type.name === 'SchemaProperties') return
      if (node['x-source'] !== undefined) checkMark(node, context)
      for (const mark of Object.keys(node)) {
        const [, keyword] = /^x-(.+)-source$/.exec(mark) ?? []
        if (keyword) checkKeyword(node, context, mark, keyword)
      }
      if (node['x-enum-sources'] !== undefined) checkEnum(node, context)
    },
  },
})

function checkMark(node: JsonObject, context: Context): void {
  if (!places.has(context.type.name)) {
    say(
      context,
      'x-source',
      `x-source says where a fact comes from and does not belong on ${context.type.name}. Move it to the operation, parameter, header, response or property.`,
    )
  }
  checkSource(node['x-source'], bases, context, 'x-source')
  if (isObject(node['x-source']) && node['x-source'].basis === 'analogy') checkAnalogy(node, context)
}

const limits =
  /^(enum|const|format|pattern|required|not|multipleOf|uniqueItems|(exclusive)?(min|max)[A-Z]?.*)$/i

/** Limits of a parameter or header are in its schema. */
function checkAnalogy(node: JsonObject, context: Context): void {
  const isSchema = context.type.name === 'Schema'
  const schema = isSchema ? node : isObject(node.schema) ? node.schema : {}
  const unmarked = Object.keys(schema).filter(
    (keyword) =>
      limits.test(keyword) &&
      schema[`x-${keyword}-source`] === undefined &&
      schema[`x-${keyword}-sources`] === undefined,
  )
  for (const keyword of unmarked) {
    say(
      context,
      'x-source',
      `An analogy must not limit a value, but "${keyword}" is beside it. Remove "${keyword}", or name its source in x-${keyword}-source.`,
    )
  }
}

function checkKeyword(node: JsonObject, context: Context, mark: string, keyword: string): void {
  const isThere = keyword === 'nullable' ? [node.type].flat().includes('null') : node[keyword] !== undefined
  const what = keyword === 'nullable' ? '"null" in type' : keyword
  if (!isThere)
    say(context, mark, `${mark} is in a place without ${what}. Remove it, or add what it explains.`)
  checkSource(node[mark], limiting, context, mark)
}

function checkEnum(node: JsonObject, context: Context): void {
  const sources = isObject(node['x-enum-sources']) ? node['x-enum-sources'] : {}
  const values = Array.isArray(node.enum) ? node.enum.map(String) : []
  for (const [value, source] of Object.entries(sources)) {
    if (!values.includes(value)) {
      say(
        context,
        'x-enum-sources',
        `x-enum-sources names "${value}", which enum does not have. Remove it, or add the value.`,
      )
    }
    checkSource(source, limiting, context, 'x-enum-sources')
  }
}

function checkSource(source: unknown, allowed: readonly string[], context: Context, at: string): void {
  const { basis, from, ...rest } = isObject(source) ? source : ({} as JsonObject)
  const isComplete = allowed.includes(String(basis)) && typeof from === 'string' && from.trim() !== ''
  if (isComplete && Object.keys(rest).length === 0) return
  say(
    context,
    at,
    `${at} is not { basis, from } with basis one of ${allowed.join(', ')} and from a source. Write both, and nothing else.`,
  )
}

function say({ report, location }: Context, at: string, message: string): void {
  report({ message, location: location.child(at) })
}
