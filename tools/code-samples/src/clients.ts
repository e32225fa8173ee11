/** A factory of `@clientele/client` and the names its samples use. */
export interface ClientFactory {
  factory: string
  /** Name of the client in a sample. */
  variable: string
  /** Environment variable that a sample takes the access token from. */
  tokenVariable: string
}

const clients: Record<string, ClientFactory> = {
  'graph.microsoft.com': {
    factory: 'createGraphClient',
    variable: 'graph',
    tokenVariable: 'GRAPH_TOKEN',
  },
  'api.partnercenter.microsoft.com': {
    factory: 'createPartnerCenterClient',
    variable: 'partnerCenter',
    tokenVariable: 'PARTNER_CENTER_TOKEN',
  },
}

/**
 * The client that speaks to a server, by its host.
 *
 * @returns `undefined` for a host that `@clientele/client` does not serve: its operations get no TypeScript sample.
 * @example
 * clientFor('https://graph.microsoft.com/beta')?.factory // 'createGraphClient'
 */
export function clientFor(server: string): ClientFactory | undefined {
  return URL.canParse(server) ? clients[new URL(server).host] : undefined
}
