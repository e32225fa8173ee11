import { baseName, componentFile } from '../component-file.ts'
import {
  type Context,
  type ExampleNode,
  isReference,
  type OperationNode,
  type ReferenceNode,
  type RequestBodyNode,
  type ResponseNode,
  type Rule,
} from '../redocly.ts'

/**
 * Each example of a request has an answer under the same key and the other way round, and the file names show it:
 * `<operationId>.<key>.request.yaml`, `<operationId>.<key>.response.yaml`. Examples of errors are named after
 * the response.
 */
export const examplePairs: Rule = () => ({
  Operation(operation, context) {
    const requests = examplesOf(context.resolve<RequestBodyNode>(operation.requestBody).node)
    const answers = Object.entries(operation.responses ?? {})
      .filter(([status]) => status.startsWith('2'))
      .flatMap(([, response]) => examplesOf(context.resolve<ResponseNode>(response).node))
    checkNames(requests, operation, 'request', context)
    checkNames(answers, operation, 'response', context)
    if (requests.length > 0 && answers.length > 0) checkKeys(requests, answers, context)
  },
  ref: {
    enter({ $ref }, context) {
      const { type, key, location } = context
      const { kind, name: response } = componentFile(location.source.absoluteRef) ?? {}
      if (type.name !== 'Example' || kind !== 'responses') return
      if (/\.response\.yaml$/.test($ref) || baseName($ref) === `${response}.${key}`) return
      context.report({
        message: `The example "${key}" of the response ${response} is in "${$ref}". Name the file ${response}.${key}.yaml, or after its operation.`,
        location: location.child('$ref'),
      })
    },
  },
})

type Entry = [key: string, example: ExampleNode | ReferenceNode]

function examplesOf(body: RequestBodyNode | undefined): Entry[] {
  return Object.values(body?.content ?? {}).flatMap((media) => Object.entries(media.examples ?? {}))
}

function checkNames(
  entries: Entry[],
  { operationId }: OperationNode,
  side: string,
  { report, location }: Context,
): void {
  const wrong = entries.filter(
    ([key, example]) => isReference(example) && baseName(example.$ref) !== `${operationId}.${key}.${side}`,
  )
  for (const key of new Set(wrong.map(([name]) => name))) {
    report({
      message: `The ${side} example "${key}" of ${operationId} has another file name. Name it components/examples/${operationId}.${key}.${side}.yaml.`,
      location: location.child('operationId'),
    })
  }
}

function checkKeys(requests: Entry[], answers: Entry[], { report, location }: Context): void {
  const asked = new Set(requests.map(([key]) => key))
  const answered = new Set(answers.map(([key]) => key))
  for (const key of asked.symmetricDifference(answered)) {
    const missing = asked.has(key) ? 'response' : 'request'
    report({
      message: `The example "${key}" has no ${missing}. Add a ${missing} example under the same key.`,
      location: location.child('operationId'),
    })
  }
}
