import type { Operation, Role } from '../description/operation.ts'
import { faultOf } from '../description/path-template.ts'
import { unwrapSchema } from '../description/resources/envelope.ts'
import { foldedName } from '../description/resources/key.ts'
import { keyIn, type Resource, type Sharing, withKey } from '../description/resources/resource.ts'
import type { Change, Exchange } from '../exchange/exchange.ts'
import type { UploadedFile } from '../exchange/media-types/codec.ts'
import { type Answer, checkIfMatch, matchesNoneMatch } from '../exchange/message.ts'
import { isProblem, type Problem, problem, refusal } from '../exchange/problem.ts'
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../json/json.ts'
import { onceFor } from '../json/kept.ts'
import { type Entry, type Scope, type Store, scopeName } from '../store/store.ts'
import { answerShape } from '../values/answer-shape.ts'
import { withoutMarked } from '../values/marked.ts'
import type { Generation } from '../values/persona.ts'
import { repair } from '../values/repair.ts'
import { stamped } from '../values/times.ts'
import { mergePatch, namedRecords, withMembers } from './changes.ts'
import { list } from './list.ts'
import { type Access, findOrSeed, recordAnswer, recordsAnswer, seedOrRefuse } from './records.ts'
import { belonging, changeCopies, homeScope, withParents } from './sharing.ts'

const roles: Record<Role, (access: Access) => Answer | Problem> = {
  list,
  create,
  read,
  update,
  replace,
  delete: remove,
  add: changeMembers,
  remove: changeMembers,
}

/** Runs the operation on its resource; undefined if it fits none. */
export function answerFromState(
  exchange: Exchange,
  parts: Pick<Access, 'conventions' | 'seeder' | 'keys'>,
): Answer | Problem | undefined {
  const { api, operation, resource, scope } = exchange
  if (!resource || !scope || !operation.role) return undefined
  // PUT on a collection names the record in its body.
  const key =
    exchange.key ?? (operation.role === 'replace' ? keyIn(resource, sentRecord(exchange)) : undefined)
  const access: Access = { exchange, api, operation, resource, scope, key, ...parts }
  return seedOrRefuse(access) ?? roles[operation.role](access)
}

function read(access: Access): Answer | Problem {
  const entry = findOrSeed(access)
  if (isProblem(entry)) return entry
  const { exchange, operation } = access
  const described = operation.responses().some(({ code }) => code === '304')
  const answer = recordAnswer(access, entry)
  if (described && matchesNoneMatch(exchange.headers['if-none-match'], entry)) {
    exchange.why.push('not modified')
    return { ...answer, status: 304, body: undefined }
  }
  exchange.why.push(`read ${entry.key || access.resource.name}`)
  return answer
}

/** Inserts the record of the body, or each of several, under its own key or a new one. */
function create(access: Access): Answer | Problem {
  const sent = sentRecords(access.exchange)
  if (Array.isArray(access.exchange.body) || sent.length > 1) return createAll(access, sent)
  const entry = insert(access, sent[0] ?? {})
  return isProblem(entry) ? entry : createdAnswer(access, entry)
}

/** All of them or none. */
function createAll(access: Access, sent: readonly JsonObject[]): Answer | Problem {
  const keys = sent.map((record) => keyIn(access.resource, record)).filter((key) => key !== undefined)
  const refused = sent.map((record) => refusedKey(access, record)).find((problem) => problem !== undefined)
  if (refused) return refused
  const twice = keys.find((key, index) => keys.indexOf(key) < index)
  if (twice !== undefined) return problem(409, `The body has two records with the key "${twice}".`)
  const entries = sent.map((record) => insert(access, record))
  return entries.find(isProblem) ?? recordsAnswer(access, entries as Entry[])
}

