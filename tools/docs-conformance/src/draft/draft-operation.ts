import { isObject, type JsonObject } from '../description/description.ts'
import type { ExamplePlace, Fact, FactOf, OperationName, TypeWord } from '../facts/fact.ts'
import { itemTypeOf } from '../markdown-page/type-words.ts'
import { spellingsOf } from '../pages/request-line.ts'
import { type DraftSchemas, objectIn } from './draft-schemas.ts'
import { capital, distinctId, operationIdOf, wordsOfName } from './operation-id.ts'

/** Where the conventions of an API are described that its pages do not repeat. */
export interface Conventions {
  /** The page about errors. */
  errors: string
  /** The page about headers and media types. */
  messages: string
}

/** Builds one operation from the facts that name it. */
export class DraftOperation {
  readonly id: string
  readonly #facts: readonly Fact[]
  readonly #schemas: DraftSchemas
  readonly #conventions: Conventions

  constructor(
    name: OperationName,
    facts: readonly Fact[],
    schemas: DraftSchemas,
    conventions: Conventions,
    taken: ReadonlySet<string>,
  ) {
    this.#facts = facts
    this.#schemas = schemas
    this.#conventions = conventions
    const [method = '', path = ''] = name.split(' ')
    const isCollection = this.#of('response-body').some(({ type }) => itemTypeOf(type) !== undefined)
    this.id = distinctId(operationIdOf(method, path, isCollection), taken)
  }

  /** @param path The path as OpenAPI has it: every placeholder is declared, and no other path parameter. */
  build(tag: string, path: string): JsonObject {
    const title = capital(wordsOfName(this.id))
    const parameters = this.#parameters(path)
    const body = this.#requestBody()
    const permissions = Object.fromEntries(
      this.#of('permission').map((fact) => [fact.account, fact.permissions]),
    )
    return {
      operationId: this.id,
      summary: title,
      description: `${title}.`,
      tags: [tag],
      ...(Object.values(permissions).flat().length > 0 && { 'x-permissions': permissions }),
      ...(parameters.length > 0 && { parameters }),
      ...(body && { requestBody: body }),
      responses: this.#responses(),
    }
  }

