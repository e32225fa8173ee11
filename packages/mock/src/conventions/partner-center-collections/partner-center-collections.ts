import type { Api } from '../../description/api.ts'
import type { Resource } from '../../description/resources/resource.ts'
import type { Change, Exchange } from '../../exchange/exchange.ts'
import { isProblem, type Problem } from '../../exchange/problem.ts'
import { isObject, type JsonObject } from '../../json/json.ts'
import type { Entry } from '../../store/store.ts'
import {
  type Convention,
  type ConventionModule,
  type ListAnswer,
  type ListSource,
  pageSizeSetting,
} from '../convention.ts'
import { adaptBody, adaptQuery } from './letter-case.ts'
import { answerList, collectionUri, linkTo } from './list.ts'
import { type ListOptions, readListOptions } from './list-options.ts'
import { completed, consistent, isPurged, softened, takenSignInName } from './records.ts'

/** Partner Center's collections; selected by `x-mock.conventions: [partner-center-collections]`. */
export const partnerCenterCollections: ConventionModule = {
  name: 'partner-center-collections',
  create: (api) => new PartnerCenterCollections(api),
  seed: consistent,
}

class PartnerCenterCollections implements Convention {
  readonly name = 'partner-center-collections'
  /** Read in `request`, used in `list`. */
  readonly #options = new WeakMap<Exchange, ListOptions>()
  readonly #pageSize: number | undefined

  constructor(api: Api) {
    this.#pageSize = pageSizeSetting(api, this.name)
  }

  request(exchange: Exchange): Problem | undefined {
    adaptQuery(exchange)
    adaptBody(exchange)
    if (exchange.operation.role !== 'list') return undefined
    const options = readListOptions(exchange, this.#pageSize)
    if (isProblem(options)) return options
    this.#options.set(exchange, options)
    return undefined
  }

  list(exchange: Exchange, source: ListSource): ListAnswer | Problem {
    const options = this.#options.get(exchange) ?? readListOptions(exchange, this.#pageSize)
    return isProblem(options) ? options : answerList(exchange, options, source)
  }

  visible({ clock }: Exchange, entry: Entry): boolean {
    return !isPurged(entry.value, clock.now())
  }

  change(exchange: Exchange, change: Change): Change | Problem {
    const next = softened(exchange, completed(exchange, change))
    return takenSignInName(exchange, next) ?? next
  }

  represent(exchange: Exchange, record: JsonObject, entry: Entry): JsonObject {
    return withLinks(exchange, record, entry)
  }
}

/** Adds the link of a record to itself and the name of its type, where the schema has a place for them. */
function withLinks(exchange: Exchange, record: JsonObject, { key }: Entry): JsonObject {
  const { resource } = exchange
  if (resource?.kind !== 'collection') return record
  const properties = resource.properties()
  const linked: Record<string, JsonObject> = {}
  if (properties.has('links')) {
    linked.links = { self: linkTo(`${collectionUri(exchange)}/${encodeURIComponent(key)}`) }
  }
  const objectType = typeName(resource)
  if (properties.has('attributes') && objectType !== undefined) {
    linked.attributes = {
      ...(isObject(record.attributes) ? (record.attributes as JsonObject) : {}),
      objectType,
    }
  }
  return { ...record, ...linked }
}

/** Name of the schema that the description gives a single record. */
function typeName({ operations }: Resource): string | undefined {
  const { read, update, create } = operations
  const contents = [read?.response(200), update?.response(200), create?.response(201)]
  return contents.flatMap((response) => response?.contents ?? []).find(({ name }) => name !== undefined)?.name
}