/** Why a record cannot be inserted under its key. */
function refusedKey(access: Access, sent: JsonObject): Problem | undefined {
  const { exchange, resource, scope } = access
  const own = keyIn(resource, sent)
  if (own === undefined) return undefined
  const unreachable = unreachableKey(access, own)
  if (unreachable) return unreachable
  const taken = exchange.store.get(scope, own)
  if (!taken || (taken.version === 1 && isDescribedExample(access))) return undefined
  return problem(409, `There already is a record "${own}" in ${resource.name}.`)
}

function insert(access: Access, sent: JsonObject): Entry | Problem {
  const { sharing } = access.resource
  return sharing ? insertAtHome(access, sharing, sent) : insertHere(access, sent)
}

/** Inserts the record into the collection of its item path, and a copy where it was created. */
function insertAtHome(access: Access, sharing: Sharing, sent: JsonObject): Entry | Problem {
  const { exchange, api, scope, seeder } = access
  const { home } = sharing
  const belonged = belonging(sharing, scope, sent)
  const record = homeScope(sharing, scope, belonged)
    ? belonged
    : withParents(sharing, belonged, fitted(access, belonged, 'parents'))
  const at = homeScope(sharing, scope, record)
  if (!at) return insertHere(access, sent)
  seeder.ensure(api, home, at)
  const entry = insertHere({ ...access, resource: home, scope: at }, record)
  if (isProblem(entry)) return entry
  if (home.answersAnyKey) seeder.noteRecord(api, at, entry.key)
  exchange.store.put(scope, entry.key, entry.value)
  return entry
}

function insertHere(access: Access, sent: JsonObject): Entry | Problem {
  const { exchange, resource } = access
  const refused = refusedKey(access, sent)
  if (refused) return refused
  const key = keyIn(resource, sent) ?? newKey(access)
  const whole = { ...defaultsOf(access.operation, access), ...sent }
  const made = stamped(withKey(resource, whole, key), sent, resource, exchange.clock.now(), 'create')
  const after = fitted(access, made, key)
  // If the schema refuses the new key, repair has replaced it.
  return applyChange(access, { kind: 'create', key: keyIn(resource, after) ?? key, before: undefined, after })
}

/** The described values of properties that a creation leaves out. Saves 3 µs for each new record. */
const defaultsOf = onceFor((operation: Operation, { api: { view }, resource }: Access): JsonObject => {
  const body = unwrapSchema(view, view.jsonSchema(operation.described.requestBody), resource.wrapper)
  const taken = view.properties(body)
  const defaults = [...resource.properties()].flatMap(([name, schema]): [string, JsonValue][] => {
    const value = (taken.get(name)?.default ?? (taken.has(name) ? schema.default : undefined)) as
      | JsonValue
      | undefined
    return value === undefined || value === null ? [] : [[name, value]]
  })
  return Object.fromEntries(defaults)
})

/** Its random numbers depend on the place in the collection, which is never given again, even after a restart. */
function newKey({ exchange, resource, scope, keys }: Access): string {
  const place = `${scopeName(scope)} ${exchange.store.nextSequence(scope)}`
  return keys.mint(resource, scope, exchange.random.fork(place))
}

/**
 * Whether the body is an example of the description. The first records already include it as created. Sent for the
 * first time, it replaces that record instead of being refused.
 */
function isDescribedExample({ exchange, operation }: Access): boolean {
  const sent = Object.entries(isObject(exchange.body) ? exchange.body : {})
  return operation.requestExamples().some((example) => {
    if (!isObject(example)) return false
    return sent.every(([name, value]) => JSON.stringify(example[name]) === JSON.stringify(value))
  })
}

/** A record whose key cannot be in a path could never be read, changed or deleted. */
function unreachableKey({ operation, resource }: Access, key: string): Problem | undefined {
  const fault = faultOf(key)
  if (!fault) return undefined
  const property = resource.key?.property ?? ''
  const message = `Request body property ${property} cannot be in a path: it ${fault}`
  return refusal([{ in: 'body', path: [property], message }], operation)
}

