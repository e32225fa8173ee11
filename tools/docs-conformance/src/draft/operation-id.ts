import type { TypeWord } from '../facts/fact.ts'
import { itemTypeOf } from '../markdown-page/type-words.ts'

const VERBS: Record<string, string> = {
  POST: 'create',
  PUT: 'replace',
  PATCH: 'update',
  DELETE: 'delete',
  HEAD: 'probe',
  OPTIONS: 'describe',
  TRACE: 'trace',
}

/**
 * A camelCase verb and noun for an operation: `GET /customers/{id}/users` is `listCustomerUsers`,
 * `PATCH /Customers/{CustomersId}` is `updateCustomer`. A plural is a single thing if its type ends with the same word:
 * `GET /tasks/{id}/details` with a `taskDetails` is `getTaskDetails`.
 *
 * @param types The types of the answers, as the page names them.
 */
export function operationIdOf(method: string, path: string, types: readonly TypeWord[] = []): string {
  const segments = path.split('/').filter((segment) => segment !== '')
  const names = segments.filter((segment) => !segment.startsWith('{')).map(wordOf)
  const isItem = segments.at(-1)?.startsWith('{') ?? false
  const last = names.at(-1) ?? ''
  const returnsCollection = types.some((type) => itemTypeOf(type) !== undefined)
  const isOneThing =
    !isItem && !returnsCollection && types.some((type) => type.toLowerCase().endsWith(last.toLowerCase()))
  const isList = method === 'GET' && !isItem && (returnsCollection || (/s$/.test(last) && !isOneThing))
  const verb = VERBS[method] ?? (isList ? 'list' : 'get')
  const keepsLast = isList || isOneThing
  const nouns = names.map((name, index) => (keepsLast && index === names.length - 1 ? name : singular(name)))
  return verb + (nouns.length === 0 ? 'Root' : nouns.map(capital).join(''))
}

/** Numbers the ids that several operations would share. */
export function distinctId(id: string, taken: ReadonlySet<string>): string {
  if (!taken.has(id)) return id
  let number = 2
  while (taken.has(`${id}${number}`)) number++
  return `${id}${number}`
}

/** A segment without the namespace and the arguments of a function call. */
function wordOf(segment: string): string {
  const name = segment.replace(/\(.*$/, '').split('.').at(-1) ?? segment
  return name.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => (next ?? '').toUpperCase())
}

export function singular(noun: string): string {
  if (/ies$/.test(noun)) return `${noun.slice(0, -3)}y`
  return /[^s]s$/.test(noun) ? noun.slice(0, -1) : noun
}

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** `lastDAPRefreshDateTimeUtc` as words: `last DAP refresh date time utc`. */
export function wordsOfName(name: string): string {
  const spaced = name
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
  return spaced
    .trim()
    .split(' ')
    .map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()))
    .join(' ')
}
