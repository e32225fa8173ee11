import type { Security } from '@clientele/description'

/** What the client needs to know about an API. */
export interface ClientApi {
  name: string
  title: string
  baseUrl: string
  operationIds: string[]
  /** Name of the file of its protocol. */
  service: string
  isDraft: boolean
  security: Security
  hasStyles: boolean
}

const header = '// Generated from the descriptions of the APIs. Do not edit.\n'

/** `partner-center` becomes `partnerCenter`, the name of its protocol in TypeScript. */
const camelCase = (name: string) => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Writes the module behind `@clientele/client/<api>`: the client of one API. */
export function writeEntry(api: ClientApi): string {
  return `${header}${importsOf(api)}

/** The parts of the client's type. */
export interface Api {
  operations: Operations
  table: typeof operations
  filters: FilterProperties
  answers: Answers
}

/** ${api.title.replaceAll('*/', '*\\/')} */
export interface Client extends ClientOf<Api> {}

const protocol = { ${protocolOf(api)} }

${functionOf(api)}`
}

function importsOf({ name, service, security, hasStyles }: ClientApi): string {
  const proof = authorizeOf(security)
  return [
    `import type { operations as Operations } from '@clientele/types/${name}'`,
    "import { createClient as create } from '../client.ts'",
    "import type { ClientOptions } from '../options.ts'",
    `import { ${camelCase(service)} } from '../protocol/${service}.ts'`,
    hasStyles && "import { queryWriter } from '../query-styles.ts'",
    proof && `import { ${proof.import} } from '../security.ts'`,
    "import type { ClientOf } from '../types/client.ts'",
    `import { type Answers, baseUrl, type FilterProperties, operations${hasStyles ? ', styles' : ''} } from './tables/${name}.ts'`,
  ]
    .filter(Boolean)
    .join('\n')
}

function protocolOf({ service, security, hasStyles }: ClientApi): string {
  const proof = authorizeOf(security)
  return [
    `...${camelCase(service)}`,
    proof && `authorize: ${proof.expression}`,
    hasStyles && 'writeQuery: queryWriter(styles)',
  ]
    .filter(Boolean)
    .join(', ')
}

function functionOf({ security }: ClientApi): string {
  const isOpen = security.type === 'none'
  const given = isOpen ? "{ token: 'none', ...options }" : 'options'
  return `/**
 * Creates a client for this one API.
 *
 * @param options ${isOpen ? 'See' : 'At least `token`, see'} {@link ClientOptions} for defaults and units. ${tokenText(security)}
 * @returns The client: one method for each operation that gives the data or throws, and the verbs by path that give
 *   \`{ data, error, response }\`.
 * @throws {TypeError} When options are unknown or wrong; it names all of them.
 */
export function createClient(options: ${isOpen ? 'Partial<ClientOptions> = {}' : 'ClientOptions'}): Client {
  return create('createClient', { baseUrl, protocol, operations }, ${given}) as Client
}
`
}

function authorizeOf(security: Security): { import: string; expression: string } | undefined {
  if (security.type === 'apiKey')
    return { import: 'apiKey', expression: `apiKey('${security.in}', ${JSON.stringify(security.name)})` }
  if (security.type === 'bearer') return undefined
  const name = security.type === 'basic' ? 'basic' : 'anonymous'
  return { import: name, expression: name }
}

function tokenText(security: Security): string {
  const places = { header: 'header', query: 'query parameter', cookie: 'cookie' }
  if (security.type === 'apiKey')
    return `The token is sent in the ${places[security.in]} \`${security.name}\`.`
  if (security.type === 'none') return 'This API does not need a token, and none is sent.'
  if (security.type === 'basic') return 'The token is `name:password`, sent as `Authorization: Basic`.'
  return 'The token is sent as `Authorization: Bearer`.'
}

/**
 * Writes the parts of the client of a whole service: its APIs with the most common server, without drafts.
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
  check(largest)
  return largest
}

/** The gathered client sends every token as `Bearer`, and joins every list with commas. */
function isOwnWay({ security, hasStyles }: ClientApi): boolean {
  return security.type !== 'bearer' || hasStyles
}

function check(apis: ClientApi[]): void {
  const [own] = apis.filter(isOwnWay)
  if (own)
    throw new Error(
      `${own.name} sends its token or its lists in a way that the client of "x-service: ${own.service}" does not. Describe lists with "explode: false", or leave x-service out.`,
    )
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