/** Merges the body into the record. */
function update(access: Access): Answer | Problem {
  const before = findUnchanged(access)
  if (isProblem(before)) return before
  const { exchange, resource } = access
  const sent = sentRecord(exchange)
  const merged = withKey(resource, mergePatch(before.value, sent, resource.schema()), before.key)
  return writeOver(access, 'update', before, merged, sent)
}

/** Adds what the body names to a list of the record, or removes it. */
function changeMembers(access: Access): Answer | Problem {
  const before = findUnchanged(access)
  if (isProblem(before)) return before
  const { exchange, operation, resource } = access
  const property = resource.members.get(operation) as string
  const sent = isObject(exchange.body) ? (exchange.body[property] as JsonValue | undefined) : undefined
  const change = operation.role === 'remove' ? 'remove' : 'add'
  const changed = withMembers(resource, before.value, property, sent, change)
  return writeOver(access, 'update', before, changed, {})
}

/** Replaces the record by the body; creates it if the description has a 201 for that. */
function replace(access: Access): Answer | Problem {
  const before = findUnchanged(access)
  if (isProblem(before)) return before.status === 404 ? createAt(access, before) : before
  const { exchange, resource } = access
  const sent = sentRecord(exchange)
  const whole = withKey(resource, { ...unwritableMembers(access, before), ...sent }, before.key)
  return writeOver(access, 'replace', before, whole, sent)
}

/** Writes the new value of a record, with its times and the properties that the description requires. */
function writeOver(
  access: Access,
  kind: 'update' | 'replace',
  before: Entry,
  record: JsonObject,
  sent: JsonObject,
): Answer | Problem {
  const { exchange, resource } = access
  const after = stamped(record, sent, resource, exchange.clock.now(), kind)
  const entry = applyChange(access, {
    kind,
    key: before.key,
    before,
    after: fitted(access, after, before.key),
  })
  return isProblem(entry) ? entry : recordAnswer(access, entry)
}

/** Removes the record and everything below it. */
function remove(access: Access): Answer | Problem {
  const before = findUnchanged(access)
  if (isProblem(before)) return before
  const changed = applyChange(access, { kind: 'delete', key: before.key, before, after: undefined })
  if (isProblem(changed)) return changed
  const status = access.operation.successStatus
  const shape = answerShape(access, status)
  if (shape.mediaTypes.length === 0) return { status, headers: {}, body: undefined }
  const { body } = recordAnswer(access, before, status)
  return { status, headers: {}, body: confirmed(access, shape.schema, body) }
}

/** Usual names by which answers confirm a DELETE: `deleted: true`. */
const confirmations = /^(is|was|has)?(deleted|removed|success|successful|ok|acknowledged)$/

function confirmed({ api }: Access, schema: JsonSchema | undefined, body: unknown): unknown {
  if (!isObject(body)) return body
  const told = [...api.view.properties(schema)].filter(
    ([name, described]) =>
      [described.type].flat().includes('boolean') &&
      confirmations.test(foldedName(name)) &&
      described.const === undefined &&
      !Array.isArray(described.enum),
  )
  return { ...body, ...Object.fromEntries(told.map(([name]) => [name, true])) }
}

/** Finds the record; refuses if `If-Match` names another version. */
function findUnchanged(access: Access): Entry | Problem {
  const entry = findOrSeed(access)
  const condition = access.exchange.headers['if-match']
  if (isProblem(entry)) return (condition !== undefined && checkIfMatch(condition, undefined)) || entry
  return checkIfMatch(condition, entry) ?? entry
}

function createAt(access: Access, missing: Problem): Answer | Problem {
  const { exchange, operation, resource, key = '' } = access
  if (!operation.responses().some(({ code }) => code === '201')) return missing
  const sent = sentRecord(access.exchange)
  const after = stamped(withKey(resource, sent, key), sent, resource, exchange.clock.now(), 'create')
  const entry = applyChange(access, {
    kind: 'create',
    key,
    before: undefined,
    after: keyed(access, after, key),
  })
  return isProblem(entry) ? entry : recordAnswer(access, entry, 201)
}

