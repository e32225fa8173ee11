import { readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
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

/** What drafts have no examples of yet cannot be tried. */
export const operations = apis.filter(({ document }) => !isDraft(document)).flatMap((api) => api.operations)
export const schemas = apis.flatMap((api) => api.schemas)

/** One page of each kind. */
export const pageKinds: Record<string, string> = {
  landing: '/',
  guide: '/guides/errors-and-retries/',
  reference: '/reference/',
  api: '/reference/partner-center-users/',
  read: '/reference/graph-customers/listCustomers/',
  write: '/reference/partner-center-users/updateCustomerUser/',
  schema: '/reference/graph-customers/schemas/Customer/',
  errors: '/errors/',
  changes: '/changes/',
  'not-found': '/404.html',
}
