import type { Resource } from '../../description/resources/resource.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import { isObject, type JsonObject } from '../../json/json.ts'
import type { Entry } from '../../store/store.ts'

/** A request that can be made as it stands, relative to the base path of the API. */
export function linkTo(uri: string, headers: readonly JsonObject[] = []): JsonObject {
  return { uri, method: 'GET', headers }
}

/** Path of the collection as the client wrote it, without the base path. */
export function collectionUri({ request, basePath, key }: Exchange): string {
  const path = request.path.slice(basePath.length).replace(/\/+$/, '')
  return key === undefined ? path : path.slice(0, path.lastIndexOf('/'))
}

/** Adds the link of a record to itself and the name of its type, where the schema has a place for them. */
export function withLinks(exchange: Exchange, record: JsonObject, { key }: Entry): JsonObject {
  const { resource } = exchange
  if (resource?.kind !== 'collection') return record
  const properties = resource.properties()
  const linked: Record<string, JsonObject> = {}
  if (properties.has('links')) {
    linked.links = { self: linkTo(`${collectionUri(exchange)}/${encodeURIComponent(key)}`) }
  }
  const objectType = typeName(resource)
  if (properties.has('attributes') && objectType !== undefined) {
    linked.attributes = {
      ...(isObject(record.attributes) ? (record.attributes as JsonObject) : {}),
      objectType,
    }
  }
  return { ...record, ...linked }
}

/** Name of the schema that the description gives a single record. */
function typeName({ operations }: Resource): string | undefined {
  const { read, update, create } = operations
  const contents = [read?.response(200), update?.response(200), create?.response(201)]
  return contents.flatMap((response) => response?.contents ?? []).find(({ name }) => name !== undefined)?.name
}