/** Calls the conventions, then changes the store. Returns the record after the change (a deleted one as before). */
function applyChange(access: Access, wanted: Change): Entry | Problem {
  const { exchange, scope } = access
  const change = access.conventions.change(exchange, wanted)
  if (isProblem(change)) return change
  exchange.change = change
  const entry = exchange.store.transaction(() => storeChange(access, scope, change))
  exchange.why.push(`${past[change.kind]} ${change.key || access.resource.name}`)
  return entry
}

const past = { create: 'created', update: 'updated', replace: 'replaced', delete: 'deleted' }

function storeChange(
  { exchange, resource, api, keys }: Access,
  scope: Scope,
  { key, before, after }: Change,
): Entry {
  if (after) {
    const entry = exchange.store.put(scope, key, withoutMarked(after, resource.schema(), 'writeOnly'))
    changeCopies(exchange.store, resource, scope, key, entry)
    return entry
  }
  exchange.store.delete(scope, key)
  changeCopies(exchange.store, resource, scope, key, undefined)
  if (resource.key?.format === 'integer') keys.retire(scope, Number(key))
  for (const child of [...exchange.store.scopes()]) {
    if (isBelow(child, scope, key, api.name, resource.name)) removeAll(exchange.store, child)
  }
  return before as Entry
}

function isBelow(child: Scope, scope: Scope, key: string, api: string, resource: string): boolean {
  const chain = [...scope.parents, key]
  return (
    child.api === api &&
    child.resource.startsWith(`${resource}/`) &&
    chain.every((parent, index) => child.parents[index] === parent)
  )
}

function removeAll(store: Store, scope: Scope): void {
  for (const { key } of [...store.entries(scope)]) store.delete(scope, key)
}

function createdAnswer(access: Access, entry: Entry): Answer {
  const { exchange, resource } = access
  const { sharing } = resource
  const answer = recordAnswer(access, entry)
  const { operations, key, parentParameters } = sharing?.home ?? resource
  const item = operations.read ?? operations.update ?? operations.delete
  const at = sharing ? homeScope(sharing, access.scope, entry.value) : access.scope
  if (!item || !key || !at) return answer
  const values: Record<string, string> = { ...exchange.pathParameters }
  for (const [index, name] of parentParameters.entries()) values[name] = at.parents[index] as string
  values[key.parameter] = entry.key
  answer.headers.Location = `${exchange.request.origin}${exchange.basePath}${item.pathTo(values)}`
  return answer
}

/** The record in the request's body, without its wrapper and with the property names of answers. */
function sentRecord(exchange: Exchange): JsonObject {
  return sentRecords(exchange)[0] ?? {}
}

/** The same for a body that may hold several records. */
function sentRecords({ body, resource, files }: Exchange): JsonObject[] {
  if (!resource) return []
  const records = (Array.isArray(body) ? body : [body]).filter(isObject) as JsonObject[]
  const bare = records.flatMap((record) => unwrapped(resource, record))
  const named = bare.map((record) => namedAsAnswered(resource, record))
  return files.reduce((all, file) => all.map((record) => tellingOf(file, resource, record)), named)
}

/** Usual names of properties about a file, in lower case without separators. */
const fileMembers: readonly (readonly [RegExp, 'string' | 'integer', keyof UploadedFile])[] = [
  [/^(file|original|originalfile|document)?name$/, 'string', 'filename'],
  [/^(bytes|(file|content|total)?size(inbytes)?|(content)?length)$/, 'integer', 'size'],
  [/^(mime|media|content)type$/, 'string', 'mediaType'],
]

