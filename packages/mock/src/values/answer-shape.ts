import type { Api } from '../description/api.ts'
import type { Content, Operation } from '../description/operation.ts'
import { unwrapSchema } from '../description/resources/envelope.ts'
import type { Resource } from '../description/resources/resource.ts'
import { propertyNames } from '../description/schema-view.ts'
import { essenceOf } from '../exchange/message.ts'
import type { JsonObject, JsonSchema, JsonValue } from '../json/json.ts'
import { generate } from './generate.ts'
import type { Generation } from './persona.ts'
import { compileAnswers, repair } from './repair.ts'

/** An operation with its API and its resource. */
interface Described {
  readonly api: Api
  readonly operation: Operation
  readonly resource: Resource | undefined
}

/** Saves comparing schemas for each request: 12 µs. The shapes keep the records that they fitted. */
const shapes = new WeakMap<Operation, Map<number, AnswerShape>>()

/** The shape for an operation and a status, computed once. */
export function answerShape(described: Described, status: number): AnswerShape {
  const known = shapes.get(described.operation)?.get(status)
  if (known) return known
  const byStatus = shapes.get(described.operation) ?? new Map<number, AnswerShape>()
  const shape = new AnswerShape(described, status)
  shapes.set(described.operation, byStatus.set(status, shape))
  return shape
}

/** The shape of an operation's success answer, and how a record is fitted to it. */
export class AnswerShape {
  /** Media types of the answer, in the order of the description; empty when it has no body. */
  readonly mediaTypes: readonly string[]
  /** Schema of the whole body, references inlined; undefined when there is none. */
  readonly schema: JsonSchema | undefined
  readonly #api: Api
  /** Schema of one record in this answer; undefined if records are answered as stored. */
  readonly #record: JsonSchema | undefined
  readonly #inside: string | undefined
  /** Saves checking and repairing a record each time it is shown: 0.6 µs for one of five properties. */
  readonly #fitted = new WeakMap<JsonObject, JsonObject>()
  /** Whether the answer holds its records in a list, even a single one. */
  readonly lists: boolean
  /** Most records that a list may hold; undefined when the schema sets no bound. */
  readonly maxItems: number | undefined
  /** Property of the key, if no schema describes it. */
  readonly #key: string | undefined
  #around: JsonObject | undefined

  constructor(described: Described, status: number) {
    const { api, operation, resource } = described
    this.#api = api
    const contents = operation.response(status)?.contents ?? []
    this.mediaTypes = contents.map(({ mediaType }) => mediaType)
    this.schema = (contents.find(isJson) ?? contents[0])?.schema
    this.#key = resource?.key?.undescribed && resource.key.path[0]
    this.#inside = operation.role === 'list' ? resource?.envelope?.items : operation.wrapper
    const { maxItems } = api.view.resolve(this.#whole()) ?? {}
    this.lists = api.view.items(this.#whole()) !== undefined
    this.maxItems = typeof maxItems === 'number' ? maxItems : undefined
    this.#record = sameRecord(described, status) ? undefined : this.#recordSchema()
  }

  /** The record as this operation shows it. */
  record(value: JsonObject, generation: () => Generation): JsonObject {
    if (!this.#record) return value
    const known = this.#fitted.get(value)
    if (known) return known
    const fitted = repair(this.#api, this.#record, picked(value, this.#record, this.#key), generation)
    this.#fitted.set(value, fitted)
    return fitted
  }

  /** Compiles the checks of such answers. */
  compile(): void {
    for (const schema of [this.schema, this.#record]) if (schema) compileAnswers(this.#api, schema)
  }

  /** Properties around the records, or around the one record, that the schema requires. */
  around(generation: () => Generation): JsonObject {
    if (this.#inside === undefined || !this.schema) return {}
    if (!this.#around) {
      const bare = {
        [this.#inside]: this.lists ? [] : (generate(this.#inner(), this.#inside, generation()) as JsonValue),
      }
      const { [this.#inside]: _, ...around } = repair<JsonObject>(this.#api, this.schema, bare, generation)
      this.#around = around
    }
    return this.#around
  }

  /** The body of an answer that shows these records: bare or wrapped, in a list or the first of them alone. */
  holding(records: readonly JsonObject[], generation: () => Generation): JsonValue {
    const held = this.lists ? records : (records[0] as JsonObject)
    return this.#inside === undefined ? held : { ...this.around(generation), [this.#inside]: held }
  }

  /** The schema of the member that holds the records. */
  #whole(): JsonSchema | undefined {
    const { view } = this.#api
    return this.#inside === undefined
      ? this.schema
      : (view.properties(this.schema).get(this.#inside) ?? this.schema)
  }

  #inner(): JsonSchema {
    return this.#recordSchema() ?? {}
  }

  #recordSchema(): JsonSchema | undefined {
    return unwrapSchema(this.#api.view, this.schema, this.#inside)
  }
}

function isJson({ mediaType }: Content): boolean {
  return /[/+]json$/.test(essenceOf(mediaType))
}

/** Whether this answer has the schema by which the records are stored. */
function sameRecord({ api, operation, resource }: Described, status: number): boolean {
  if (!resource?.rawSchema) return true
  const { view } = api
  const code = operation.response(status)?.code
  const whole = view.jsonSchema(operation.described.responses.find(({ name }) => name === code))
  if (operation.role !== 'list') return unwrapSchema(view, whole, operation.wrapper) === resource.rawSchema
  const items = resource.envelope?.items
  return view.items(items === undefined ? whole : view.properties(whole).get(items)) === resource.rawSchema
}

/** Only what the schema names: an answer may show a part of the record, or another shape. */
function picked(value: JsonObject, schema: JsonSchema, key: string | undefined): JsonObject {
  const names = propertyNames(schema)
  if (names.size === 0) return value
  if (key !== undefined) names.add(key)
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.has(name)))
}
