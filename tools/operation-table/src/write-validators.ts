import { fileURLToPath } from 'node:url'
import { type Description, type Operation, withoutAnnotations } from '@clientele/description'
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'

/**
 * Formats as regular expressions, which Ajv writes into its code; its package of formats would be bundled as a whole.
 * Other formats are not checked.
 */
const formats: Record<string, RegExp> = {
  'date-time': /^\d{4}-(0\d|1[0-2])-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d(\.\d+)?(Z|[+-][0-2]\d:[0-5]\d)$/i,
  date: /^\d{4}-(0\d|1[0-2])-[0-3]\d$/,
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
  email: /^[^@\s]+@[^@\s]+$/,
}

/**
 * Writes the module that checks the success answers of one operation, with all helpers inside. It is compiled ahead of
 * time, so that nothing is evaluated at run time.
 *
 * @returns The text of a module whose default export has a function for each status; nothing for an operation whose
 *   successes have no JSON.
 */
export async function writeValidator(
  operation: Operation,
  description: Description,
): Promise<string | undefined> {
  const schemas = operation.responses
    .filter(({ name }) => /^2\d\d$/.test(name))
    .flatMap(({ name, node }) => {
      const schema = node.content?.['application/json']?.schema as AnySchemaObject | undefined
      return schema ? [[`status${name}`, schema] as const] : []
    })
  if (schemas.length === 0) return undefined
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    logger: false,
    formats,
    code: { source: true, esm: true, lines: false },
  })
  // Ajv writes the schemas into its code; what only a reader needs would be most of it.
  const components = { schemas: withoutAnnotations(description.document.components?.schemas, true) }
  for (const [name, schema] of schemas)
    ajv.addSchema({ $id: name, components, allOf: [withoutAnnotations(schema)] } as AnySchemaObject)
  const names = Object.fromEntries(schemas.map(([name]) => [name, name]))
  const code = (standalone as unknown as { default: typeof standalone.default }).default(ajv, names)
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  })
  return `// Generated from the description of the API. Do not edit.\n// @ts-nocheck\n${outputFiles[0]?.text ?? ''}`
}
