import { readFile } from 'node:fs/promises'
import { Description, type Security, securityOf, serverUrl } from '@clientele/description'
import { load } from 'js-yaml'
import { readOperations } from './read-operations.ts'
import { ownStyles, writeModule } from './write-module.ts'
import { writeValidator } from './write-validators.ts'

/** What is generated for one API. */
export interface GeneratedTable {
  /** The text of a module that exports `baseUrl`, `operations` and the type `FilterProperties`. */
  text: string
  /** The modules that check answers, by operationId. */
  validators: Record<string, string>
  title: string
  baseUrl: string
  operationIds: string[]
  /** `x-service` of the description, which names the client's protocol. */
  service?: string
  /** `info.x-draft` of the description. */
  isDraft: boolean
  /** Where the token goes. */
  security: Security
  /** Whether some query parameters have a special style. */
  hasStyles: boolean
  /** What the flat input of the client cannot express; only a draft may have such problems. */
  problems: string[]
}

/**
 * Turns one bundled description into the client's table of operations.
 *
 * @param bundle Path of a bundled OpenAPI 3.1 description.
 * @returns The text of the table, and what the client has to know of the API as a whole.
 * @throws When the description has no server, or something that the client's flat input cannot express: two
 *   parameters of one name, an operation without `operationId`, an array that is not joined by commas.
 * @example
 * ```ts
 * const { text } = await generateTable('specs/dist/tickets.yaml')
 * ```
 */
export async function generateTable(bundle: string): Promise<GeneratedTable> {
  const description = new Description(load(await readFile(bundle, 'utf8')))
  const [server] = description.document.servers ?? []
  if (!server?.url)
    throw new Error('servers: the first entry is missing; it is the base address of the client')
  const { info, 'x-service': service } = description.document
  const baseUrl = serverUrl(server)
  const isDraft = info['x-draft'] === true
  const { entries, problems } = readOperations(description)
  const security = securityOf(description, (problem) => problems.push(problem))
  if (problems.length > 0 && !isDraft) throw new Error(problems.join('\n'))
  return {
    text: writeModule(baseUrl, entries),
    validators: await writeValidators(description),
    title: info.title,
    baseUrl,
    operationIds: entries.map(({ operationId }) => operationId),
    ...(typeof service === 'string' ? { service } : {}),
    isDraft,
    security,
    hasStyles: ownStyles(entries).length > 0,
    problems,
  }
}

async function writeValidators(description: Description): Promise<Record<string, string>> {
  const written: Record<string, string> = {}
  for (const operation of description.operations) {
    const text = await writeValidator(operation, description)
    if (text && operation.node.operationId) written[operation.node.operationId] = text
  }
  return written
}
