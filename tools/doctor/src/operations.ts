import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiNames, isDraft } from '@clientele/api-folders'
import { codeSamples, sampleRequest } from '@clientele/code-samples'
import { Description, type Media, type Operation } from '@clientele/description'
import { parse } from 'yaml'

/** An operation of a description that is not a draft. */
export interface Examined {
  readonly id: string
  readonly hasExample: boolean
  readonly hasSample: boolean
}

/** The ids of operations that lack a part. */
export type Lack = Record<'example' | 'test' | 'sample' | 'journey', string[]>

/** The operations of all APIs except drafts. */
export function operationsOf(root: string): Examined[] {
  const specs = join(root, 'specs')
  return apiNames(specs)
    .filter((api) => !isDraft(api, specs))
    .flatMap((api) =>
      examineDescription(api, parse(readFileSync(join(specs, 'dist', `${api}.yaml`), 'utf8'))),
    )
}

/** The operations of one description. */
export function examineDescription(api: string, document: unknown): Examined[] {
  const description = new Description(document)
  return description.operations.map((operation) => ({
    id: operation.id,
    hasExample: hasExamples(description, operation),
    hasSample: codeSamples(sampleRequest(description, operation, undefined, api)).some(
      ({ lang }) => lang === 'TypeScript',
    ),
  }))
}

/** Whether the request and the first success answer each have an example, if they have a body. */
function hasExamples(description: Description, { requestBody, responses }: Operation): boolean {
  const success = responses.find(({ name }) => name.startsWith('2'))
  return [requestBody, success].every((message) => {
    const [first] = message ? description.content(message) : []
    return first === undefined || hasExample(first)
  })
}

const hasExample = ({ node }: Media) =>
  node.example !== undefined || Object.keys(node.examples ?? {}).length > 0

/** The operations without an example, a test, a sample or a journey. */
export function lackOf(root: string, operations: readonly Examined[]): Lack {
  const tests = textsOf(root, 'packages/*/test/**/*.ts')
  const journeys = textsOf(root, 'specs/journeys/*.arazzo.yaml')
  const without = (meets: (each: Examined) => boolean) =>
    operations.filter((each) => !meets(each)).map(({ id }) => id)
  return {
    example: without(({ hasExample }) => hasExample),
    test: without(({ id }) => names(tests, id)),
    sample: without(({ hasSample }) => hasSample),
    journey: without(({ id }) => names(journeys, id)),
  }
}

function textsOf(root: string, pattern: string): string[] {
  return globSync(pattern, { cwd: root, exclude: (name) => name === 'node_modules' }).map((file) =>
    readFileSync(join(root, file), 'utf8'),
  )
}

/** Ids are words of letters and digits, or `GET /path`, which no text contains by chance. */
const names = (texts: readonly string[], id: string) =>
  texts.some((text) => (/^\w+$/.test(id) ? new RegExp(`\\b${id}\\b`).test(text) : text.includes(id)))
