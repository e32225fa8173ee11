import type { RequestTarget } from '@clientele/code-samples'
import type { ParameterObject } from '@clientele/description'
import type { OperationModel } from '../description/operation.ts'

/** A parameter as the form needs it: where it goes, how it is written, what it is. */
export interface FormParameter extends Pick<ParameterObject, 'name' | 'in' | 'style' | 'explode'> {
  type: 'string' | 'number' | 'boolean' | 'array' | 'json'
}

/** What the page hands to the form, as JSON. */
export interface TryItData {
  target: RequestTarget
  parameters: FormParameter[]
  /** Media type of the body; without it the operation takes none. */
  mediaType?: string
}

/** Collects what the form of an operation needs. */
export function tryItData(operation: OperationModel): TryItData {
  const { operationId, method, path, server, request } = operation
  return {
    target: { operationId, method, path, server },
    parameters: operation.rawParameters.map((parameter) => ({
      name: parameter.name,
      in: parameter.in,
      ...(parameter.style && { style: parameter.style }),
      ...(parameter.explode !== undefined && { explode: parameter.explode }),
      type: parameter.content ? 'json' : formType(parameter.schema?.type),
    })),
    ...(request.body && { mediaType: request.body.mediaType }),
  }
}

function formType(type: string | string[] | undefined): FormParameter['type'] {
  const [name] = [type ?? 'string'].flat()
  if (name === 'integer' || name === 'number') return 'number'
  return name === 'boolean' || name === 'array' ? name : 'string'
}
