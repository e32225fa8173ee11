import { applySelect } from '@clientele/odata'
import type { Api } from '../../description/api.ts'
import type { Change, Exchange } from '../../exchange/exchange.ts'
import type { Answer } from '../../exchange/message.ts'
import { isProblem, type Problem } from '../../exchange/problem.ts'
import type { JsonObject } from '../../json/json.ts'
import type { Entry } from '../../store/store.ts'
import { type Convention, type ConventionModule, pageSizeSetting } from '../convention.ts'
import {
  Annotations,
  contextUrl,
  isAnnotation,
  keepLinksLocal,
  withoutAnnotations,
} from './control-information.ts'
import { fillPlaceholders } from './documentation-placeholders.ts'
import { answerList, PageMemory } from './list.ts'
import { OdataRequests } from './requests.ts'

/** OData as Microsoft Graph speaks it; selected by `x-mock.conventions: [odata]`. */
export const odata: ConventionModule = { name: 'odata', create: (api) => new OdataConvention(api) }

class OdataConvention implements Convention {
  readonly name = 'odata'
  readonly #requests: OdataRequests
  readonly #annotations = new Annotations()
  readonly #pages = new PageMemory()

  readonly #pageSize: number | undefined

  constructor(api: Api) {
    this.#requests = new OdataRequests(api)
    this.#pageSize = pageSizeSetting(api, this.name)
  }

  request(exchange: Exchange): Problem | undefined {
    fillPlaceholders(exchange)
    return this.#requests.read(exchange)
  }

  list(exchange: Exchange, source: Parameters<NonNullable<Convention['list']>>[1]) {
    const query = this.#requests.listQuery(exchange)
    if (isProblem(query)) return query
    const paging = { memory: this.#pages, pageSize: this.#pageSize }
    return this.#requests.run(() => answerList(exchange, query, source, paging))
  }

  /** Annotations of the body are not data; answers get their own. */
  change(_exchange: Exchange, change: Change): Change {
    return change.after ? { ...change, after: withoutAnnotations(change.after) } : change
  }

  represent(exchange: Exchange, record: JsonObject, entry: Entry): JsonObject {
    const { resource, operation } = exchange
    if (!resource) return record
    const annotated = this.#annotations.annotated(record, entry, resource)
    const whole = this.#requests.compute(exchange)?.(annotated) ?? annotated
    const selection = this.#requests.selection(exchange)
    const key = resource.key?.property
    const shown = selection
      ? applySelect(whole, selection, (name) => name === key || isAnnotation(name))
      : whole
    if (operation.role === 'list') return shown as JsonObject
    return { '@odata.context': contextUrl(exchange, selection), ...shown } as JsonObject
  }

  finish(...[answer, { exchange }]: Parameters<NonNullable<Convention['finish']>>): void {
    if (!exchange || answer.status >= 400) return
    applyPreferences(answer, exchange)
    keepLinksLocal(answer, exchange)
  }
}

const PREFERENCE_APPLIED = 'Preference-Applied'

/**
 * Honours `Prefer: return=…` after a write. `return=minimal` empties the answer only where the description has an
 * answer without body for the operation; elsewhere the preference is ignored, as RFC 7240 allows.
 */
function applyPreferences(answer: Answer, exchange: Exchange): void {
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
