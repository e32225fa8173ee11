import {
  type Description,
  isObject,
  type JsonObject,
  joinPointer,
  type Located,
  type Member,
  type Operation,
  type ParameterObject,
  type PathItemObject,
  type ResponseObject,
} from '@clientele/description'
import {
  type Provenance,
  provenanceOf,
  provenanceOfChain,
  provenanceOfKeyword,
  stronger,
} from './source-mark.ts'

export type ExtraKind =
  | 'operation'
  | 'parameter'
  | 'request media type'
  | 'status'
  | 'response media type'
  | 'response header'
  | 'property'
  | 'enum value'
  | 'format'
  | 'null'
  | 'constraint'
  | 'server'
  | 'permission'

/** A part of the description without a source that no page states. */
export interface Extra {
  kind: ExtraKind
  /** Its name, for example `GET /Customers` or `maxLength`. */
  name: string
  place: string
}

/** Keywords that narrow what a value may be: an invented one would refuse real data. */
const CONSTRAINTS = [
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'minContains',
  'maxContains',
  'dependentRequired',
  'dependentSchemas',
  'propertyNames',
  'not',
  'if',
]
/** Keywords that refuse undescribed properties. */
const CLOSERS = ['additionalProperties', 'unevaluatedProperties']
/** Without `not`, `if` and `propertyNames`, whose schemas do not describe a value. */
const SUBSCHEMAS = ['items', 'additionalProperties', 'unevaluatedProperties', 'contains', 'then', 'else']
const LISTS_OF_SUBSCHEMAS = ['allOf', 'anyOf', 'oneOf', 'prefixItems']

/**
 * Finds what the description adds to the pages.
 *
 * An `x-source` covers its element and everything written inside it; a component behind a `$ref` has its own. An
 * analogy does not cover formats, enum values and other constraints. These can have a separate mark if the property is
 * on a page: `x-format-source`, `x-enum-sources`, `x-minProperties-source`.
 *
 * @param stated Pointers that are on a page, according to the verdicts of the facts.
 */
export function findExtras(description: Description, stated: ReadonlySet<string>): Extra[] {
  const search = new ExtraSearch(description, stated)
  for (const operation of description.operations) search.visitOperation(operation)
  search.visitServers()
  search.visitComponents()
  return search.extras
}

/** A limit of a schema, and the keyword that an `x-source` mark would name. */
interface Limit {
  kind: ExtraKind
  name: string
  keyword: string
  /** Pointer below the schema. */
  place: string[]
  /** The value of an enum. */
  value?: string
}

function limitsOf(node: JsonObject): Limit[] {
  const limits: Limit[] = []
  const values: unknown[] = Array.isArray(node.enum) ? node.enum : []
  for (const [index, value] of values.entries()) {
    if (value === null) continue
    const name = String(value)
    limits.push({ kind: 'enum value', name, keyword: 'enum', place: ['enum', String(index)], value: name })
  }
  if (Object.hasOwn(node, 'const')) {
    limits.push({ kind: 'enum value', name: String(node.const), keyword: 'const', place: ['const'] })
  }
  if (typeof node.format === 'string') {
    limits.push({ kind: 'format', name: node.format, keyword: 'format', place: ['format'] })
  }
  if (Array.isArray(node.type) && node.type.includes('null')) {
    limits.push({ kind: 'null', name: 'null', keyword: 'nullable', place: ['type'] })
  }
  const constraints = [
    ...CONSTRAINTS.filter((keyword) => Object.hasOwn(node, keyword)),
    ...CLOSERS.filter((keyword) => node[keyword] === false),
  ]
  return [
    ...limits,
    ...constraints.map((keyword): Limit => {
      const value = node[keyword]
      const name = isObject(value) ? keyword : `${keyword}: ${value}`
      return { kind: 'constraint', name, keyword, place: [keyword] }
    }),
  ]
}

class ExtraSearch {
  readonly extras: Extra[] = []
  readonly #description: Description
  readonly #stated: ReadonlySet<string>
  readonly #visited = new Set<string>()

  constructor(description: Description, stated: ReadonlySet<string>) {
    this.#description = description
    this.#stated = stated
  }

