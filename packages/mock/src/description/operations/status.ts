import type { DescribedOperation } from './described-operation.ts'
import type { Role } from './operation.ts'

/** Statuses that say what was done, the best first. */
const fitting: Record<Role, readonly string[]> = {
  list: ['200'],
  read: ['200'],
  create: ['201', '200', '202'],
  update: ['200', '202', '204'],
  replace: ['200', '202', '204'],
  delete: ['204', '200', '202'],
}

const known = new WeakMap<DescribedOperation, number>()

/** Status of an operation that did what it should, as far as its description has it. */
export function successStatus(operation: DescribedOperation): number {
  let status = known.get(operation)
  if (status === undefined) {
    status = chosen(operation)
    known.set(operation, status)
  }
  return status
}

function chosen(operation: DescribedOperation): number {
  const described = operation.responses().map(({ code }) => code.toUpperCase())
  const wanted = operation.role ? fitting[operation.role] : []
  const exact =
    wanted.find((code) => described.includes(code)) ??
    described.filter((code) => /^2\d\d$/.test(code)).sort()[0]
  if (exact !== undefined) return Number(exact)
  return operation.method === 'DELETE' && described.includes('2XX') ? 204 : 200
}
