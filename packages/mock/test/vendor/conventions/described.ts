import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'

const METHODS = ['get', 'put', 'post', 'delete', 'patch']

type Node = Record<string, unknown>

/**
 * Judges answers by the description itself, with nothing of the mock's own code: every reply that a test of this
 * folder gets passes here.
 */
export class Described {
  readonly #document: Node
  readonly #ajv = new Ajv2020.default({ strict: false, allErrors: true })

  constructor(file: URL) {
    this.#document = parse(readFileSync(fileURLToPath(file), 'utf8'))
    addFormats.default(this.#ajv)
    this.#ajv.addSchema(this.#document, 'description')
  }

  /** What is wrong with a JSON answer; empty when nothing is, or when the path is none of this description. */
  problems(method: string, path: string, status: number, body: unknown): string[] {
    const response = this.#response(method, path, status)
    if (response === undefined) return []
    const schema = this.#pointerToSchema(response)
    if (schema === undefined)
      return body === undefined ? [] : [`${status} has no JSON body in the description`]
    const validate = this.#ajv.compile({ $ref: `description${schema}` })
    if (validate(body)) return writtenOnly(body)
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }

  /** Pointer to the response for a status: exact, then its range. Undefined for what is not described. */
  #response(method: string, path: string, status: number): string | undefined {
    const paths = this.#document.paths as Record<string, Node>
    const template = Object.keys(paths).find((candidate) => patternOf(candidate).test(path))
    const operation = template === undefined ? undefined : (paths[template]?.[method.toLowerCase()] as Node)
    if (template === undefined || !operation || !METHODS.includes(method.toLowerCase())) return undefined
    const code = [String(status), `${String(status).charAt(0)}XX`].find(
      (each) => each in (operation.responses as Node),
    )
    if (code === undefined) throw new Error(`${method} ${path} answered ${status}, which is not described`)
    return this.#follow(`#/paths/${escaped(template)}/${method.toLowerCase()}/responses/${code}`)
  }

  #pointerToSchema(response: string): string | undefined {
    const content = (this.#at(response) as Node).content as Record<string, Node> | undefined
    const mediaType = Object.keys(content ?? {}).find((name) => /json$/.test(name))
    return mediaType === undefined ? undefined : `${response}/content/${escaped(mediaType)}/schema`
  }

  #follow(pointer: string): string {
    const node = this.#at(pointer) as Node
    return typeof node.$ref === 'string' ? this.#follow(node.$ref) : pointer
  }

  #at(pointer: string): unknown {
    const steps = pointer
      .slice(2)
      .split('/')
      .map((step) => decodeURIComponent(step.replace(/~1/g, '/').replace(/~0/g, '~')))
    return steps.reduce<unknown>((node, step) => (node as Node)[step], this.#document)
  }
}

/** writeOnly is an annotation to Ajv; the only such property of these APIs must never be in an answer. */
function writtenOnly(body: unknown): string[] {
  return JSON.stringify(body ?? null).includes('"password":') ? ['the password is in the answer'] : []
}

function patternOf(template: string): RegExp {
  return new RegExp(`${template.replace(/\{[^}]+\}/g, '[^/]+')}$`, 'i')
}

function escaped(step: string): string {
  return encodeURIComponent(step.replace(/~/g, '~0').replace(/\//g, '~1'))
}
