import { isObject, type JsonObject } from '@clientele/description'
import type { Fact, FactOf, OperationName, TypeWord } from '../facts/fact.ts'
import { itemTypeOf } from '../markdown-page/type-words.ts'
import { spellingsOf } from '../pages/request-line.ts'
import { acceptValue, addExamples, DraftBody, type ExampleFact } from './draft-body.ts'
import { addEnumValue, type DraftSchemas, objectIn } from './draft-schemas.ts'
import { capital, distinctId, operationIdOf, wordsOfName } from './operation-id.ts'

/** What the operations of a draft share. */
export interface Shared {
  facts: readonly Fact[]
  /** The pages that describe conventions for all operations: the one about errors, and the one about messages. */
  conventions: { errors: string; messages: string }
  /** Whether only the page of one operation lists the properties of a type. */
  isDescribedOnce(type: TypeWord): boolean
  /** The bodies of requests, by page and method; several addresses may share one. */
  bodies: Map<string, JsonObject>
}

/** A path of the draft in OpenAPI's form, and the names of the page's placeholders there. */
export interface DraftPath {
  path: string
  /** The page's placeholders in order, each with its name in the draft. */
  names: readonly { stated: string; name: string }[]
}

const WITHOUT_BODY = ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE']

/** Builds one operation from the facts that name it. */
export class DraftOperation {
  readonly id: string
  readonly #method: string
  readonly #facts: readonly Fact[]
  readonly #schemas: DraftSchemas
  readonly #shared: Shared

  constructor(
    name: OperationName,
    facts: readonly Fact[],
    schemas: DraftSchemas,
    shared: Shared,
    taken: ReadonlySet<string>,
  ) {
    this.#facts = facts
    this.#schemas = schemas
    this.#shared = shared
    const [method = '', path = ''] = name.split(' ')
    this.#method = method
    const types = this.#of('response-body').map(({ type }) => type)
    this.id = distinctId(operationIdOf(method, path, types), taken)
  }

  /** @param path Declares every placeholder of it, and no other path parameter. */
  build(tag: string, path: DraftPath): JsonObject {
    const title = capital(wordsOfName(this.id))
    const parameters = this.#parameters(path)
    const body = this.#requestBody()
    const permissions = this.#permissions()
    return {
      operationId: this.id,
      summary: title,
      description: `${title}.`,
      tags: [tag],
      ...(this.#of('deprecated-operation').length > 0 && { deprecated: true }),
      ...(Object.values(permissions).flat().length > 0 && { 'x-permissions': permissions }),
      ...(parameters.length > 0 && { parameters }),
      ...(body && { requestBody: body }),
      responses: this.#responses(),
    }
  }

  #of<Kind extends Fact['kind']>(kind: Kind): FactOf<Kind>[] {
    return this.#facts.filter((fact): fact is FactOf<Kind> => fact.kind === kind)
  }

