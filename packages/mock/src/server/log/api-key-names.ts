import type { Api } from '../../description/api.ts'
import { isObject } from '../../json/json.ts'

/** Names of the query parameters, headers and cookies that carry the API keys of these APIs. */
export function apiKeyNames(apis: readonly Api[]): string[] {
  return apis.flatMap((api) => {
    const components = api.resolve(api.document.components)
    const schemes = isObject(components) ? api.resolve(components.securitySchemes) : undefined
    return Object.values(isObject(schemes) ? schemes : {})
      .map((scheme) => api.resolve(scheme))
      .flatMap((scheme) => (isObject(scheme) && scheme.type === 'apiKey' ? [String(scheme.name)] : []))
  })
}
