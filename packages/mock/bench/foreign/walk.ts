import { readFileSync } from 'node:fs'
import { Description, flatten, isObject, type Operation } from '@clientele/description'
import { parse } from 'yaml'
import { upgraded } from '../../src/description/load/sources.ts'
import { createMock, type Mock } from '../../src/index.ts'
import { AnswerCheck } from './check-answers.ts'
import { type Pair, pairsOf } from './pairs.ts'
import { type Body, bodiesOf, sampleOf } from './sample.ts'

/** How many were tried, and how many went as a user expects. */
export interface Count {
  tried: number
  right: number
}

export interface Outcome {
  operations: number
  pairs: number
  created: Count
  /** GET on the new item gives every property that was sent and that the answer describes. */
  same: Count
  listed: Count
  updated: Count
  deleted: Count
  answers: number
  invalid: string[]
  /** Answers that no record could have made valid: the description contradicts itself. */
  contradictory: string[]
  /** Schemas that ajv refuses, so that answers to them are not judged. */
  unusable: string[]
  /** Operations for which neither an example nor a sample is a valid body. */
  unsent: string[]
  /** 5xx that nobody asked for. */
  broken: string[]
  /** What did not go as expected, one line each. */
  failures: string[]
}

const none = (): Count => ({ tried: 0, right: 0 })

/** Creates, reads, lists, changes and deletes one record of each pair of a description. */
export async function walk(path: string): Promise<Outcome> {
  const text = readFileSync(path, 'utf8')
  const read = /\.json$/.test(path) ? JSON.parse(text) : parse(text, { maxAliasCount: 100_000 })
  const document = upgraded(read, path)
  const mock = createMock({ documents: [path] })
  await mock.ready()
  const description = new Description(document)
  const pairs = pairsOf(description).filter(({ create }) => create !== undefined)
  const outcome: Outcome = {
    operations: description.operations.length,
    pairs: pairs.length,
    created: none(),
    same: none(),
    listed: none(),
    updated: none(),
    deleted: none(),
    answers: 0,
    invalid: [],
    contradictory: [],
    unusable: [],
    unsent: [],
    broken: [],
    failures: [],
  }
  const walker = new Walker(mock, description, outcome)
  for (const [index, pair] of pairs.entries()) await walker.pair(pair, index + 1)
  await mock.close()
  outcome.unusable.push(...walker.unusable)
  return outcome
}

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

class Walker {
  readonly #mock: Mock
  readonly #description: Description
  readonly #outcome: Outcome
  readonly #check: AnswerCheck
  readonly #base: string
  readonly #pairs: readonly Pair[]

  constructor(mock: Mock, description: Description, outcome: Outcome) {
    this.#mock = mock
    this.#description = description
    this.#outcome = outcome
    this.#check = new AnswerCheck(description)
    this.#pairs = pairsOf(description)
    this.#base = mock.apis()[0]?.basePaths[0] ?? ''
  }

  get unusable(): ReadonlySet<string> {
    return this.#check.unusable
  }

  async pair(pair: Pair, number: number): Promise<void> {
    const create = pair.create as Operation
    const parents = await this.#parents(pair, number)
    const body = this.#bodyOf(create, number)
    if (!body) return
    const { created } = this.#outcome
    created.tried++
    const answer = await this.#send(create, pair.collection, parents, body)
    if (answer.status >= 300) return this.#failed(pair, 'create', answer)
    created.right++
    const key = await this.#keyOf(pair, parents, answer)
    if (key === undefined) {
      this.#outcome.same.tried++
      return this.#failed(pair, 'find', answer)
    }
    await this.#visit(pair, { ...parents, [pair.parameter]: key }, body, number)
  }

  /** Keys of parents that exist: the first that their collection lists, else of one that is created. */
  async #parents({ get, collection, parameter }: Pair, number: number): Promise<Record<string, string>> {
    const { [parameter]: _, ...values } = this.#parameters(get, 'path', number)
    const above = this.#pairs.filter(({ item }) => collection.startsWith(`${item.replace(/\.[a-z]+$/, '')}/`))
    for (const parent of above.toSorted((left, right) => left.item.length - right.item.length)) {
      const known = (await this.#first(parent, values)) ?? (await this.#made(parent, values, number))
      if (known !== undefined) values[parent.parameter] = known
    }
    return values
  }

