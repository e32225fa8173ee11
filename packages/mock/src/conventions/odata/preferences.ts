import type { Answer } from '../../exchange/answer.ts'
import type { Exchange } from '../../exchange/exchange.ts'

const PREFERENCE_APPLIED = 'Preference-Applied'

/** `Prefer: odata.maxpagesize=…`, which OData 4.01 also allows without prefix; undefined unless a positive number. */
export function maxPageSize({ prefer }: Exchange): number | undefined {
  const wish = prefer['odata.maxpagesize'] ?? prefer.maxpagesize
  const size = typeof wish === 'string' && /^\d{1,9}$/.test(wish) ? Number(wish) : 0
  return size > 0 ? size : undefined
}

/**
 * Honours `Prefer: return=…` after a write. `return=minimal` empties the answer only where the description has an
 * answer without body for the operation; elsewhere the wish is ignored, as RFC 7240 allows.
 */
export function applyPreferences(answer: Answer, exchange: Exchange): void {
  const { prefer, change, operation } = exchange
  if (!change || answer.body === undefined) return
  const wish = prefer.return
  if (wish === 'minimal' && operation.responses().some(({ code }) => code === '204')) {
    answer.status = 204
    answer.body = undefined
    delete answer.mediaType
    addPreference(answer, 'return=minimal')
  }
  if (wish === 'representation') addPreference(answer, 'return=representation')
}

function addPreference(answer: Answer, applied: string): void {
  const before = answer.headers[PREFERENCE_APPLIED]
  answer.headers[PREFERENCE_APPLIED] = before === undefined ? applied : `${before}, ${applied}`
}
