import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'

/** A description as plain data. */
export interface Document {
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>
}

export interface OperationObject {
  readonly operationId: string
  readonly requestBody?: unknown
  readonly responses: Readonly<Record<string, unknown>>
}

export const apis = ['graph-customers', 'graph-customer-profile', 'partner-center-users']

export function bundlePath(api: string): string {
  return fileURLToPath(new URL(`../../../../specs/dist/${api}.yaml`, import.meta.url))
}

/**
 * Checks bodies with the unchanged bundle and Ajv, without code of the mock: what Prism cannot judge
 * (errors, other media types) is judged here.
 */
export class Judge {
  readonly document: Document
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true })
  readonly #name: string

  constructor(api: string) {
    this.#name = api
    this.document = parse(readFileSync(bundlePath(api), 'utf8'))
    addFormats.default(this.#ajv)
    this.#ajv.addSchema(this.document, api)
  }

  /** Every operation with its path and method. */
  operations(): { path: string; method: string; operation: OperationObject }[] {
    const methods = ['get', 'put', 'post', 'patch', 'delete']
    return Object.entries(this.document.paths).flatMap(([path, item]) =>
      methods.flatMap((method) => {
        const operation = item[method]
        return operation ? [{ path, method: method.toUpperCase(), operation }] : []
      }),
    )
  }

  /** What is wrong with a body, in words; undefined when it is valid or nothing is described. */
  complaints(
    path: string,
    method: string,
    status: number,
    mediaType: string,
    body: unknown,
  ): string | undefined {
    const operation = this.document.paths[path]?.[method.toLowerCase()] as OperationObject
    const code = [String(status), `${String(status)[0]}XX`, 'default'].find(
      (each) => each in operation.responses,
    )
    if (code === undefined) return `status ${status} is not described`
    const [response, pointer] = this.#followed(operation.responses[code], [
      'paths',
      path,
      method.toLowerCase(),
      'responses',
      code,
    ])
    const content = (response as { content?: Record<string, unknown> }).content
    if (!content) return body === undefined ? undefined : `status ${status} has no body`
    if (!(mediaType in content)) return `${mediaType} is not described for ${status}`
    const reference = [...pointer, 'content', mediaType, 'schema'].map(escaped).join('/')
    const validate = this.#ajv.compile({ $ref: `${this.#name}#/${reference}` })
    return validate(body) ? undefined : this.#ajv.errorsText(validate.errors)
  }

  #followed(node: unknown, pointer: string[]): [unknown, string[]] {
    const reference = (node as { $ref?: string }).$ref
    if (reference === undefined) return [node, pointer]
    const steps = reference
      .slice(2)
      .split('/')
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    const target = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], this.document)
    return this.#followed(target, steps)
  }
}

function escaped(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))
}
