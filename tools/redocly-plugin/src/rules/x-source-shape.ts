import { type Context, isObject, type JsonObject, type Rule } from '../redocly.ts'

const bases = ['companion', 'convention', 'sibling', 'analogy']
const places = new Set(['Operation', 'Parameter', 'Header', 'Response', 'Schema', 'Server', 'SecurityScheme'])

/**
 * `x-source` is `{ basis, from }` and stands where a fact stands, never on prose or examples. `x-format-source`,
 * `x-nullable-source` and `x-enum-sources` are for a property that the page has and a limit that it has not;
 * an analogy never limits anything.
 */
export const xSourceShape: Rule = () => ({
  any: {
    enter(node, context) {
      if (!isObject(node) || context.type.name === 'SchemaProperties') return
      if (node['x-source'] !== undefined) checkMark(node, context)
      limit(node, context, 'x-format-source', node.format !== undefined, 'format')
      limit(node, context, 'x-nullable-source', [node.type].flat().includes('null'), '"null" in type')
      checkEnum(node, context)
    },
  },
})

function checkMark(node: JsonObject, context: Context): void {
  if (!places.has(context.type.name) && context.type.name !== 'SpecExtension') {
    say(
      context,
      'x-source',
      `x-source says where a fact comes from and has no place on ${context.type.name}. Move it to the operation, parameter, header, response or property.`,
    )
  }
  checkSource(node['x-source'], bases, context, 'x-source')
}

function limit(node: JsonObject, context: Context, mark: string, limited: boolean, what: string): void {
  if (node[mark] === undefined) return
  if (!limited)
    say(context, mark, `${mark} stands where there is no ${what}. Remove it, or add what it explains.`)
  checkSource(node[mark], bases.slice(0, 3), context, mark)
}

function checkEnum(node: JsonObject, context: Context): void {
  const sources = node['x-enum-sources']
  if (sources === undefined) return
  const values = Array.isArray(node.enum) ? node.enum.map(String) : []
  for (const [value, source] of Object.entries(isObject(sources) ? sources : {})) {
    if (!values.includes(value)) {
      say(
        context,
        'x-enum-sources',
        `x-enum-sources names "${value}", which enum does not have. Remove it, or add the value.`,
      )
    }
    checkSource(source, bases.slice(0, 3), context, 'x-enum-sources')
  }
}

function checkSource(source: unknown, allowed: readonly string[], context: Context, at: string): void {
  const { basis, from, ...rest } = isObject(source) ? source : ({} as JsonObject)
  const right =
    allowed.includes(String(basis)) &&
    typeof from === 'string' &&
    from.trim() &&
    Object.keys(rest).length === 0
  if (right) return
  say(
    context,
    at,
    `${at} is not { basis, from } with basis one of ${allowed.join(', ')} and from a source. Write both, and nothing else.`,
  )
}

function say({ report, location }: Context, at: string, message: string): void {
  report({ message, location: location.child(at) })
}
