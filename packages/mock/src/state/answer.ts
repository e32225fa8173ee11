import type { Role } from '../description/operations/operation.ts'
import { matchesNoneMatch } from '../exchange/etag.ts'
import type { Answer } from '../exchange/message.ts'
import { isProblem, type Problem } from '../exchange/problem.ts'
import { list } from './list.ts'
import { addressed, prepared, recordAnswer, type Session } from './records.ts'
import { create, remove, replace, update } from './write.ts'

const roles: Record<Role, (session: Session) => Answer | Problem> = {
  list,
  create,
  read,
  update,
  replace,
  delete: remove,
}

/** Does what the operation does to its resource. */
export function stateAnswer(session: Session, role: Role): Answer | Problem {
  return prepared(session) ?? roles[role](session)
}

function read(session: Session): Answer | Problem {
  const entry = addressed(session)
  if (isProblem(entry)) return entry
  const { exchange, operation } = session
  const described = operation.responses().some(({ code }) => code === '304')
  const answer = recordAnswer(session, entry)
  if (described && matchesNoneMatch(exchange.headers['if-none-match'], entry)) {
    exchange.why.push('not modified')
    return { ...answer, status: 304, body: undefined }
  }
  exchange.why.push(`read ${entry.key || session.resource.name}`)
  return answer
}
