import type { Role } from '../description/operations/operation.ts'
import { keyIn } from '../description/resources/keys.ts'
import { matchesNoneMatch } from '../exchange/etag.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Answer } from '../exchange/message.ts'
import { isProblem, type Problem } from '../exchange/problem.ts'
import { list } from './list.ts'
import { type Access, findOrSeed, recordAnswer, seedOrRefuse } from './records.ts'
import { create, remove, replace, sentRecord, update } from './write.ts'

const roles: Record<Role, (access: Access) => Answer | Problem> = {
  list,
  create,
  read,
  update,
  replace,
  delete: remove,
}

/** Does what the operation does to its resource; undefined when it fits none. */
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
