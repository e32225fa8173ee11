import type { Random } from '../../random/random.ts'
import type { Effect } from './kind.ts'
import { status } from './status.ts'

const statuses = [500, 502, 503, 504] as const

/** One of the statuses with which a service fails without a fault of the client, another one each time. */
export function serverError(random: Random): Effect {
  const effects = statuses.map((code) => status({ kind: 'status', status: code }, random))
  return (exchange) => random.pick(effects)(exchange)
}
