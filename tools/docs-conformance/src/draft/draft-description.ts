import type { JsonObject } from '@clientele/description'
import type { Fact, FactOf, OperationName, Reading, TypeWord } from '../facts/fact.ts'
import { itemTypeOf } from '../markdown-page/type-words.ts'
import { pathShape, spellingsOf } from '../pages/request-line.ts'
import { DraftOperation, type DraftPath } from './draft-operation.ts'
import { componentName, DraftSchemas, objectIn } from './draft-schemas.ts'
import { capital, distinctId, wordsOfName } from './operation-id.ts'
import { serversOfFacts } from './servers.ts'

/** Options of a draft. */
export interface DraftOptions {
  /** Title of the API (default: the first segment of its first path). */
  title?: string
}

/**
 * Makes a first description from what pages state: paths, parameters, bodies, statuses and schemas. It adds only the
 * `4XX` answer, with its source.
 *
 * @returns An OpenAPI 3.1 document that passes Redocly's recommended rules.
 *
 * @example
 * stringify(draftDescription(readPage('api/customer-get.md', markdown)))
 */
export function draftDescription(reading: Reading, options: DraftOptions = {}): JsonObject {
  const { facts } = reading
  const schemas = new DraftSchemas()
  draftResources(facts, schemas)
  const { paths, tags } = draftPaths(facts, schemas)
  schemas.finish()
  const title = options.title ?? `${tags[0] ?? 'Resources'} API`
  return {
    openapi: '3.1.0',
    info: {
      title,
      version: 'draft',
      description: `${title}, drafted from its documentation pages.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    ...mockSettings(facts),
    servers: serversOfFacts(facts).map((url) => ({
      url,
      description: URL.canParse(url) ? `The service at ${new URL(url).host}.` : 'The service.',
    })),
    security: [{ bearerToken: [] }],
    tags: tags.map((name) => ({ name, description: `Operations on ${wordsOfName(name)}.` })),
    paths,
    components: {
      securitySchemes: {
        bearerToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'An access token of Microsoft Entra ID.',
        },
      },
      ...(Object.keys(schemas.components).length > 0 && { schemas: schemas.components }),
    },
  }
}

/** The protocol of the service, as its messages show it; the mock follows it. */
function mockSettings(facts: readonly Fact[]): JsonObject {
  const shows = (test: (fact: Fact) => boolean) => facts.some(test)
  const isOData = shows((fact) => fact.kind === 'example-property' && /^\/@odata\./.test(fact.pointer))
  const isPartnerCenter = shows(
    (fact) => fact.kind === 'response-header' && /^MS-CorrelationId$/i.test(fact.name),
  )
  if (isPartnerCenter) {
    const conventions = ['partner-center-collections', 'partner-center-errors', 'partner-center-idempotency']
    return { 'x-mock': { conventions, letterCase: 'any', trailingSlash: 'ignore' } }
  }
  return isOData
    ? { 'x-mock': { conventions: ['odata', 'graph-errors'], letterCase: 'any', trailingSlash: 'ignore' } }
    : {}
}

/** Tables before examples: a table names the type, an example only shows a value. */
function draftResources(facts: readonly Fact[], schemas: DraftSchemas): void {
  const of = <Kind extends Fact['kind']>(kind: Kind) =>
    facts.filter((fact): fact is FactOf<Kind> => fact.kind === kind)
  const properties = of('property')
  for (const { resource } of of('resource')) schemas.named(resource)
  for (const strength of [isPrecise, isVague]) {
    for (const fact of properties.filter(strength))
      schemas.addProperty(schemas.named(fact.resource), fact.name, fact.type)
  }
  for (const { resource, name, type } of properties) {
    if (type === undefined) schemas.completeProperty(schemas.named(resource), name)
  }
  for (const fact of of('relationship'))
    schemas.addProperty(schemas.named(fact.resource), fact.name, fact.type)
  for (const fact of of('enum-value')) schemas.addValue(schemas.named(fact.resource), fact.name, fact.value)
  for (const fact of of('property-mark')) schemas.mark(schemas.named(fact.resource), fact.name, fact.mark)
  for (const fact of of('property-limit')) schemas.limit(schemas.named(fact.resource), fact.name, fact)
  for (const { resource } of of('deprecated')) schemas.named(resource).deprecated = true
  for (const fact of of('key')) {
    // The key of a derived type is on the page of its base type.
    schemas.addProperty(schemas.named(fact.resource), fact.property, 'String')
    schemas.mark(schemas.named(fact.resource), fact.property, 'required')
  }
  for (const fact of of('base-type')) schemas.named(fact.resource).allOf = [schemas.schemaOf(fact.base)]
  for (const fact of of('open-type')) {
    const schema = schemas.named(fact.resource)
    // `additionalProperties` does not see the properties of a base type.
    if (!fact.open) schema[schema.allOf ? 'unevaluatedProperties' : 'additionalProperties'] = false
  }
}

/** `Integer` and `String` in a JSON representation say less than `Int32` and `Duration` in the table. */
function isVague(fact: FactOf<'property'>): boolean {
  return fact.type === undefined || ['Integer', 'String', 'Number', 'Object', 'Null'].includes(fact.type)
}

function isPrecise(fact: FactOf<'property'>): boolean {
  return !isVague(fact)
}

function draftPaths(facts: readonly Fact[], schemas: DraftSchemas): { paths: JsonObject; tags: string[] } {
  const paths: JsonObject = {}
  const tags = new Set<string>()
  const ids = new Set<string>()
  const shared = {
    facts,
    conventions: conventionsOf(facts),
    isDescribedOnce: describedOnce(facts),
    bodies: new Map(),
  }
  // Two pages may name the placeholders of one path differently, but OpenAPI has the path once.
  const shapes = new Map<string, DraftPath>()
  for (const [name, own] of factsByOperation(facts)) {
    const draft = new DraftOperation(name, own, schemas, shared, ids)
    const [method = '', ...rest] = name.split(' ')
    const stated = rest.join(' ')
    const path = samePath(stated, shapes.get(pathShape(stated))) ?? openApiPath(stated)
    shapes.set(pathShape(stated), path)
    const tag = tagOf(path.path)
    ids.add(draft.id)
    tags.add(tag)
    objectIn(paths, path.path)[method.toLowerCase()] = draft.build(tag, path)
  }
  return { paths, tags: [...tags] }
}

/** Types that only the body of one operation describes: they have no page, and no other operation describes them. */
function describedOnce(facts: readonly Fact[]): (type: TypeWord) => boolean {
  const described = new Set(
    facts.flatMap((fact) => (fact.kind === 'property' ? [componentName(fact.resource)] : [])),
  )
  const users = new Map<string, Set<string>>()
  for (const fact of facts) {
    if (fact.kind !== 'request-body') continue
    const name = componentName(itemTypeOf(fact.type) ?? fact.type)
    users.set(name, (users.get(name) ?? new Set()).add(fact.page))
  }
  return (type) => !described.has(componentName(type)) && users.get(componentName(type))?.size === 1
}

/** The facts of each operation, in the order in which the operations are first named. */
function factsByOperation(facts: readonly Fact[]): Map<OperationName, Fact[]> {
  const groups = new Map<OperationName, Fact[]>(operationNames(facts).map((name) => [name, []]))
  for (const fact of facts) if ('operation' in fact) groups.get(fact.operation)?.push(fact)
  return groups
}

function samePath(stated: string, known: DraftPath | undefined): DraftPath | undefined {
  if (!known) return undefined
  const own = placeholdersOf(stated)
  return {
    path: known.path,
    names: known.names.map(({ name }, index) => ({ stated: own[index] ?? name, name })),
  }
}

function placeholdersOf(path: string): string[] {
  return Array.from(path.matchAll(/\{([^{}]*)\}/g), ([, name = '']) => name)
}

function operationNames(facts: readonly Fact[]): OperationName[] {
  return [...new Set(facts.flatMap((fact) => (fact.kind === 'operation' ? [fact.operation] : [])))]
}

/**
 * OpenAPI needs a unique name for each placeholder: the first spelling that no other placeholder of the path has, or a
 * numbered one if there is none.
 */
function openApiPath(path: string): DraftPath {
  const placeholders = placeholdersOf(path)
  const fixed = placeholders.filter((words) => spellingsOf(words).length === 1)
  const taken = new Set<string>()
  const names = placeholders.map((stated) => {
    const spellings = spellingsOf(stated)
    const free = spellings.find(
      (word) => !taken.has(word) && (spellings.length === 1 || !fixed.includes(word)),
    )
    const name = distinctId(free ?? spellings[0] ?? stated, taken)
    taken.add(name)
    return { stated, name }
  })
  let index = 0
  const named = path.replace(/\{([^{}]*)\}/g, () => `{${names[index++]?.name}}`)
  return { path: named.replace(/(.)\/$/, '$1'), names }
}

function tagOf(path: string): string {
  const [first = 'root'] = path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'))
  return capital(first.replace(/\(.*$/, '').replace(/[^\w]/g, '')) || 'Root'
}

function conventionsOf(facts: readonly Fact[]): { errors: string; messages: string } {
  const isPartnerCenter = serversOfFacts(facts).some((url) => url.includes('partnercenter'))
  return isPartnerCenter
    ? {
        errors: 'https://learn.microsoft.com/partner-center/developer/error-codes',
        messages: 'https://learn.microsoft.com/partner-center/developer/headers',
      }
    : {
        errors: 'https://learn.microsoft.com/graph/errors',
        messages: 'https://learn.microsoft.com/graph/use-the-api',
      }
}