  async #first(parent: Pair, values: Record<string, string>): Promise<string | undefined> {
    if (!parent.list) return undefined
    const { status, headers, body } = await this.#send(parent.list, parent.collection, values, undefined, {
      quiet: true,
    })
    const record = firstRecord(body)
    return record === undefined ? undefined : this.#keyOf(parent, values, { status, headers, body: record })
  }

  async #made(parent: Pair, values: Record<string, string>, number: number): Promise<string | undefined> {
    const body = parent.create && this.#bodyOf(parent.create, number + 9_000, 'sample')
    if (!parent.create || !body) return undefined
    const answer = await this.#send(parent.create, parent.collection, values, body, { quiet: true })
    return answer.status < 300 ? this.#keyOf(parent, values, answer) : undefined
  }

  async #visit(pair: Pair, path: Record<string, string>, body: Body, number: number): Promise<void> {
    const { same, listed, updated, deleted } = this.#outcome
    const record = await this.#send(pair.get, pair.item, path)
    this.#judge(same, pair, 'same', record, holds(record.body, this.#writable(body)))
    if (pair.list) {
      const list = await this.#send(pair.list, pair.collection, path, undefined, { filters: record.body })
      this.#judge(listed, pair, 'list', list, lists(list.body, String(path[pair.parameter])))
    }
    if (pair.update) await this.#update(pair, pair.update, path, number + 5_000, updated)
    if (!pair.remove) return
    const removed = await this.#send(pair.remove, pair.item, path)
    const gone = removed.status < 300 ? await this.#send(pair.get, pair.item, path) : removed
    this.#judge(deleted, pair, 'delete', gone, removed.status < 300 && gone.status === 404)
  }

  async #update(
    pair: Pair,
    operation: Operation,
    path: Record<string, string>,
    number: number,
    count: Count,
  ) {
    const body = this.#bodyOf(operation, number)
    if (!body) return
    const answer = await this.#send(operation, pair.item, path, body)
    const record = answer.status < 300 ? await this.#send(pair.get, pair.item, path) : answer
    this.#judge(
      count,
      pair,
      'update',
      record,
      record.status < 300 && holds(record.body, this.#writable(body)),
    )
  }

  /** A body that ajv accepts too: examples of descriptions are wrong more often than one thinks. */
  #bodyOf(operation: Operation, number: number, first: 'example' | 'sample' = 'example'): Body | undefined {
    const known = bodiesOf(this.#description, operation, number).filter(isExpressible)
    const bodies = first === 'sample' ? known.toReversed() : known
    const valid = bodies.find(({ media, value }) => this.#check.accepts(media, value))
    if (bodies.length > 0 && !valid)
      this.#outcome.unsent.push(`${operation.method} ${operation.path}: no valid body is known`)
    return valid
  }

  /** What was sent without what only the service writes: examples show it all the same. */
  #writable({ media, value }: Body): unknown {
    if (!isObject(value) || !media.schema) return value
    const kept = this.#withoutReadOnly(value, media.schema.node)
    const [[name = '', inner] = [], ...others] = Object.entries(kept)
    const { properties = {} } = flatten(this.#description, media.schema.node)
    const wrapped = others.length === 0 && isObject(inner) ? properties[name] : undefined
    return wrapped ? { [name]: this.#withoutReadOnly(inner as object, wrapped as never) } : kept
  }

  #withoutReadOnly(value: object, schema: Parameters<typeof flatten>[1]): object {
    const { properties = {} } = flatten(this.#description, schema)
    const isReadOnly = (name: string) =>
      properties[name] !== undefined &&
      flatten(this.#description, properties[name] as never).readOnly === true
    return Object.fromEntries(Object.entries(value).filter(([name]) => !isReadOnly(name)))
  }

  #judge(count: Count, pair: Pair, step: string, answer: Answer, right: boolean): void {
    count.tried++
    if (answer.status !== 404 && answer.status >= 300) this.#failed(pair, step, answer)
    else if (right) count.right++
    else this.#failed(pair, step, answer)
  }

  /** The value with which GET finds the new record: from Location, else one of its own scalars, likely ones first. */
  async #keyOf(
    pair: Pair,
    parents: Record<string, string>,
    { headers, body }: Answer,
  ): Promise<string | undefined> {
    const last = headers
      .get('location')
      ?.replace(/\.[a-z]+$/, '')
      .split('/')
      .at(-1)
    const own = scalarsOf(body).toSorted((left, right) => rank(right[0], pair) - rank(left[0], pair))
    const candidates = new Set([
      ...(last ? [decodeURIComponent(last)] : []),
      ...own.map(([, value]) => String(value)),
    ])
    for (const key of [...candidates].filter((value) => value !== '').slice(0, 12)) {
      const path = { ...parents, [pair.parameter]: key }
      const answer = await this.#send(pair.get, pair.item, path, undefined, { quiet: true })
      const shown = scalarsOf(answer.body).some(([, value]) => String(value) === key)
      if (answer.status < 300 && (shown || key === last)) return key
    }
    return undefined
  }

  #parameters(operation: Operation, place: string, number: number): Record<string, string> {
    const wanted = operation.parameters.filter(
      ({ node }) => node.in === place && (place === 'path' || node.required),
    )
    return Object.fromEntries(
      wanted.map((parameter) => {
        const { example } = parameter.node as { example?: unknown }
        const schema = this.#description.schemaOf(parameter)?.node ?? {}
        const value = example ?? sampleOf(this.#description, schema, number)
        return [parameter.node.name, Array.isArray(value) ? value.join(',') : String(value)]
      }),
    )
  }

  async #send(
    operation: Operation,
    path: string,
    values: Record<string, string>,
    body?: Body,
    { quiet = false, filters }: { readonly quiet?: boolean; readonly filters?: unknown } = {},
  ): Promise<Answer> {
    const filled = path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) =>
      encodeURIComponent(values[name] ?? 'sample'),
    )
    const credentials = this.#credentials(operation)
    const wanted = { ...this.#parameters(operation, 'query', 1), ...this.#filters(operation, filters) }
    const query = new URLSearchParams({ ...wanted, ...credentials.query })
    const headers = { ...this.#parameters(operation, 'header', 1), ...credentials.headers, Accept: '*/*' }
    const init = {
      method: operation.method.toUpperCase(),
      headers: { ...headers, ...(body && { 'Content-Type': body.mediaType }) },
      ...(body && { body: encode(body) }),
    }
    if (init.body instanceof FormData) delete (init.headers as Record<string, string>)['Content-Type']
    const url = `http://mock.bench${this.#base}${filled}${query.size > 0 ? `?${query}` : ''}`
    const response = await this.#mock.fetch(url, init)
    const text = await response.text()
    const content =
      /json/.test(response.headers.get('content-type') ?? '') && text !== '' ? JSON.parse(text) : undefined
    if (!quiet) this.#note(operation, response, content)
    return { status: response.status, headers: response.headers, body: content }
  }

  /** A list that has to be filtered is asked for what the record has: by a property, or by the id that it refers to. */
  #filters(operation: Operation, record: unknown): Record<string, string> {
    if (!isObject(record)) return {}
    const known = byLetters(bestMatch(record, this.#parameters(operation, 'query', 1)))
    const required = operation.parameters.filter(({ node }) => node.in === 'query' && node.required)
    return Object.fromEntries(
      required.flatMap(({ node: { name } }): [string, string][] => {
        const value = known.get(letters(name))
        const own = isObject(value)
          ? scalarsOf(value).find(([each]) => /^(gu?id|id|sid|uuid)$/.test(each))?.[1]
          : value
        return typeof own === 'string' || typeof own === 'number' ? [[name, String(own)]] : []
      }),
    )
  }

  /** Credentials for the first alternative that the operation takes. */
  #credentials(operation: Operation): { headers: Record<string, string>; query: Record<string, string> } {
    const { securitySchemes = {} } = (this.#description.document.components ?? {}) as {
      securitySchemes?: Record<string, { type: string; scheme?: string; in?: string; name?: string }>
    }
    const headers: Record<string, string> = { Authorization: 'Bearer any' }
    const query: Record<string, string> = {}
    for (const name of Object.keys(operation.security[0] ?? {})) {
      const scheme = this.#description.resolve(securitySchemes[name] ?? { type: '' })
      if (scheme.scheme?.toLowerCase() === 'basic') headers.Authorization = `Basic ${btoa('any:any')}`
      if (scheme.type !== 'apiKey') continue
      if (scheme.in === 'query') query[scheme.name ?? ''] = 'any'
      else
        headers[scheme.in === 'cookie' ? 'Cookie' : (scheme.name ?? '')] =
          scheme.in === 'cookie' ? `${scheme.name}=any` : 'any'
    }
    return { headers, query }
  }

  #note(operation: Operation, response: Response, body: unknown): void {
    this.#outcome.answers++
    const line = `${operation.method} ${operation.path}: ${response.status}`
    if (response.status >= 500) this.#outcome.broken.push(`${line} ${JSON.stringify(body)?.slice(0, 300)}`)
    if (response.status >= 300) return
    const mistake = this.#check.mistake(operation, response, body)
    if (!mistake) return
    const { invalid, contradictory } = this.#outcome
    ;(mistake.contradictory ? contradictory : invalid).push(`${line} ${mistake.text.slice(0, 300)}`)
  }

  #failed(pair: Pair, step: string, { status, body }: Answer): void {
    this.#outcome.failures.push(`${step} ${pair.collection} ${status} ${JSON.stringify(body)?.slice(0, 300)}`)
  }
}

