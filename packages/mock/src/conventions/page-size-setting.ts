import type { Api } from '../description/api.ts'
import { isObject } from '../json/json.ts'
import { MockConfigurationError } from '../json/mistakes.ts'

/**
 * Size of a page that the settings of an API give one of its conventions, as in
 * `x-mock: { odata: { pageSize: 2 } }`: small pages show paging with few records.
 *
 * @throws MockConfigurationError when it is no whole number from 1 on.
 */
export function pageSizeSetting({ name, settings }: Api, convention: string): number | undefined {
  const own = settings.all[convention]
  const size = isObject(own) ? own.pageSize : undefined
  if (size === undefined || (Number.isSafeInteger(size) && Number(size) >= 1))
    return size as number | undefined
  throw new MockConfigurationError(
    `Settings of "${name}": ${convention}.pageSize must be a whole number from 1 on, not ${JSON.stringify(size)}.`,
  )
}
