import type { Api } from '../description/api.ts'
import type { JsonSchema } from '../json/json.ts'
import { normalizeOutput, operationConfig, transformOperation } from './parts.ts'

/** A schema in the dialect that Ajv understands, and what its remaining references point to. */
export interface TranslatedSchema {
  readonly schema: JsonSchema
  readonly bundle: unknown
}

/**
 * A schema as Prism would judge an answer by it: translated from the dialect of the description (`nullable`
 * of OpenAPI 3.0, for example), `allOf` merged, writeOnly properties taken out.
 */
export function outputSchema(api: Api, schema: JsonSchema): TranslatedSchema {
  const content = { 'application/json': { schema } }
  const get = { responses: { 200: { description: '', content } } }
  const document = { ...api.document, security: [], paths: { '/': { get } } }
  const made = transformOperation()({ document, name: '/', method: 'get', config: operationConfig })
  const translated = made.responses[0]?.contents?.[0]?.schema ?? {}
  return { schema: normalizeOutput()(translated as JsonSchema) ?? {}, bundle: api.resolver.bundled }
}
