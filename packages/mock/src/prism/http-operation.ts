import type { Api } from '../description/api.ts'
import type { Operation } from '../description/operations/operation.ts'
import { type IHttpOperation, operationConfig, transformOperation } from './parts.ts'

const transformed = new WeakMap<Operation, IHttpOperation>()

/**
 * Prism's form of an operation, made on first use: transforming all operations of a large description at
 * start is what makes Prism itself slow there.
 */
export function httpOperationOf(api: Api, operation: Operation): IHttpOperation {
  const known = transformed.get(operation)
  if (known) return known
  const made = transform(api, operation)
  transformed.set(operation, made)
  return made
}

function transform(api: Api, operation: Operation): IHttpOperation {
  const method = operation.method.toLowerCase()
  const document = { ...api.document, paths: { [operation.path]: { [method]: operation.full() } } }
  const made = transformOperation()({ document, name: operation.path, method, config: operationConfig })
  // Prism's mocker would send the callbacks: requests to whatever address a client names.
  const { callbacks: _, ...silent } = made as IHttpOperation & { callbacks?: unknown }
  return Object.assign(silent, { __bundled__: api.resolver.bundled }) as IHttpOperation
}