  /** Several tables of a page add up: each is about another kind of request. */
  #permissions(): Record<string, string[]> {
    const permissions: Record<string, string[]> = {}
    for (const { account, permissions: names } of this.#of('permission')) {
      permissions[account] = [...new Set([...(permissions[account] ?? []), ...names])]
    }
    return permissions
  }

  #parameters({ names }: DraftPath): JsonObject[] {
    const parameters = new Map<string, JsonObject>()
    const renamed = new Map(names.map(({ stated, name }) => [stated, name]))
    const keyOf = (fact: { in: string; name: string }) => keyOfParameter(fact, renamed)
    for (const { name } of names) parameters.set(`path ${name}`, this.#parameter({ in: 'path', name }))
    const refused = this.#of('no-parameter').map((fact) => `${fact.in} ${fact.name}`)
    for (const fact of this.#of('parameter')) {
      const key = keyOf(fact)
      if (key === 'header authorization' || refused.includes(`${fact.in} ${fact.name}`)) continue
      const known = parameters.get(key)
      if (!known && fact.in === 'path') continue
      if (!known) parameters.set(key, this.#parameter(fact))
      else if (fact.type && isObject(known.schema))
        Object.assign(known.schema, this.#typeOfParameter(fact.type))
    }
    for (const fact of this.#of('parameter-required')) {
      const parameter = parameters.get(keyOf(fact))
      if (parameter && fact.in !== 'path') parameter.required = fact.required && this.#isAlwaysSent(fact)
    }
    for (const fact of this.#of('parameter-enum-value')) {
      const schema = parameters.get(keyOf(fact))?.schema
      if (isObject(schema) && this.#allowsValues(fact))
        addEnumValue(this.#schemas.resolve(schema), fact.value)
    }
    for (const fact of this.#of('parameter-limit')) {
      const schema = parameters.get(keyOf(fact))?.schema
      if (isObject(schema)) this.#schemas.limitValue(schema, fact)
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
      schema: this.#typeOfParameter(fact.type ?? 'String'),
    }
  }

  /** The name of a type that no page describes does not say how a parameter is written, so it is text. */
  #typeOfParameter(type: TypeWord): JsonObject {
    const known = new Set(Object.keys(this.#schemas.components))
    const schema = this.#schemas.schemaOf(type)
    const added = Object.keys(this.#schemas.components).filter((name) => !known.has(name))
    for (const name of added) {
      delete this.#schemas.components[name]
    }
    return added.length > 0 ? { type: 'string' } : schema
  }

  /** The page's own examples show whether a header or an option is needed. */
  #isAlwaysSent(fact: FactOf<'parameter-required'>): boolean {
    const requests = this.#of('example').filter(({ direction }) => direction === 'request')
    if (requests.length === 0) return true
    const shown = this.#of('parameter').filter(
      (other) =>
        other.in === fact.in &&
        other.name.toLowerCase() === fact.name.toLowerCase() &&
        requests.some(
          ({ page, line }) => page === other.page && other.line >= line && other.line < line + 25,
        ),
    )
    return shown.length >= requests.length
  }

  /** Values are left out if the page's example has another one, or another spelling. */
  #allowsValues({ operation, in: location, name }: FactOf<'parameter-enum-value'>): boolean {
    const values = this.#of('parameter-enum-value').flatMap((fact) =>
      fact.name === name ? [fact.value] : [],
    )
    const lines = [...this.#of('operation'), ...this.#of('parameter')].flatMap(({ quote }) => quote ?? [])
    const pattern = location === 'query' ? `[?&]${escaped(name)}=([^&\\s{]+)` : valuePattern(operation, name)
    const shown = lines.flatMap((line) => new RegExp(pattern, 'i').exec(line)?.[1] ?? [])
    return shown.every((value) => values.includes(value) || value.startsWith('{'))
  }

  #requestBody(): JsonObject | undefined {
    const names = this.#of('request-property')
    const examples = this.#examples('request', undefined)
    const type = this.#of('request-body')[0]?.type ?? rootTypeName(examples) ?? this.#definitionOf(names)
    const mediaTypes = [...new Set(this.#of('request-media-type').map(({ mediaType }) => mediaType))]
    const isShown = names.length > 0 || examples.length > 0
    const isStated = type !== undefined || (mediaTypes.length > 0 && this.#bodies('request').length > 0)
    if (!isShown && (!isStated || WITHOUT_BODY.includes(this.#method))) return undefined
    const bodies = this.#bodies('request')
    const schema = isShown || !type ? this.#bodySchema(type, examples) : this.#schemas.schemaOf(type)
    const messages = this.#of('example').filter(({ direction }) => direction === 'request')
    const isOptional = bodies.length > 0 && bodies.length < messages.length
    return {
      description: 'The request body.',
      required: !isOptional,
      content: this.#content(mediaTypes, schema),
    }
  }

  /** Several addresses of a page are one request: all of them accept what the page shows for one of them. */
  #bodySchema(type: TypeWord | undefined, examples: readonly ExampleFact[]): JsonObject {
    const pages = new Set([...this.#of('request-property'), ...examples].map(({ page }) => page))
    const key = `${this.#method} ${[...pages].join(' ')}`
    const known = this.#shared.bodies.get(key)
    if (known) return known
    const siblings = this.#shared.facts.filter(
      (fact): fact is ExampleFact | FactOf<'example'> =>
        (fact.kind === 'example-property' || fact.kind === 'type-name' || fact.kind === 'example') &&
        pages.has(fact.page) &&
        fact.direction === 'request' &&
        fact.operation.startsWith(`${this.#method} `),
    )
    const shown = siblings.filter((fact): fact is ExampleFact => fact.kind !== 'example')
    const bodies = siblings.flatMap((fact) =>
      fact.kind === 'example' && fact.body !== undefined ? [fact.body] : [],
    )
    const schema = new DraftBody(this.#bodyName(type), this.#facts, this.#schemas).build(type, shown, bodies)
    this.#shared.bodies.set(key, schema)
    return schema
  }

  /** If only this request describes the type, the request uses it; otherwise the request has a separate schema. */
  #bodyName(type: TypeWord | undefined): string {
    const item = type && (itemTypeOf(type) ?? type)
    return item && this.#shared.isDescribedOnce(item) ? item : `${capital(this.id)}Request`
  }

  #bodies(direction: 'request' | 'response', status?: number): unknown[] {
    return this.#of('example').flatMap((fact) =>
      fact.direction === direction && fact.status === status && fact.body !== undefined ? [fact.body] : [],
    )
  }

  /** If the page does not name the type of the body: the only definition that has all its properties. */
  #definitionOf(properties: readonly FactOf<'request-property'>[]): TypeWord | undefined {
    if (properties.length === 0) return undefined
    const names = properties.flatMap(({ of, name }) => (of === undefined ? [name] : []))
    const definitions = Object.entries(this.#schemas.components).filter(
      ([own, schema]) =>
        !own.endsWith('Request') &&
        names.every((name) => isObject(schema.properties) && Object.hasOwn(schema.properties, name)),
    )
    return definitions.length === 1 ? definitions[0]?.[0] : undefined
  }

  #responses(): JsonObject {
    const statuses = [...new Set(this.#of('status').map(({ status }) => status))].sort((a, b) => a - b)
    const responses: JsonObject = {}
    const source = { basis: 'convention', from: this.#shared.conventions.errors }
    for (const status of statuses) responses[status] = this.#response(status)
    if (!statuses.some((status) => status < 400)) {
      const schema = this.#responseSchema(undefined)
      const content = schema && { content: this.#content([], schema) }
      responses.default = { description: 'The answer.', 'x-source': source, ...content }
    }
    if (!statuses.some((status) => status >= 400 && status < 500)) {
      responses['4XX'] = { description: 'The request was refused.', 'x-source': source }
    }
    return responses
  }

  #response(status: number): JsonObject {
    const codes = this.#of('error-code').flatMap((fact) => (fact.status === status ? [fact.code] : []))
    const words = codes.length > 0 ? ` Error codes: ${[...new Set(codes)].join(', ')}.` : ''
    const response: JsonObject = { description: `The answer with status ${status}.${words}` }
    for (const { name, status: own } of this.#of('response-header')) {
      if (own === undefined ? status >= 300 : own !== status) continue
      const header = { description: `${capital(wordsOfName(name)) || name}.`, schema: { type: 'string' } }
      objectIn(response, 'headers')[name] = header
    }
    const schema = this.#responseSchema(status)
    const mediaTypes = this.#of('response-media-type').filter((fact) => fact.status === status)
    const isEmpty = this.#of('no-response-body').some((fact) => fact.status === status)
    const isShown = this.#bodies('response', status).length > 0
    if ((!isEmpty || isShown) && (schema || isShown)) {
      const names = [...new Set(mediaTypes.map(({ mediaType }) => mediaType))]
      response.content = this.#content(names, schema ?? { type: 'object' })
    } else if (mediaTypes.length > 0 && !isEmpty) {
      response.content = Object.fromEntries(mediaTypes.map(({ mediaType }) => [mediaType, {}]))
    }
    return response
  }

  #responseSchema(status: number | undefined): JsonObject | undefined {
    const examples = this.#examples('response', status)
    const type =
      this.#of('response-body').find((fact) => fact.status === status)?.type ?? rootTypeName(examples)
    if (!type && examples.length === 0) return undefined
    const schema = this.#messageSchema(type, examples)
    addExamples(schema, examples, this.#schemas)
    for (const body of this.#bodies('response', status)) {
      acceptValue(schema, unwrapped(body, type), this.#schemas, 'response')
    }
    return schema
  }

  /** A collection is under `value` or `items`, as in the example, unless that shows a bare array. */
  #messageSchema(type: TypeWord | undefined, examples: readonly ExampleFact[]): JsonObject {
    const item = type && itemTypeOf(type)
    const isBare = examples.length > 0 && examples.every(({ pointer }) => pointer.startsWith('/*'))
    const shown = ['items', 'value'].find((name) => examples.some(({ pointer }) => pointer === `/${name}`))
    if (type === undefined) return isBare ? { type: 'array', items: { type: 'object' } } : { type: 'object' }
    if (item === undefined) {
      const hasItems = shown === 'items' && examples.some(({ pointer }) => pointer === '/totalCount')
      return hasItems ? this.#listOf(type, 'items') : this.#schemas.schemaOf(type)
    }
    if (isBare) return this.#schemas.schemaOf(type)
    return this.#listOf(item, shown ?? 'value')
  }

  #listOf(item: TypeWord, name: string): JsonObject {
    const items = {
      type: 'array',
      items: this.#schemas.schemaOf(item),
      description: 'The entities of this page.',
    }
    return { type: 'object', properties: { [name]: items } }
  }

  #examples(direction: 'request' | 'response', status: number | undefined): ExampleFact[] {
    const facts = [...this.#of('example-property'), ...this.#of('type-name')]
    return facts.filter((fact) => fact.direction === direction && fact.status === status)
  }

  #content(mediaTypes: readonly string[], schema: JsonObject): JsonObject {
    if (mediaTypes.length > 0)
      return Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema }]))
    const source = { basis: 'convention', from: this.#shared.conventions.messages }
    return { 'application/json': { schema, 'x-source': source } }
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** Finds the text of an address at the place of a placeholder. */
function valuePattern(operation: OperationName, name: string): string {
  const path = operation.slice(operation.indexOf(' ') + 1)
  const parts = path.split(/\{([^{}]*)\}/)
  return parts
    .map((part, index) => (index % 2 === 0 ? escaped(part) : part === name ? '([^/?\\s]+)' : '[^/?\\s]+'))
    .join('')
}

/** The entity inside a lone `value` is drafted bare. */
function unwrapped(body: unknown, type: TypeWord | undefined): unknown {
  if (!isObject(body) || !isObject(body.value) || (type && itemTypeOf(type))) return body
  return Object.keys(body).every((name) => name === 'value' || name.startsWith('@odata.')) ? body.value : body
}

function rootTypeName(examples: readonly ExampleFact[]): TypeWord | undefined {
  const root = examples.find(({ kind, pointer }) => kind === 'type-name' && pointer === '/@odata.type')
  return root?.kind === 'type-name' ? root.name.replace('#', '') : undefined
}

function keyOfParameter(fact: { in: string; name: string }, renamed: ReadonlyMap<string, string>): string {
  const [spelling = fact.name] = spellingsOf(fact.name)
  if (fact.in !== 'path') return `${fact.in} ${fact.in === 'header' ? spelling.toLowerCase() : spelling}`
  const known = renamed.get(fact.name)
  if (known !== undefined) return `path ${known}`
  const stated = [...renamed.keys()].find((words) => spellingsOf(words).includes(fact.name))
  return `path ${renamed.get(stated ?? '') ?? spelling}`
}
