import type { Scope } from './store.ts'

/** One name per scope. JSON keeps the parts apart whatever characters the keys hold. */
export function scopeName({ api, resource, parents }: Scope): string {
  return parents.length === 0 ? `${api} ${resource}` : `${api} ${resource} ${JSON.stringify(parents)}`
}
