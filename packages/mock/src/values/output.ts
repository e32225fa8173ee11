import { createRequire } from 'node:module'
import type { Ajv, ErrorObject } from 'ajv'
import type { Api } from '../description/api.ts'
import type { JsonSchema } from '../json/json.ts'
import { outputSchema, type TranslatedSchema } from '../prism/output-schema.ts'
import { validateAgainstSchema } from '../prism/parts.ts'

const require = createRequire(import.meta.url)
const judges = new Map<string, Ajv>()
const compiled = new WeakMap<JsonSchema, OutputJudge>()

/** Finds what is wrong with a value that the mock made up; empty when it is valid. */
export type OutputJudge = (value: unknown) => readonly ErrorObject[]

/** The judge for a schema as answers see it: without writeOnly properties. Compiled once per schema. */
export function outputJudge(api: Api, schema: JsonSchema): OutputJudge {
  const known = compiled.get(schema)
  if (known) return known
  const judge = compile(outputSchema(api, schema))
  compiled.set(schema, judge)
  return judge
}

/** Prism's judgement first: almost every value is valid, and its validator is loaded already. */
function compile(translated: TranslatedSchema): OutputJudge {
  const { schema, bundle } = translated
  let detailed: OutputJudge | undefined
  return (value) => {
    if (validateAgainstSchema()(value, schema, false, 1, 'body', bundle)._tag === 'None') return []
    detailed ??= compileDetailed(translated)
    return detailed(value)
  }
}

/** Ajv's own errors, which name the property; Prism keeps no more than a sentence of them. */
function compileDetailed({ schema, bundle }: TranslatedSchema): OutputJudge {
  const validate = judgeFor(String(schema.$schema)).compile({ ...schema, __bundled__: bundle })
  return (value) => (validate(value) ? [] : (validate.errors ?? []))
}

/** The dialects that Prism tells apart; all errors are wanted, because each is repaired. */
function judgeFor(dialect: string): Ajv {
  const file = dialect.includes('2020-12')
    ? 'ajv/dist/2020'
    : dialect.includes('2019-09')
      ? 'ajv/dist/2019'
      : 'ajv'
  const known = judges.get(file)
  if (known) return known
  const made: Ajv = new (require(file).default)({ allErrors: true, strict: false, logger: false })
  require('ajv-formats').default(made)
  judges.set(file, made)
  return made
}
