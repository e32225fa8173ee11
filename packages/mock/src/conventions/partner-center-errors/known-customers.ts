import type { Api } from '../../description/api.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import { isObject } from '../../json/json.ts'

const GUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

/**
 * Which customers there are: every GUID, but for those that the settings name
 * (`x-mock: { partner-center-errors: { unknownCustomers: [] } }`).
 */
export class KnownCustomers {
  readonly #unknown: ReadonlySet<string>

  constructor({ settings }: Api) {
    const own = settings.all['partner-center-errors']
    const listed = isObject(own) && Array.isArray(own.unknownCustomers) ? own.unknownCustomers : []
    this.#unknown = new Set(listed.map((id) => String(id).toLowerCase()))
  }

  /** The customer id of the request if there is no such customer. */
  unknownIn({ resource, pathParameters }: Exchange): string | undefined {
    const [parameter] = resource?.parentParameters ?? []
    const id = parameter === undefined ? undefined : pathParameters[parameter]
    if (id === undefined || (GUID.test(id) && !this.#unknown.has(id.toLowerCase()))) return undefined
    return id
  }
}
