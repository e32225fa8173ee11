import type { Exchange } from '../../exchange/exchange.ts'
import type { Random } from '../../random/random.ts'
import type { Fault } from '../fault.ts'

/** What a rule does to a request that it is for; undefined when it lets this one pass after all. */
export type Effect = (exchange: Exchange) => Fault | undefined

/** Makes the effect of a rule. What it draws comes from `random`, which belongs to this rule alone. */
export type MakeEffect<Settings> = (settings: Settings, random: Random) => Effect
