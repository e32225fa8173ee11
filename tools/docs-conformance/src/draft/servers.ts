import type { Fact } from '../facts/fact.ts'

const GRAPH = 'https://graph.microsoft.com'

/** The servers that the pages name, in page order; a version without a host only if no page names a host for it. */
export function serversOfFacts(facts: readonly Fact[]): string[] {
  const named = facts.flatMap((fact) => (fact.kind === 'operation' && fact.server ? [fact.server] : []))
  const servers = [...new Set(named)]
  const hosts = servers.filter((server) => server.includes('://'))
  const versions = servers.filter(
    (server) => !server.includes('://') && !hosts.some((url) => url.endsWith(server)),
  )
  if (servers.length > 0) return [...hosts, ...versions]
  return isGraph(facts)
    ? [`${GRAPH}/${facts.some(({ page }) => /(^|\/)beta\//.test(page)) ? 'beta' : 'v1.0'}`]
    : ['/']
}

/** Pages without a complete address are Graph's if their types are. */
function isGraph(facts: readonly Fact[]): boolean {
  return /microsoft\.graph|\.ReadWrite\.All|\.Read\.All/.test(JSON.stringify(facts.slice(0, 2000)))
}
