import { Description, type ServerObject, serverUrl } from '@clientele/description'
import { isObject, type JsonSchema } from '../json/json.ts'
import { MockConfigurationError } from '../json/mistakes.ts'
import type { LoadedDescription } from './load/load.ts'
import { Operation } from './operation.ts'
import { itemPath } from './path-template.ts'
import { Resolver } from './resolver.ts'
import { inferResources } from './resources/infer.ts'
import type { Resource } from './resources/resource.ts'
import { SchemaView } from './schema-view.ts'
import { type ApiConfiguration, type ApiSettings, settingsOf } from './settings.ts'

/** Methods that the mock serves. */
const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'])

/** A served description. */
export class Api {
  /** Name of the file without its extension, for example `graph-customers`; unique within a mock. */
  readonly name: string
  /** Path or URL as a person would name it. */
  readonly source: string
  readonly description: Description
  /** The root of the description. */
  readonly document: Readonly<Record<string, unknown>>
  /** Base paths from `servers`, without trailing slash, the first one first; `''` is the root. */
  basePaths: readonly string[]
  readonly settings: ApiSettings
  readonly operations: readonly Operation[]
  readonly resources: readonly Resource[]
  readonly paths: readonly string[]
  /** Files and URLs that it was read from. */
  readonly locations: readonly string[]
  /** The mistakes of those that could not be read. */
  readonly unread: ReadonlyMap<string, string>
  warnings: readonly string[]
  readonly resolver: Resolver
  readonly view: SchemaView
  readonly #byOperation = new Map<Operation, Resource>()

  /** @throws MockConfigurationError when it is not an OpenAPI 3 description or its settings are wrong. */
  constructor(name: string, source: string, loaded: LoadedDescription, configuration: ApiConfiguration) {
    const { root } = loaded
    this.description = describe(root, source)
    this.name = name
    this.source = source
    this.document = root
    this.locations = loaded.locations
    this.unread = loaded.unread
    this.resolver = new Resolver(this.description)
    this.view = new SchemaView(this.description)
    this.settings = settingsOf(name, root, configuration)
    const base = this.settings.all.base
    this.basePaths = typeof base === 'string' ? [normalizeBasePath(base)] : basePathsOf(root.servers)
    const served = this.description.operations.filter(({ method }) => methods.has(method))
    this.operations = served.map((each) => new Operation(this.description, this.resolver, each))
    const warnings = [...loaded.warnings, ...unserved(this.description)]
    this.paths = [...new Set(this.operations.map((operation) => operation.path))]
    const corrections = (this.settings.all.resources ?? {}) as Record<string, never>
    const { operations, resolver, view } = this
    this.resources = inferResources({ operations, resolver, view, corrections })
    warnings.push(...unmet(Object.keys(corrections), this.paths))
    for (const resource of this.resources) {
      const own = [...Object.values(resource.operations), ...resource.members.keys()]
      for (const operation of own) this.#byOperation.set(operation, resource)
    }
    this.warnings = warnings
  }

  /** Whether the user chose the base path, so that it must not change. */
  get hasChosenBase(): boolean {
    return typeof this.settings.all.base === 'string'
  }

  /** A draft makes way for the others. */
  get isDraft(): boolean {
    const { info } = this.document as { info?: { 'x-draft'?: unknown } }
    return info?.['x-draft'] === true
  }

  /** Also serves everything below another path, to separate it from an API with the same paths. */
  moveBelow(prefix: string, why: string): void {
    this.basePaths = this.basePaths.map((base) => `${prefix}${base}`)
    this.warnings = [...this.warnings, why]
  }

  resourceOf(operation: Operation): Resource | undefined {
    return this.#byOperation.get(operation)
  }

  /** Follows a `$ref` (or several) and returns its target; any other value is returned unchanged. */
  resolve(node: unknown): unknown {
    return this.resolver.resolve(node)
  }

  /** A schema with every reference inlined; a reference that leads back to itself stays a `$ref`. */
  dereference(schema: unknown): JsonSchema {
    return this.resolver.dereferenceSchema(schema)
  }
}

/** A correction for a missing path has no effect; the path was most likely mistyped. */
function unmet(corrected: readonly string[], paths: readonly string[]): string[] {
  if (corrected.length === 0) return []
  const own = new Set(paths)
  const known = new Set(paths.flatMap((path) => [path, itemPath(path, own)?.collection ?? path]))
  return corrected
    .filter((path) => !known.has(path))
    .map((path) => `The settings correct the resource "${path}", but no collection or record has this path.`)
}

function describe(root: Record<string, unknown>, source: string): Description {
  try {
    return new Description(root)
  } catch (error) {
    throw new MockConfigurationError(`${source}: ${(error as Error).message}`)
  }
}

/** Operations of the description that the mock does not serve. */
function unserved({ operations, leftOut }: Description): string[] {
  const others = operations.filter(({ method }) => !methods.has(method))
  return [
    ...leftOut.map(
      (pointer) =>
        `#${pointer} is left out: a path begins with a slash, and it and its operations are objects.`,
    ),
    ...others.map(({ id, method }) => `${id} is left out: the mock does not serve the method ${method}.`),
    ...(operations.length === 0 ? ['It describes no operations.'] : []),
  ]
}

/**
 * Base paths at which a description is served: the paths of its `servers`, each once, in their order,
 * without trailing slash. Variables take their defaults. Without servers it is the root (`''`).
 */
export function basePathsOf(servers: unknown): string[] {
  const paths = (Array.isArray(servers) ? servers : []).map(basePathOf)
  return paths.length > 0 ? [...new Set(paths)] : ['']
}

/** `/beta/` → `/beta`, `beta` → `/beta`, `/` → `''`. */
function normalizeBasePath(path: string): string {
  const trimmed = path.replace(/^\/+|\/+$/g, '')
  return trimmed === '' ? '' : `/${trimmed}`
}

function basePathOf(server: unknown): string {
  if (!isObject(server) || typeof server.url !== 'string') return ''
  const url = serverUrl(server as unknown as ServerObject)
  if (!URL.canParse(url, 'http://localhost')) return ''
  return normalizeBasePath(new URL(url, 'http://localhost').pathname)
}
