import type { Api, ErrorCode } from './document.ts'

/** The codes of one vendor. */
export interface ErrorGroup {
  id: string
  title: string
  /** The APIs that know these codes. */
  apis: string[]
  codes: ErrorCode[]
}

/** All known codes. APIs on one server share a vendor's codes, so each code is listed once. */
export function errorCatalogue(apis: readonly Api[]): ErrorGroup[] {
  const groups = Map.groupBy(apis, ({ api, document }) => hostOf(document) ?? api)
  return [...groups].flatMap(([host, members]) => {
    const codes = distinct(members.flatMap(({ document }) => document['x-error-codes'] ?? []))
    if (codes.length === 0) return []
    const title = sharedTitle(members.map(({ document }) => document.info.title))
    return [{ id: host.replaceAll('.', '-'), title, apis: members.map(({ api }) => api), codes }]
  })
}

function hostOf({ servers }: Api['document']): string | undefined {
  return URL.parse(servers?.[0]?.url ?? '')?.host
}

/** The words that all titles begin with, such as "Microsoft Graph"; all titles, if they share none. */
function sharedTitle([first = '', ...others]: string[]): string {
  const words = first.split(' ')
  const end = words.findIndex((word, index) => others.some((title) => title.split(' ')[index] !== word))
  return words.slice(0, end < 0 ? words.length : end).join(' ') || [first, ...others].join(', ')
}

function distinct(codes: readonly ErrorCode[]): ErrorCode[] {
  const byKey = new Map(codes.map((entry) => [`${entry.status} ${entry.code}`, entry]))
  return [...byKey.values()].sort((a, b) => String(a.status).localeCompare(String(b.status)))
}