/** A form cannot show that an object or a list is empty. */
function isExpressible(body: Body): boolean {
  const encoded = encode(body)
  return (
    encoded !== '' &&
    (typeof encoded !== 'string' ||
      !body.mediaType.includes('form') ||
      !/[{[][\]}]/.test(JSON.stringify(body.value)))
  )
}

function encode({ mediaType, value }: Body): string | FormData {
  if (mediaType.startsWith('multipart/')) return multipart(value as object)
  if (!mediaType.includes('form-urlencoded')) return JSON.stringify(value)
  return new URLSearchParams(fieldsOf(value as object)).toString()
}

/** Texts as they are, everything else as JSON (OpenAPI's defaults for the parts). */
function multipart(value: object): FormData {
  const form = new FormData()
  for (const [name, member] of Object.entries(value)) {
    for (const part of [member].flat())
      form.append(
        name,
        typeof part === 'object'
          ? new Blob([JSON.stringify(part)], { type: 'application/json' })
          : String(part),
      )
  }
  return form
}

/** Nested values as `a[b]=c` and `a[0]=c`. */
function fieldsOf(value: object, prefix = ''): [string, string][] {
  return Object.entries(value).flatMap(([key, child]) => {
    const name = prefix === '' ? key : `${prefix}[${key}]`
    return typeof child === 'object' && child !== null ? fieldsOf(child, name) : [[name, String(child)]]
  }) as [string, string][]
}

