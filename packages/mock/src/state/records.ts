import type { SelectedConventions } from '../conventions/selected.ts'
import type { Api } from '../description/api.ts'
import type { Operation } from '../description/operation.ts'
import type { Resource } from '../description/resources/resource.ts'
import { type Exchange, parentOf } from '../exchange/exchange.ts'
import { type Answer, etagOf } from '../exchange/message.ts'
import { type Problem, problem } from '../exchange/problem.ts'
import type { JsonObject } from '../json/json.ts'
import type { Entry, Scope } from '../store/store.ts'
import { type AnswerShape, answerShape } from '../values/answer-shape.ts'
import type { KeyMint } from './key-mint.ts'
import type { Seeder } from './seeder.ts'

/** Access of an exchange to the records of its resource. */
export interface Access {
  readonly exchange: Exchange
  readonly api: Api
  readonly operation: Operation
  readonly resource: Resource
  readonly scope: Scope
  /** Key of the addressed record; `''` for singletons, undefined for lists and creations. */
  readonly key: string | undefined
  readonly conventions: SelectedConventions
  readonly seeder: Seeder
  readonly keys: KeyMint
}

/** Finds the addressed record, or says why there is none. If the resource answers any key, makes the record first. */
export function findOrSeed(access: Access): Entry | Problem {
  const { exchange, api, resource, scope, key = '' } = access
  if (resource.answersAnyKey) access.seeder.ensureRecord(api, resource, scope, key)
  const entry = exchange.store.get(scope, key)
  if (entry && access.conventions.visible(exchange, entry)) return entry
  return problem(404, resource.kind === 'singleton' ? 'It was deleted.' : notFound(resource, key))
}

/** Fills the collection of the request, or refuses it if a parent is missing. */
export function seedOrRefuse(access: Access): Problem | undefined {
  const missing = seedParentsOrRefuse(access, access.resource, access.scope)
  if (missing) return missing
  access.seeder.ensure(access.api, access.resource, access.scope)
  return undefined
}

/** A parent exists if its description says so, or if no description has it. */
function seedParentsOrRefuse(access: Access, resource: Resource, scope: Scope): Problem | undefined {
  const { parent } = resource
  const above = parentOf(resource, scope)
  if (!parent || !above) return undefined
  const missing = seedParentsOrRefuse(access, parent, above.scope)
  if (missing) return missing
  if (parent.answersAnyKey) return undefined
  access.seeder.ensure(access.api, parent, above.scope)
  const entry = access.exchange.store.get(above.scope, above.key)
  if (entry && access.conventions.visible(access.exchange, entry)) return undefined
  return problem(404, notFound(parent, above.key))
}

function notFound(resource: Resource, key: string): string {
  return `There is no record "${key}" in ${resource.name}.`
}

/** The answer that shows one record. */
export function recordAnswer(access: Access, entry: Entry, status = access.operation.successStatus): Answer {
  const shape = answerShape(access, status)
  const headers = { ETag: etagOf(entry) }
  if (shape.mediaTypes.length === 0) return { status, headers, body: undefined }
  const record = represented(access, entry, shape)
  return { status, headers, body: shape.holding([record], () => generation(access, entry)) }
}

/** The answer that shows several records at once, if its schema allows that; else the first of them. */
export function recordsAnswer(access: Access, entries: readonly Entry[]): Answer {
  const status = access.operation.successStatus
  const shape = answerShape(access, status)
  if (shape.mediaTypes.length === 0) return { status, headers: {}, body: undefined }
  const records = entries.map((entry) => represented(access, entry, shape))
  const generation = () => access.seeder.generation(`${access.resource.name} list`, access.resource)
  return { status, headers: {}, body: shape.holding(records, generation) }
}

/** One record as the operation shows it: fitted to its schema, then shaped by the conventions. */
export function represented(access: Access, entry: Entry, shape: AnswerShape): JsonObject {
  const value = shape.record(entry.value, () => generation(access, entry))
  return access.conventions.represent(access.exchange, value === entry.value ? entry : { ...entry, value })
}

function generation(access: Access, entry: Entry) {
  return access.seeder.generation(`${access.resource.name} ${entry.key} shape`, access.resource)
}
