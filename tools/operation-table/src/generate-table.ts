import { readFile } from 'node:fs/promises'
import { Description, serverUrl } from '@clientele/description'
import { parse } from 'yaml'
import { readOperations } from './read-operations.ts'
import { writeModule } from './write-module.ts'

/**
 * Turns one bundled description into the client's table of operations.
 *
 * @param bundle Path of a bundled OpenAPI 3.1 description.
 * @returns The text of a module that exports `baseUrl`, `operations` and the type `FilterProperties`.
 * @throws When the description has no server, or something that the client's flat input cannot express: two
 *   parameters of one name, an operation without `operationId`, an array that is not joined by commas.
 * @example
 * ```ts
 * const text = await generateTable('specs/dist/graph-customers.yaml')
 * ```
 */
export async function generateTable(bundle: string): Promise<string> {
  const description = new Description(parse(await readFile(bundle, 'utf8')))
  const [server] = description.document.servers ?? []
  if (!server?.url)
    throw new Error('servers: the first entry is missing; it is the base address of the client')
  return writeModule(serverUrl(server), readOperations(description))
}
