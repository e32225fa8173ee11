import {
  type ExampleNode,
  isObject,
  isReference,
  type RequestBodyNode,
  type ResponseNode,
  type Rule,
} from '../redocly.ts'
import { bases } from '../source-bases.ts'

/** `x-error-codes` at the root is complete and well-formed: it has every code in the examples of errors. */
export const errorCodeListed: Rule = () => {
  let listed: Set<string> | undefined
  return {
    Root(root, { resolve, report, location }) {
      const { node, location: file } = resolve<unknown[]>(root['x-error-codes'])
      if (!Array.isArray(node)) return
      const codes = isReference(root['x-error-codes']) && file ? file : location.child('x-error-codes')
      listed = new Set(node.map((entry) => String(isObject(entry) ? entry.code : entry)))
      node.forEach((entry, index) => {
        if (isErrorCode(entry)) return
        report({
          message:
            'This error code is incomplete. Give it status, code, meaning, cause, remedy and a well-formed x-source.',
          location: codes.child(index),
        })
      })
    },
    Operation(operation, { resolve, report, location }) {
      for (const [status, reference] of Object.entries(operation.responses ?? {})) {
        const response = resolve<ResponseNode>(reference)
        if (!listed || !/^[45]/.test(status)) continue
        for (const [key, example] of examples(response.node)) {
          const { node } = resolve<ExampleNode>(example, response.location?.source.absoluteRef)
          const code = codeOf(node?.value)
          if (code === undefined || listed.has(code)) continue
          report({
            message: `The example "${key}" of ${status} shows the code "${code}", which x-error-codes does not list. Add the code with its meaning, cause and remedy.`,
            location: location.child(['responses', status]),
          })
        }
      }
    },
  }
}

const examples = (body: RequestBodyNode | undefined) =>
  Object.values(body?.content ?? {}).flatMap((media) => Object.entries(media.examples ?? {}))

/** Graph nests the code in `error`, Partner Center does not, and its body for throttling has a number. */
function codeOf(body: unknown): string | undefined {
  const error = isObject(body) && isObject(body.error) ? body.error : body
  const code = isObject(error) ? (error.code ?? error.statusCode) : undefined
  return code === undefined ? undefined : String(code)
}

function isErrorCode(entry: unknown): boolean {
  if (!isObject(entry) || typeof entry.status !== 'number' || typeof entry.code !== 'string') return false
  const { basis, from } = isObject(entry['x-source']) ? entry['x-source'] : {}
  if (!bases.includes(String(basis))) return false
  return [entry.meaning, entry.cause, entry.remedy, from].every(
    (text) => typeof text === 'string' && text !== '',
  )
}