/** A record does not keep a file. It has the file's name, size and type if its schema has properties for them. */
function tellingOf(file: UploadedFile, resource: Resource, record: JsonObject): JsonObject {
  const known = resource.properties()
  const told = [...known].flatMap(([name, schema]): [string, JsonValue][] => {
    const member = fileMembers.find(([form]) => form.test(foldedName(name)))
    const value = member && [schema.type].flat().includes(member[1]) ? file[member[2]] : undefined
    return value === undefined ? [] : [[name, value]]
  })
  const { [file.property]: content, ...rest } = record
  return { ...Object.fromEntries(told), ...(known.has(file.property) ? record : rest) }
}

/** Some APIs wrap what is sent but not what is answered: `{ "task": { "title": … } }` where records have a title. */
function unwrapped(resource: Resource, body: JsonObject): JsonObject[] {
  const known = resource.properties()
  const { wrapper, envelope } = resource
  const plural = envelope?.items === undefined || known.has(envelope.items) ? undefined : envelope.items
  for (const name of [wrapper, plural]) {
    const own = name === undefined ? undefined : recordsIn(body[name])
    if (own) return own
  }
  const named = body[resource.noun]
  // `{ "labels": ["bug"] }` below an issue: records are named, not shown.
  if (Array.isArray(named) && !known.has(resource.noun) && named.every((each) => !isObject(each))) {
    const records = namedRecords(named, known)
    if (records.length > 0) return records
  }
  const [only, ...others] = Object.keys(body)
  const wrapped =
    only !== undefined && others.length === 0 && !known.has(only) ? recordsIn(body[only]) : undefined
  const fits = wrapped?.some((record) => Object.keys(record).some((each) => known.has(each)))
  return wrapped && fits ? wrapped : [body]
}

/** One record, or a list of them; undefined for anything else. */
function recordsIn(value: JsonValue | undefined): JsonObject[] | undefined {
  const records: readonly unknown[] = Array.isArray(value) ? value : [value]
  return records.length > 0 && records.every(isObject) ? (records as JsonObject[]) : undefined
}

/** Some APIs take `FriendlyName` and answer `friendly_name`. */
function namedAsAnswered(resource: Resource, record: JsonObject): JsonObject {
  const known = resource.properties()
  if (known.size === 0 || Object.keys(record).every((name) => known.has(name))) return record
  const answered = new Map([...known.keys()].map((name) => [foldedName(name), name]))
  const renamed = Object.entries(record).map(([name, value]) => {
    const other = known.has(name) ? undefined : answered.get(foldedName(name))
    return [other === undefined || other in record ? name : other, value]
  })
  return Object.fromEntries(renamed)
}

/** The properties that a PUT cannot change: readOnly ones, and those that its body cannot have. */
function unwritableMembers({ api, operation, resource }: Access, before: Entry): JsonObject {
  const writable = withoutMarked(before.value, resource.schema(), 'readOnly')
  const { view } = api
  const body = unwrapSchema(view, view.jsonSchema(operation.described.requestBody), resource.wrapper)
  const described = view.properties(body)
  const stays = (name: string) => !(name in writable) || (described.size > 0 && !described.has(name))
  return Object.fromEntries(Object.entries(before.value).filter(([name]) => stays(name)))
}

/** The record with the properties that its schema requires, and without those that it does not allow. */
function fitted(access: Access, record: JsonObject, key: string): JsonObject {
  const { api, resource, seeder } = access
  const schema = resource.schema()
  if (!schema) return record
  const generation = (): Generation =>
    Object.create(seeder.generation(`${resource.name} ${key}`, resource), { asShown: { value: true } })
  const shown = withoutMarked(record, schema, 'writeOnly')
  return repair(api, schema, shown, generation)
}

/** The same for a record whose key is given. */
function keyed(access: Access, record: JsonObject, key: string): JsonObject {
  return withKey(access.resource, fitted(access, record, key), key)
}