  #of<Kind extends Fact['kind']>(kind: Kind): FactOf<Kind>[] {
    return this.#facts.filter((fact): fact is FactOf<Kind> => fact.kind === kind)
  }

  #parameters(path: string): JsonObject[] {
    const parameters = new Map<string, JsonObject>()
    const placeholders = Array.from(path.matchAll(/\{([^{}]+)\}/g), ([, name = '']) => name)
    for (const name of placeholders) parameters.set(`path ${name}`, this.#parameter({ in: 'path', name }))
    const refused = this.#of('no-parameter').map((fact) => `${fact.in} ${fact.name}`)
    for (const fact of this.#of('parameter')) {
      const key = keyOfParameter(fact)
      if (key === 'header authorization' || refused.includes(`${fact.in} ${fact.name}`)) continue
      const known = parameters.get(key)
      if (!known && fact.in === 'path') continue
      if (!known) parameters.set(key, this.#parameter(fact))
      else if (fact.type && isObject(known.schema))
        Object.assign(known.schema, this.#schemas.schemaOf(fact.type))
    }
    for (const fact of this.#of('parameter-required')) {
      const parameter = parameters.get(keyOfParameter(fact))
      if (parameter && fact.in !== 'path') parameter.required = fact.required
    }
    return [...parameters.values()]
  }

  #parameter(fact: Pick<FactOf<'parameter'>, 'in' | 'name' | 'type'>): JsonObject {
    const [name = fact.name] = spellingsOf(fact.name)
    return {
      name,
      in: fact.in,
      ...(fact.in === 'path' && { required: true }),
      description: `${capital(wordsOfName(name)) || name}.`,
      schema: fact.type ? this.#schemas.schemaOf(fact.type) : { type: 'string' },
    }
  }

  #requestBody(): JsonObject | undefined {
    const names = this.#of('request-property')
    const examples = this.#examples('request', undefined)
    const type = this.#of('request-body')[0]?.type ?? rootTypeName(examples) ?? this.#definitionOf(names)
    const mediaTypes = this.#of('request-media-type').map(({ mediaType }) => mediaType)
    const isEmpty = names.length === 0 && examples.length === 0 && !type && mediaTypes.length === 0
    if (isEmpty || this.#of('no-request-body').length > 0) return undefined
    const owner = this.#schemas.named(type ?? `${this.id}Request`)
    for (const { name, type: word } of names) this.#schemas.addProperty(owner, name, word)
    for (const { name, value } of this.#of('request-enum-value')) this.#schemas.addValue(owner, name, value)
    for (const { name, mark } of this.#of('request-property-mark')) {
      for (const own of name === '*' ? names.map((row) => row.name) : [name])
        this.#schemas.mark(owner, own, mark)
    }
    const schema = this.#schemas.schemaOf(type ?? `${this.id}Request`)
    this.#addExamples(schema, examples)
    return { description: 'The request body.', required: true, content: this.#content(mediaTypes, schema) }
  }

  /** Where the page does not name the type of the body: the only definition that has all its properties. */
  #definitionOf(properties: readonly FactOf<'request-property'>[]): TypeWord | undefined {
    if (properties.length === 0) return undefined
    const names = properties.map(({ name }) => name)
    const definitions = Object.entries(this.#schemas.components).filter(([, schema]) =>
      names.every((name) => isObject(schema.properties) && Object.hasOwn(schema.properties, name)),
    )
    return definitions.length === 1 ? definitions[0]?.[0] : undefined
  }

  #responses(): JsonObject {
    const statuses = [...new Set(this.#of('status').map(({ status }) => status))].sort((a, b) => a - b)
    const responses: JsonObject = {}
    for (const status of statuses) responses[status] = this.#response(status)
    if (!statuses.some((status) => status < 400)) responses.default = { description: 'The answer.' }
    if (!statuses.some((status) => status >= 400 && status < 500)) {
      const source = { basis: 'convention', from: this.#conventions.errors }
      responses['4XX'] = { description: 'The request was refused.', 'x-source': source }
    }
    return responses
  }

  #response(status: number): JsonObject {
    const response: JsonObject = { description: `The answer with status ${status}.` }
    for (const { name, status: own } of this.#of('response-header')) {
      if (own !== undefined && own !== status) continue
      const header = { description: `${capital(wordsOfName(name)) || name}.`, schema: { type: 'string' } }
      objectIn(response, 'headers')[name] = header
    }
    const schema = this.#responseSchema(status)
    const mediaTypes = this.#of('response-media-type').filter((fact) => fact.status === status)
    const isEmpty = this.#of('no-response-body').some((fact) => fact.status === status)
    if (!isEmpty && (schema || mediaTypes.length > 0)) {
      response.content = this.#content(
        mediaTypes.map(({ mediaType }) => mediaType),
        schema ?? {},
      )
    }
    return response
  }

  #responseSchema(status: number): JsonObject | undefined {
    const examples = this.#examples('response', status)
    const type =
      this.#of('response-body').find((fact) => fact.status === status)?.type ?? rootTypeName(examples)
    if (!type && examples.length === 0) return undefined
    const schema = this.#messageSchema(type, examples)
    this.#addExamples(schema, examples)
    return schema
  }

  /** A collection stands under `value`, as OData has it, unless the example shows a bare array. */
  #messageSchema(type: TypeWord | undefined, examples: readonly ExampleFact[]): JsonObject {
    const item = type && itemTypeOf(type)
    if (type === undefined) return { type: 'object' }
    if (item === undefined) return this.#schemas.schemaOf(type)
    const isBare = examples.length > 0 && examples.every(({ pointer }) => pointer.startsWith('/*'))
    if (isBare) return this.#schemas.schemaOf(type)
    const value = { ...this.#schemas.schemaOf(type), description: 'The entities of this page.' }
    return { type: 'object', properties: { value } }
  }

  #examples(direction: 'request' | 'response', status: number | undefined): ExampleFact[] {
    const facts = [...this.#of('example-property'), ...this.#of('type-name')]
    return facts.filter((fact) => fact.direction === direction && fact.status === status)
  }

  #addExamples(root: JsonObject, examples: readonly ExampleFact[]): void {
    for (const fact of examples) {
      const segments = fact.pointer.split('/').slice(1).map(unescapeSegment)
      const name = segments.pop() ?? ''
      let owner: JsonObject | undefined = root
      for (const segment of segments) owner = owner && this.#schemas.below(owner, segment)
      if (!owner || name === '*') continue
      this.#schemas.addProperty(owner, name, fact.kind === 'type-name' ? 'String' : fact.type)
      if (fact.kind === 'type-name') this.#schemas.addValue(owner, name, fact.name)
    }
  }

  #content(mediaTypes: readonly string[], schema: JsonObject): JsonObject {
    if (mediaTypes.length > 0)
      return Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema }]))
    const source = { basis: 'convention', from: this.#conventions.messages }
    return { 'application/json': { schema, 'x-source': source } }
  }
}

type ExampleFact = FactOf<'example-property'> | FactOf<'type-name'>

function rootTypeName(examples: readonly (ExamplePlace & { kind: string })[]): TypeWord | undefined {
  const root = examples.find(({ kind, pointer }) => kind === 'type-name' && pointer === '/@odata.type')
  return root && 'name' in root && typeof root.name === 'string' ? root.name.replace('#', '') : undefined
}

function unescapeSegment(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~')
}

function keyOfParameter(fact: { in: string; name: string }): string {
  const [name = fact.name] = spellingsOf(fact.name)
  return `${fact.in} ${fact.in === 'header' ? name.toLowerCase() : name}`
}
