import { readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import {
  apiAddress,
  journeyAddress,
  operationAddress,
  redocAddress,
  schemaAddress,
} from '../../src/description/addresses.ts'
import { isDraft } from '../../src/description/document.ts'
import { operationModels } from '../../src/description/operation.ts'
import { readApis } from '../../src/description/read.ts'
import { schemaModels } from '../../src/description/schema-model.ts'
import { copy } from './copy-site.ts'

export { copy as dist } from './copy-site.ts'

/** Addresses of all HTML pages of a built site, without a base path. */
export function pageAddresses(folder = copy): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .map((file) => `/${relative(folder, join(folder, file)).split(sep).join('/')}`)
    .map((file) => file.replace(/index\.html$/, ''))
    .sort()
}

/** What the pages are made of, read anew from the descriptions. */
export const apis = readApis().map((entry) => {
  const operations = operationModels(entry)
  return { ...entry, operations, schemas: schemaModels(entry, operations) }
})

/** Drafts may lack the examples that a call needs. */
export const operations = apis.filter(({ document }) => !isDraft(document)).flatMap((api) => api.operations)
export const schemas = apis.flatMap((api) => api.schemas)

/** The variables from which samples take their tokens. The mock takes any token. */
export const tokens = Object.fromEntries(
  operations.map(({ request }) => [request.proof.variable, 'any-token']),
)

/** Address of the page of an operation, whichever API has it. */
export function addressOf(operationId: string): string {
  const operation = operations.find((candidate) => candidate.operationId === operationId)
  if (!operation) throw new Error(`No description has an operation ${operationId}.`)
  return operationAddress(operation.api, operationId)
}

/** Address of the page of a schema, in the first API that has it. */
export function addressOfSchema(name: string): string {
  const schema = schemas.find((candidate) => candidate.name === name)
  if (!schema) throw new Error(`No description has a schema ${name}.`)
  return schemaAddress(schema.api, name)
}

/** The largest page is the one that most often goes wrong. */
function largest<Item>(items: readonly Item[], size: (item: Item) => number): Item {
  const [first] = items.toSorted((a, b) => size(b) - size(a))
  if (!first) throw new Error('The descriptions have nothing of this kind.')
  return first
}

const largestApi = largest(apis, (site) => site.operations.length)
const read = largest(
  operations.filter(({ method }) => method === 'GET'),
  ({ parameters }) => parameters.length,
)
const write = largest(operations, ({ body }) => body?.properties.length ?? 0)
const schema = largest(schemas, ({ properties }) => properties.length)

/** A journey with repeated steps has the most kinds of answers. */
const journey = 'recover-from-throttling'

/** One page of each kind. */
export const pageKinds = {
  landing: '/',
  guide: '/guides/errors-and-retries/',
  reference: '/reference/',
  api: apiAddress(largestApi.api),
  read: operationAddress(read.api, read.operationId),
  write: operationAddress(write.api, write.operationId),
  schema: schemaAddress(schema.api, schema.name),
  errors: '/errors/',
  journey: journeyAddress(journey),
  changes: '/changes/',
  'not-found': '/404.html',
}

/** The page of Redoc for the API of {@link pageKinds}. */
export const redocPage = redocAddress(largestApi.api)
