import type { Api } from '../../description/api.ts'
import type { Change, Exchange } from '../../exchange/exchange.ts'
import { isProblem, type Problem } from '../../exchange/problem.ts'
import type { JsonObject } from '../../json/json.ts'
import type { Entry } from '../../store/store.ts'
import type { Convention, ConventionModule, ListAnswer, ListSource } from '../convention.ts'
import { pageSizeSetting } from '../page-size-setting.ts'
import { adaptBody, adaptQuery } from './letter-case.ts'
import { withLinks } from './links.ts'
import { answerList } from './list.ts'
import { type ListOptions, readListOptions } from './list-options.ts'
import { completed } from './new-record.ts'
import { takenSignInName } from './sign-in-name.ts'
import { consistent, isPurged, softened } from './soft-delete.ts'

/** Partner Center's collections; selected by `x-mock.conventions: [partner-center-collections]`. */
export const partnerCenterCollections: ConventionModule = {
  name: 'partner-center-collections',
  create: (api) => new PartnerCenterCollections(api),
  seed: consistent,
}

class PartnerCenterCollections implements Convention {
  readonly name = 'partner-center-collections'
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
