import type { Api } from '../description/api.ts'
import type { Operation } from '../description/operation.ts'
import type { ExplainedDoubt } from '../description/resources/explain.ts'
import { answerShape } from '../values/answer-shape.ts'
import { takeDoubts } from '../values/check.ts'
import { generate } from '../values/generate.ts'
import type { Generations } from '../values/persona.ts'
import { repair } from '../values/repair.ts'
import { validatorOf } from './request.ts'

/** Time limit, in milliseconds: thousands of operations would take too long. */
const patience = 10_000

/**
 * Finds answers that cannot be as described: checks each operation's request and makes up its answer once, as its first
 * use would.
 */
export function lookThrough(apis: readonly Api[], generations: Generations): ExplainedDoubt[] {
  const started = performance.now()
  const found: ExplainedDoubt[] = []
  for (const api of apis) {
    for (const [index, operation] of api.operations.entries()) {
      if (performance.now() - started > patience) {
        const doubt = `${api.operations.length - index} operations from here on were not looked at`
        found.push({ api: api.name, operation: operation.id, doubt })
        break
      }
      takeDoubts()
      use(api, operation, generations)
      found.push(...takeDoubts().map((doubt) => ({ api: api.name, operation: operation.id, doubt })))
    }
  }
  return found
}

function use(api: Api, operation: Operation, generations: Generations): void {
  try {
    validatorOf({ api, operation }).compile()
    const resource = api.resourceOf(operation)
    const { schema } = answerShape({ api, operation, resource }, operation.successStatus)
    if (!schema) return
    const generation = generations.generation(`${operation.id} explained`, resource)
    repair(api, schema, generate(schema, '', generation), () => generation)
  } catch {
    // A later request will report the error.
  }
}
