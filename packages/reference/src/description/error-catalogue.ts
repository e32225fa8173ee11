import type { Api, ErrorCode } from './document.ts'

/** The codes of one vendor. */
export interface ErrorGroup {
  id: string
  title: string
  /** The APIs that know these codes. */
  apis: string[]
  codes: ErrorCode[]
}

/** All known codes; APIs on one server share a vendor's codes, so each code stands once. */
export function errorCatalogue(apis: readonly Api[]): ErrorGroup[] {
  const groups = Map.groupBy(
    apis,
    ({ document }) => new URL(document.servers?.[0]?.url ?? 'http://unknown').host,
  )
  return [...groups].flatMap(([host, members]) => {
    const codes = distinct(members.flatMap(({ document }) => document['x-error-codes'] ?? []))
    if (codes.length === 0) return []
    return [
      { id: host.replaceAll('.', '-'), title: vendorName(host), apis: members.map(({ api }) => api), codes },
    ]
  })
}

function vendorName(host: string): string {
  const names: Record<string, string> = {
    'graph.microsoft.com': 'Microsoft Graph',
    'api.partnercenter.microsoft.com': 'Partner Center',
  }
  return names[host] ?? host
}

function distinct(codes: readonly ErrorCode[]): ErrorCode[] {
  const byKey = new Map(codes.map((entry) => [`${entry.status} ${entry.code}`, entry]))
  return [...byKey.values()].sort((a, b) => String(a.status).localeCompare(String(b.status)))
}
