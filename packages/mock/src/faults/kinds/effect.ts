import type { Random } from '../../random/random.ts'
import type { FaultKind } from '../fault-plan.ts'
import { contentType } from './content-type.ts'
import { empty } from './empty.ts'
import { html } from './html.ts'
import type { Effect, MakeEffect } from './kind.ts'
import { latency } from './latency.ts'
import { reset } from './reset.ts'
import { status } from './status.ts'
import { throttle } from './throttle.ts'
import { truncate } from './truncate.ts'

type Makers = { readonly [Name in FaultKind['kind']]: MakeEffect<Extract<FaultKind, { kind: Name }>> }

const makers: Makers = { status, latency, throttle, reset, truncate, empty, html, contentType }

/** What a rule does, whichever kind it is. */
export function effectOf(rule: FaultKind, random: Random): Effect {
  return (makers[rule.kind] as MakeEffect<FaultKind>)(rule, random)
}