  visitOperation(operation: Operation): void {
    const { method, path, pathItem, requestBody } = operation
    const provenance = provenanceOf(operation.node)
    this.#report('operation', `${method.toUpperCase()} ${path}`, operation, provenance)
    for (const owner of [operation, pathItem]) {
      // Parts of the path item belong to all its operations, so the source of a single operation does not cover them.
      const inherited = owner === operation ? provenance : this.#ofAllOperations(pathItem)
      for (const parameter of this.#description.parts<ParameterObject>(owner, 'parameters'))
        this.#visitParameter(parameter, inherited)
    }
    this.#visitPermissions(operation, provenance)
    if (requestBody) this.#visitContent('request media type', requestBody, this.#of(requestBody, provenance))
    for (const response of operation.responses) this.#visitResponse(response, provenance)
  }

  /** Pages without complete addresses do not state servers. */
  visitServers(): void {
    if (![...this.#stated].some((place) => place.startsWith('/servers/'))) return
    for (const server of this.#description.parts(this.#description.root, 'servers')) {
      this.#report('server', String(server.node.url), server, provenanceOf(server.node))
    }
  }

  visitComponents(): void {
    for (const schema of this.#description.parts(this.#description.root, 'components', 'schemas')) {
      this.#visitUsedSchema(schema, 'none')
    }
  }

  /** An empty list grants nothing, so it does not need a page. */
  #visitPermissions(operation: Operation, inherited: Provenance): void {
    const permissions = operation.node['x-permissions']
    if (!isObject(permissions)) return
    const own = stronger(inherited, provenanceOf(permissions))
    for (const [account, names] of Object.entries(permissions)) {
      const place = joinPointer(operation.pointer, 'x-permissions', account)
      if (!Array.isArray(names) || names.length === 0 || own === 'sourced' || this.#stated.has(place))
        continue
      this.#add({ kind: 'permission', name: `${account}: ${names.join(', ')}`, place })
    }
  }

  #ofAllOperations(pathItem: Located<PathItemObject>): Provenance {
    const marks = this.#description.operations
      .filter((operation) => operation.pathItem.pointer === pathItem.pointer)
      .map((operation) => provenanceOf(operation.node))
    return marks.every((mark) => mark === 'sourced') ? 'sourced' : 'none'
  }

  #visitParameter(parameter: Located<ParameterObject>, inherited: Provenance): void {
    const provenance = this.#of(parameter, inherited)
    const { in: location, name } = parameter.node
    // OpenAPI ignores these three, because security and media types state them.
    if (location === 'header' && /^(authorization|accept|content-type)$/i.test(String(name))) return
    this.#report('parameter', `${location} ${name}`, parameter, provenance)
    this.#visitOwnSchema(parameter, provenance)
  }

  #visitResponse(response: Member<ResponseObject>, inherited: Provenance): void {
    const provenance = this.#of(response, inherited)
    this.#report('status', response.name, response, provenance)
    for (const header of this.#description.headers(response)) {
      const own = this.#of(header, provenance)
      this.#report('response header', header.name, header, own)
      this.#visitOwnSchema(header, own)
    }
    this.#visitContent('response media type', response, provenance)
  }

  #visitContent(kind: ExtraKind, message: Located<object>, provenance: Provenance): void {
    for (const media of this.#description.content(message)) {
      const own = stronger(provenance, provenanceOf(media.node))
      this.#report(kind, media.mediaType, media, own)
      this.#visitOwnSchema(media, own)
    }
  }

  #visitOwnSchema(owner: Located<object>, provenance: Provenance): void {
    const schema = this.#description.part(owner, 'schema')
    if (schema) this.#visitUsedSchema(schema, provenance)
  }

  /** A schema behind a reference does not inherit the mark beside the reference: it has its own. */
  #visitUsedSchema(schema: Located, inherited: Provenance): void {
    const target = schema.chain.length > 1 ? this.#description.locate(schema.pointer) : undefined
    if (target) this.#visitSchema(target, 'none')
    else this.#visitSchema(schema, inherited)
  }

  #visitSchema(schema: Located, inherited: Provenance): void {
    if (this.#visited.has(schema.pointer)) return
    this.#visited.add(schema.pointer)
    const provenance = stronger(inherited, provenanceOf(schema.node))
    this.#visitProperties(schema, provenance)
    this.#visitLimits(schema, limitsOf(schema.node), provenance)
    this.#visitLimits(schema, this.#requiredOf(schema), provenance)
    for (const name of SUBSCHEMAS) {
      const part = this.#description.part(schema, name)
      if (part) this.#visitUsedSchema(part, provenance)
    }
    for (const keyword of LISTS_OF_SUBSCHEMAS) {
      for (const part of this.#description.parts(schema, keyword)) this.#visitUsedSchema(part, provenance)
    }
  }

  #visitProperties(schema: Located, provenance: Provenance): void {
    for (const property of this.#description.parts(schema, 'properties')) {
      const own = stronger(provenance, provenanceOf(property.raw))
      this.#report('property', property.name, property, own)
      this.#visitUsedSchema(property, own)
    }
    for (const property of this.#description.parts(schema, 'patternProperties')) {
      this.#visitUsedSchema(property, provenance)
    }
  }

  /** A readOnly property is required only in answers, so no request is refused. */
  #requiredOf(schema: Located): Limit[] {
    const names: unknown[] = Array.isArray(schema.node.required) ? schema.node.required : []
    return names.flatMap((name, index): Limit[] => {
      const property = this.#description.part(schema, 'properties', String(name))
      if (property?.node.readOnly === true) return []
      const place = ['required', String(index)]
      return [{ kind: 'constraint', name: `required: ${name}`, keyword: 'required', place }]
    })
  }

  #visitLimits({ node, pointer }: Located, limits: readonly Limit[], provenance: Provenance): void {
    for (const { kind, name, keyword, place, value } of limits) {
      const own = stronger(provenance, provenanceOfKeyword(node, keyword, value))
      const pointed = joinPointer(pointer, ...place)
      if (own !== 'sourced' && !this.#stated.has(pointed)) this.#add({ kind, name, place: pointed })
    }
  }

  /** An operation with a source covers that it uses a component, but not what the component's schema says. */
  #of(located: Located<object>, inherited: Provenance): Provenance {
    return stronger(provenanceOfChain(this.#description, located), inherited)
  }

  #report(kind: ExtraKind, name: string, located: Located<object>, provenance: Provenance): void {
    const [place = located.pointer] = located.chain
    if (provenance === 'none' && !this.#stated.has(place)) this.#add({ kind, name, place })
  }

  #add(extra: Extra): void {
    const isKnown = this.extras.some(({ kind, place }) => kind === extra.kind && place === extra.place)
    if (!isKnown) this.extras.push(extra)
  }
}
