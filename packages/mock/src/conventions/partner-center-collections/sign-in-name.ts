import type { Change, Exchange } from '../../exchange/exchange.ts'
import { type Problem, problem } from '../../exchange/problem.ts'
import { isPurged } from './soft-delete.ts'

const SIGN_IN_NAME = 'userPrincipalName'

/** A sign-in name belongs to one account of a tenant, also while a deleted account still holds it. */
export function takenSignInName(exchange: Exchange, { key, before, after }: Change): Problem | undefined {
  const name = lower(after?.[SIGN_IN_NAME])
  if (name === undefined || !exchange.scope || lower(before?.value[SIGN_IN_NAME]) === name) return undefined
  const now = exchange.clock.now()
  for (const other of exchange.store.entries(exchange.scope)) {
    if (other.key !== key && lower(other.value[SIGN_IN_NAME]) === name && !isPurged(other.value, now))
      return taken()
  }
  return undefined
}

function lower(value: unknown): string | undefined {
  return typeof value === 'string' ? value.toLowerCase() : undefined
}

function taken(): Problem {
  const message = 'A user with the same userPrincipalName exists already.'
  return problem(400, message, { code: '3000', violations: [{ in: 'body', path: [SIGN_IN_NAME], message }] })
}
