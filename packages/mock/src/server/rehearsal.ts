import type { Api } from '../description/api.ts'
import type { Operation } from '../description/operation.ts'
import type { Resource } from '../description/resources/resource.ts'
import type { AnsweredRequest } from '../engine/engine.ts'
import { validatorOf } from '../engine/request.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { MockRequest } from '../exchange/message.ts'
import { MemoryStore } from '../store/store.ts'
import { takeDoubts } from '../values/check.ts'
import { Session, type SessionParts } from './sessions.ts'

/** What showed of an operation that cannot be answered as it is described. */
type Report = (found: Pick<Exchange, 'api' | 'operation' | 'doubts'>) => void

/**
 * Does the work that first requests would wait for: loads libraries and compiles checks, about 100 ms of CPU time.
 * The records are those of a hidden session.
 */
export function rehearse(
  { options: { seed = 1, now }, router, secrets }: SessionParts,
  report: Report,
): void {
  const options = { seed, ...(now && { now }) }
  const answered = ({ exchange }: AnsweredRequest) => exchange && report(exchange)
  const { engine } = new Session(
    { options, router, hasBegun: () => true, secrets, site: undefined, answered },
    new MemoryStore(),
  )
  for (const api of router.apis) {
    const resource = simplest(api)
    if (!resource) continue
    engine.handle(listRequest(api, resource))
    const { create } = resource.operations
    if (create) compile(api, create, report)
  }
}

function compile(api: Api, operation: Operation, report: Report): void {
  try {
    validatorOf({ api, operation }).compile()
  } catch {
    // The request that needs it reports the mistake.
  }
  report({ api, operation, doubts: takeDoubts() })
}

/** The list with the fewest properties and parameters: any list loads the libraries, and most checks are its own. */
function simplest({ resources, view }: Api): Resource | undefined {
  const size = ({ rawSchema, operations: { list } }: Resource) =>
    view.properties(rawSchema).size + (list?.described.parameters.length ?? 0)
  const lists = resources.filter(isOpenList).map((resource) => ({ resource, size: size(resource) }))
  return lists.sort((one, other) => one.size - other.size)[0]?.resource
}

/** A list that can be requested without knowing a record. */
function isOpenList({ operations, parentParameters }: Resource): boolean {
  return operations.list !== undefined && parentParameters.length === 0
}

function listRequest({ basePaths: [base = ''] }: Api, { name }: Resource): MockRequest {
  return {
    method: 'GET',
    path: `${base}${name}`,
    search: '',
    origin: 'http://localhost',
    headers: { authorization: 'Bearer rehearsal' },
    body: undefined,
  }
}
