import { type Description, type Security, securityOf } from '@clientele/description'

/** How `@clientele/client` is used for an API, and the names its samples use. */
export interface ClientFactory {
  module: string
  factory: string
  /** Name of the client in a sample. */
  variable: string
  /** Environment variable that a sample takes the token from. */
  tokenVariable: string
}

/** The clients of whole services, by `x-service`. */
const services: Record<string, ClientFactory> = {
  graph: {
    module: '@clientele/client',
    factory: 'createGraphClient',
    variable: 'graph',
    tokenVariable: 'GRAPH_TOKEN',
  },
  'partner-center': {
    module: '@clientele/client',
    factory: 'createPartnerCenterClient',
    variable: 'partnerCenter',
    tokenVariable: 'PARTNER_CENTER_TOKEN',
  },
}

/**
 * The client of an API: that of its service, or its own. The client of a service leaves out drafts.
 *
 * @param api Name of the API; without it only services have a client.
 * @example
 * clientOf(description, 'tickets')?.module // '@clientele/client/tickets'
 */
export function clientOf({ document }: Description, api: string | undefined): ClientFactory | undefined {
  const service = services[String(document['x-service'])]
  if (service && document.info['x-draft'] !== true) return service
  if (api === undefined) return undefined
  return {
    module: `@clientele/client/${api}`,
    factory: 'createClient',
    variable: api.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    tokenVariable: `${api.replaceAll('-', '_').toUpperCase()}_TOKEN`,
  }
}

/** Where the token of a sample goes. */
export interface Proof {
  security: Security
  /** Environment variable that holds the token. */
  variable: string
}

export const proofOf = (description: Description, client: ClientFactory | undefined): Proof => ({
  security: securityOf(description),
  variable: client?.tokenVariable ?? 'TOKEN',
})
