import { apis, type Bundle, isObject, type JsonObject, objects, readBundle } from './descriptions.ts'

/** One entity as one example shows it. */
export interface Sighting {
  /** Name of the example, such as `getCustomer.harbourLaneBakery.response`. */
  example: string
  entity: JsonObject & { id: string }
}

export const bundles: Record<string, Bundle> = Object.fromEntries(apis.map((api) => [api, readBundle(api)]))

/** The value of an example of any description. */
export function exampleValue(name: string): unknown {
  const found = Object.values(bundles).find((bundle) => bundle.components.examples?.[name])
  if (!found) throw new Error(`No description has the example ${name}`)
  return found.components.examples?.[name]?.value
}

export const exampleNames = [
  ...new Set(Object.values(bundles).flatMap((bundle) => Object.keys(bundle.components.examples ?? {}))),
]

function sightings(isEntity: (object: JsonObject) => boolean): Sighting[] {
  return exampleNames.flatMap((example) =>
    [...objects(exampleValue(example))]
      .filter(({ object }) => typeof object.id === 'string' && isEntity(object))
      .map(({ object }) => ({ example, entity: object as Sighting['entity'] })),
  )
}

/** Every customer and every user that any example shows. */
export const customers = sightings((object) => !('userPrincipalName' in object))
export const users = sightings((object) => 'userPrincipalName' in object)

/** The entity as the lists show it, which is how it is before anything happens to it. */
export function listed(all: readonly Sighting[], id: string): Sighting['entity'] | undefined {
  return all.find(({ example, entity }) => entity.id === id && /^list.*/.test(example))?.entity
}

/** The tenant in whose collection a user is, out of its link to itself. */
export function tenantOf(user: JsonObject): string | undefined {
  const self = isObject(user.links) && isObject(user.links.self) ? String(user.links.self.uri) : ''
  return /^\/customers\/([^/]+)\/users\/[^/]+$/.exec(self)?.[1]
}