/** Scalars of a record, those one or two wrappers or a list down as well. */
function scalarsOf(body: unknown, depth = 0): [string, unknown][] {
  if (Array.isArray(body)) return scalarsOf(body[0], depth + 1)
  if (!isObject(body) || depth > 2) return []
  return Object.entries(body).flatMap(([name, value]): [string, unknown][] => {
    if (typeof value === 'string' || typeof value === 'number') return [[name, value]]
    return scalarsOf(value, depth + 1)
  })
}

const letters = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

function rank(name: string, { parameter }: Pair): number {
  const [own, wanted] = [letters(name), letters(parameter)]
  if (own === wanted) return 4
  if (own === 'id' || own === 'sid') return 3
  return wanted.endsWith(own) || own.endsWith(wanted)
    ? 2
    : Number(/^(name|slug|key|number|login|uuid)$/.test(own))
}

/** Whether a record has what was sent: a property that the answer shows has the value that was given to it. */
function holds(body: unknown, sent: unknown): boolean {
  if (Array.isArray(sent)) return holds(body, sent[0])
  if (Array.isArray(body)) return holds(body[0], sent)
  if (!isObject(body) || !isObject(sent)) return false
  const record = bestMatch(body, sent)
  const [left, right] = [byLetters(record), byLetters(wrapped(sent))]
  return [...right].every(([name, value]) => !left.has(name) || same(left.get(name), value))
}

/** The record itself, or the one that a wrapper such as `droplet` or `data` holds. */
function bestMatch(body: object, sent: object): object {
  const inner = Object.values(body).flat().filter(isObject)
  const shared = (each: object) =>
    [...byLetters(wrapped(sent)).keys()].filter((name) => byLetters(each).has(name)).length
  return [body, ...inner].toSorted((left, right) => shared(right) - shared(left))[0] as object
}

function wrapped(sent: object): object {
  const values = Object.values(sent)
  return values.length === 1 && isObject(values[0]) ? (values[0] as object) : sent
}

function byLetters(record: object): Map<string, unknown> {
  return new Map(Object.entries(record).map(([name, value]) => [letters(name), value]))
}

function same(left: unknown, right: unknown): boolean {
  if (isObject(left) && isObject(right)) {
    return Object.entries(right).every(([name, value]) => !(name in left) || same(left[name], value))
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((each, index) => same(each, right[index]))
  }
  return typeof left === 'object' || typeof right === 'object' || String(left) === String(right)
}

/** The first object of the first list that an answer holds. */
function firstRecord(body: unknown, depth = 0): unknown {
  if (Array.isArray(body)) return body.find(isObject)
  if (!isObject(body) || depth > 2) return undefined
  return Object.values(body)
    .map((value) => (typeof value === 'object' ? firstRecord(value, depth + 1) : undefined))
    .find((found) => found !== undefined)
}

function lists(body: unknown, key: string, depth = 0): boolean {
  if (Array.isArray(body))
    return body.some((each) => each === key || scalarsOf(each).some(([, value]) => String(value) === key))
  return isObject(body) && depth < 3 && Object.values(body).some((value) => lists(value, key, depth + 1))
}
