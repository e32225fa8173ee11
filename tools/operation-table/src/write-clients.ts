/** An API as the client has to know it. */
export interface ClientApi {
  name: string
  title: string
  baseUrl: string
  operationIds: string[]
  /** Name of the file of its protocol. */
  service: string
  isDraft: boolean
}

const header = '// Generated from the descriptions of the APIs. Do not edit.\n'

/** `partner-center` is `partnerCenter`, as its protocol is called in TypeScript. */
const camelCase = (name: string) => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Writes the module behind `@clientele/client/<api>`: the client of one API. */
export function writeEntry({ name, title, service }: ClientApi): string {
  return `${header}import type { operations as Operations } from '@clientele/types/${name}'
import { createClient as create } from '../client.ts'
import type { ClientOptions } from '../options.ts'
import { ${camelCase(service)} as protocol } from '../protocol/${service}.ts'
import type { ClientOf } from '../types/client.ts'
import { type Answers, baseUrl, type FilterProperties, operations } from './tables/${name}.ts'

/** What the type of the client is made of. */
export interface Api {
  operations: Operations
  table: typeof operations
  filters: FilterProperties
  answers: Answers
}

/** ${title.replaceAll('*/', '*\\/')} */
export interface Client extends ClientOf<Api> {}

/**
 * Creates a client for this one API.
 *
 * @param options At least \`token\`; see {@link ClientOptions} for defaults and units.
 * @returns The client: one method for each operation that gives the data or throws, and the verbs by path that give
 *   \`{ data, error, response }\`.
 * @throws {TypeError} When options are unknown or wrong; it names all of them.
 */
export function createClient(options: ClientOptions): Client {
  return create('createClient', { baseUrl, protocol, operations }, options) as Client
}
`
}

/**
 * Writes what the client of a whole service is made of: its APIs, without drafts, that are at the address of most.
 *
 * @throws When there is none, or when two have an operation of the same name.
 */
export function writeService(service: string, apis: ClientApi[]): string {
  const members = gathered(service, apis)
  const each = (write: (api: ClientApi, index: number) => string) => members.map(write)
  const imports = each(
    ({ name }, index) => `import type { operations as Operations${index} } from '@clientele/types/${name}'
import { type Answers as Answers${index}, type FilterProperties as Filters${index}, operations as operations${index} } from '../tables/${name}.ts'
`,
  )
  return `${header}${imports.join('')}
export { baseUrl } from '../tables/${members[0]?.name}.ts'

export const operations = { ${each((_, index) => `...operations${index}`).join(', ')} }

export type Operations = ${each((_, index) => `Operations${index}`).join(' & ')}

export type FilterProperties = ${each((_, index) => `Filters${index}`).join(' & ')}

export type Answers = ${each((_, index) => `Answers${index}`).join(' & ')}
`
}

function gathered(service: string, apis: ClientApi[]): ClientApi[] {
  const candidates = apis.filter((api) => api.service === service && !api.isDraft)
  const groups = candidates.map(({ baseUrl }) => candidates.filter((api) => api.baseUrl === baseUrl))
  const [largest] = groups.sort((one, other) => other.length - one.length)
  if (!largest) {
    throw new Error(
      `The client gathers the APIs with "x-service: ${service}", but none is left that is not a draft. Remove its client from packages/client/src as well.`,
    )
  }
  checkNames(largest)
  return largest
}

function checkNames(apis: ClientApi[]): void {
  const owners = new Map<string, string>()
  for (const { name, operationIds } of apis) {
    for (const id of operationIds) {
      const owner = owners.get(id)
      if (owner !== undefined)
        throw new Error(
          `${owner} and ${name} both have an operation ${id}. Rename one: a client has both APIs.`,
        )
      owners.set(id, name)
    }
  }
}
