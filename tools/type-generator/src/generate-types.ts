import { readFile } from 'node:fs/promises'
import { load } from 'js-yaml'
import openapiTS, { astToString, COMMENT_HEADER, type OpenAPI3 } from 'openapi-typescript'
import { isObject } from './json.ts'
import { copyMarksToReferences } from './marks-behind-references.ts'
import { type NamedType, namedTypes } from './names.ts'
import { allowUndefined } from './optional-properties.ts'
import { movePatternsToProperties, patternToIndexSignature } from './pattern-properties.ts'
import { spellOutRequiredAlternatives } from './required-alternatives.ts'
import { findSamples, type Sample } from './samples.ts'

/** What is generated for one API. */
export interface GeneratedTypes {
  /** The text of a module with `paths`, `components` and `operations`. */
  text: string
  /** The named types beside it. */
  names: NamedType[]
  /** Test data, by the names of their types. */
  samples: Record<string, Sample>
  /** Whether the description says that it is a draft. */
  isDraft: boolean
}

/**
 * Turns one bundled description into the TypeScript of its `paths`, `components` and `operations`.
 *
 * Uses the JavaScript API of openapi-typescript instead of its command line, which ignores its input if the working
 * folder has a `redocly.yaml` with `apis:`.
 *
 * @param bundle Path of a bundled OpenAPI 3.1 description.
 * @returns The text of a module, the named types and their samples. `readOnly` and `writeOnly` properties are wrapped in `$Read` and
 *   `$Write`, which the module declares itself.
 * @throws When the description cannot be read or is not valid OpenAPI.
 * @example
 * ```ts
 * const { text } = await generateTypes('specs/dist/tickets.yaml')
 * ```
 */
export async function generateTypes(bundle: string): Promise<GeneratedTypes> {
  const description = load(await readFile(bundle, 'utf8')) as OpenAPI3 & Record<string, unknown>
  copyMarksToReferences(description)
  const names = namedTypes(description)
  const samples = findSamples(structuredClone(description), names)
  spellOutRequiredAlternatives(description)
  movePatternsToProperties(description)
  const nodes = await openapiTS(description, {
    readWriteMarkers: true,
    // A `default` is an annotation: neither a request nor an answer has to include the property.
    defaultNonNullable: false,
    silent: true,
    transformProperty: patternToIndexSignature,
  })
  return {
    text: `${COMMENT_HEADER}${astToString(nodes.map(allowUndefined))}`,
    names,
    samples,
    isDraft: isDraft(description),
  }
}

const isDraft = ({ info }: Record<string, unknown>): boolean =>
  isObject(info) && (info as Record<string, unknown>)['x-draft'] === true
