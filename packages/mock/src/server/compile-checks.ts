import type { Api } from '../description/api.ts'
import { Catalog } from '../description/load/catalog.ts'
import { validatorOf } from '../engine/request.ts'
import { compileKeys } from '../state/key-mint.ts'
import { answerShape } from '../values/answer-shape.ts'
import { noteChecks } from '../values/check.ts'
import { moduleOf } from '../values/compile-ahead.ts'
import { compileAnswers } from '../values/repair.ts'
import { namedSources } from './configuration.ts'
import type { MockOptions } from './mock-options.ts'
import { descriptionsOfPackage } from './node-mock.ts'

/**
 * Compiles the checks of descriptions to a module, for a page whose Content Security Policy forbids `'unsafe-eval'`,
 * and for a first answer that need not load Ajv. Checks that are missing in the module are compiled when a request
 * needs them.
 *
 * @param options The descriptions, as {@link createMock} takes them, and their corrections.
 * @returns the text of an ES module without imports; its default export is the option `checks` of `createMock`
 * @throws MockConfigurationError when a description cannot be loaded or an option is wrong.
 * @example
 * await writeFile('checks.js', await compileChecks({ documents: ['openapi.yaml'] }))
 */
export async function compileChecks({
  allowRefs = false,
  ...options
}: Pick<MockOptions, 'documents' | 'configuration' | 'allowRefs'> = {}): Promise<string> {
  const catalog = new Catalog(namedSources(options, descriptionsOfPackage), () => undefined)
  if (catalog.waiting) await catalog.loadRemote(() => undefined, allowRefs)
  return moduleOf(noteChecks(() => catalog.apis.forEach(compileAll)))
}

/** All checks of requests to an API and of their answers. */
function compileAll(api: Api): void {
  for (const operation of api.operations) {
    ignoringMistakes(() => validatorOf({ api, operation }).compileAll())
    const resource = api.resourceOf(operation)
    for (const { code, contents } of operation.responses()) {
      for (const { schema } of contents) if (schema) ignoringMistakes(() => compileAnswers(api, schema))
      if (/^2\d\d$/.test(code))
        ignoringMistakes(() => answerShape({ api, operation, resource }, Number(code)).compile())
    }
  }
  for (const resource of api.resources) {
    const schema = resource.schema()
    ignoringMistakes(() => compileKeys(resource))
    if (schema) ignoringMistakes(() => compileAnswers(api, schema))
  }
}

/** The request that needs it reports the mistake. */
function ignoringMistakes(work: () => void): void {
  try {
    work()
  } catch {
    // Nothing is compiled ahead then.
  }
}
