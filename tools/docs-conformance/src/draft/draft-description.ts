import type { JsonObject } from '../description/description.ts'
import type { Fact, FactOf, OperationName, Reading } from '../facts/fact.ts'
import { spellingsOf } from '../pages/request-line.ts'
import { DraftOperation } from './draft-operation.ts'
import { DraftSchemas, objectIn } from './draft-schemas.ts'
import { capital, distinctId, wordsOfName } from './operation-id.ts'
import { serversOfFacts } from './servers.ts'

/** How a draft is called. */
export interface DraftOptions {
  /** Title of the API (default: the first segment of its first path). */
  title?: string
}

/**
 * Makes a first description from what pages state: paths, parameters, bodies, statuses and schemas. It says nothing
 * that the pages do not say, but for the `4XX` answer, which carries its source.
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
  const title = options.title ?? `${tags[0] ?? 'Resources'} API`
  return {
    openapi: '3.1.0',
    info: {
      title,
      version: 'draft',
      description: `${title}, drafted from its documentation pages.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: serversOfFacts(facts).map((url) => ({
      url,
      description: `The service at ${new URL(url).host}.`,
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
  for (const fact of of('key')) {
    // The key of a derived type stands on the page of its base.
    schemas.addProperty(schemas.named(fact.resource), fact.property, 'String')
    schemas.mark(schemas.named(fact.resource), fact.property, 'required')
  }
  for (const fact of of('base-type')) schemas.named(fact.resource).allOf = [schemas.schemaOf(fact.base)]
  for (const fact of of('open-type')) {
    const schema = schemas.named(fact.resource)
    // `additionalProperties` does not see what a base type has.
    if (!fact.open) schema[schema.allOf ? 'unevaluatedProperties' : 'additionalProperties'] = false
  }
}

/** `Integer` and `String` of a JSON representation say less than `Int32` and `Duration` of the table. */
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
  for (const name of operationNames(facts)) {
    const own = facts.filter((fact) => 'operation' in fact && fact.operation === name)
    const draft = new DraftOperation(name, own, schemas, conventionsOf(facts), ids)
    const [method = '', ...rest] = name.split(' ')
    const path = openApiPath(rest.join(' '))
    const tag = tagOf(path)
    ids.add(draft.id)
    tags.add(tag)
    objectIn(paths, path)[method.toLowerCase()] = draft.build(tag, path)
  }
  return { paths, tags: [...tags] }
}

function operationNames(facts: readonly Fact[]): OperationName[] {
  return [...new Set(facts.flatMap((fact) => (fact.kind === 'operation' ? [fact.operation] : [])))]
}

/** OpenAPI has one name for a placeholder, and no other of that name: the first spelling, numbered when repeated. */
function openApiPath(path: string): string {
  const taken = new Set<string>()
  return path.replace(/\{([^{}]*)\}/g, (_, words: string) => {
    const name = distinctId(spellingsOf(words)[0] ?? words, taken)
    taken.add(name)
    return `{${name}}`
  })
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
