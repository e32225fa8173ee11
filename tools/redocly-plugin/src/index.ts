import type { Rule } from './redocly.ts'
import { componentFileName } from './rules/component-file-name.ts'
import { descriptionRequired } from './rules/description-required.ts'
import { descriptionSaysMore } from './rules/description-says-more.ts'
import { errorCodeListed } from './rules/error-code-listed.ts'
import { examplePairs } from './rules/example-pairs.ts'
import { exampleRequired } from './rules/example-required.ts'
import { exampleValid } from './rules/example-valid.ts'
import { operationComplete } from './rules/operation-complete.ts'
import { operationIdStyle } from './rules/operation-id-style.ts'
import { pathFileName } from './rules/path-file-name.ts'
import { sentenceStyle } from './rules/sentence-style.ts'
import { tableOfContents } from './rules/table-of-contents.ts'
import { wholeFileReference } from './rules/whole-file-reference.ts'
import { xSourceShape } from './rules/x-source-shape.ts'

const rules: Record<string, Rule> = {
  'component-file-name': componentFileName,
  'description-required': descriptionRequired,
  'description-says-more': descriptionSaysMore,
  'error-code-listed': errorCodeListed,
  'example-pairs': examplePairs,
  'example-required': exampleRequired,
  'example-valid': exampleValid,
  'operation-complete': operationComplete,
  'operation-id-style': operationIdStyle,
  'path-file-name': pathFileName,
  'sentence-style': sentenceStyle,
  'table-of-contents': tableOfContents,
  'whole-file-reference': wholeFileReference,
  'x-source-shape': xSourceShape,
}

interface Plugin {
  id: string
  rules: { oas3: Record<string, Rule> }
  configs: Record<string, { rules: Record<string, 'error'> }>
}

/**
 * The house rules as a Redocly plugin. `extends: [clientele/house-rules]` turns all of them on as errors;
 * `rules: { clientele/<name>: off }` turns one off.
 *
 * @example
 * ```yaml
 * plugins: [../tools/redocly-plugin/src/index.ts]
 * extends: [recommended-strict, clientele/house-rules]
 * ```
 */
export default function clientelePlugin(): Plugin {
  const names = Object.keys(rules).map((name) => [`clientele/${name}`, 'error'] as const)
  return {
    id: 'clientele',
    rules: { oas3: rules },
    configs: { 'house-rules': { rules: Object.fromEntries(names) } },
  }
}
