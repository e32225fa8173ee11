import type { Fact } from '../facts/fact.ts'

/** Where Graph is, for pages that show no complete address. */
const GRAPH = 'https://graph.microsoft.com/v1.0'

/** The servers that the pages name, in page order. */
export function serversOfFacts(facts: readonly Fact[]): string[] {
  const servers = facts.flatMap((fact) => (fact.kind === 'operation' && fact.server ? [fact.server] : []))
  return servers.length > 0 ? [...new Set(servers)] : [GRAPH]
}
