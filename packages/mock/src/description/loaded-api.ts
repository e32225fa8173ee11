import { isObject, type JsonSchema } from '../json/json.ts'
import type { Api, ApiSettings } from './api.ts'
import { basePathsOf, normalizeBasePath } from './base-paths.ts'
import { MockConfigurationError } from './errors.ts'
import type { LoadedDescription } from './load/bundle.ts'
import { DescribedOperation } from './operations/described-operation.ts'
import { Resolver } from './resolver.ts'
import { inferResources } from './resources/infer.ts'
import type { InferredResource } from './resources/inferred-resource.ts'
import { itemPath } from './resources/paths.ts'
import { SchemaView } from './schema-view.ts'
import { type ApiConfiguration, settingsOf } from './settings.ts'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** A description that is being served. */
export class LoadedApi implements Api {
  readonly name: string
  /** Path or URL as a person would name it. */
  readonly source: string
  readonly document: Readonly<Record<string, unknown>>
  readonly basePaths: readonly string[]
  readonly settings: ApiSettings
  readonly operations: readonly DescribedOperation[]
  readonly resources: readonly InferredResource[]
  readonly paths: readonly string[]
  /** Files and URLs it was read from. */
  readonly locations: readonly string[]
  /** What is wrong with those of them that could not be read. */
  readonly unread: ReadonlyMap<string, string>
  readonly warnings: readonly string[]
  readonly resolver: Resolver
  readonly view: SchemaView
  readonly #byOperation = new Map<DescribedOperation, InferredResource>()

  /** @throws MockConfigurationError when it is not an OpenAPI 3 description or its settings are wrong. */
  constructor(name: string, source: string, loaded: LoadedDescription, configuration: ApiConfiguration) {
    const { root } = loaded
    refuseOtherFormats(root, source)
    this.name = name
    this.source = source
    this.document = root
    this.locations = loaded.locations
    this.unread = loaded.unread
    this.resolver = new Resolver(root)
    this.view = new SchemaView(this.resolver)
    this.settings = settingsOf(name, root, configuration)
    const base = this.settings.all.base
    this.basePaths = typeof base === 'string' ? [normalizeBasePath(base)] : basePathsOf(root.servers)
    const warnings = [...loaded.warnings]
    this.operations = operationsOf(root, this.resolver, warnings)
    this.paths = [...new Set(this.operations.map((operation) => operation.path))]
    const corrections = (this.settings.all.resources ?? {}) as Record<string, never>
    const { operations, resolver, view } = this
    this.resources = inferResources({ operations, resolver, view, corrections })
    warnings.push(...unmet(Object.keys(corrections), this.paths))
    for (const resource of this.resources) {
      for (const operation of Object.values(resource.operations)) this.#byOperation.set(operation, resource)
    }
    this.warnings = warnings
  }

  resourceOf(operation: DescribedOperation): InferredResource | undefined {
    return this.#byOperation.get(operation)
  }

  resolve(node: unknown): unknown {
    return this.resolver.resolve(node)
  }

  dereference(schema: unknown): JsonSchema {
    return this.resolver.dereferenceSchema(schema)
  }
}

/** A correction for a path that is not there corrects nothing; its path was most likely mistyped. */
function unmet(corrected: readonly string[], paths: readonly string[]): string[] {
  const known = new Set(paths.flatMap((path) => [path, itemPath(path)?.collection ?? path]))
  return corrected
    .filter((path) => !known.has(path))
    .map((path) => `The settings correct the resource "${path}", but no collection or record has this path.`)
}

function refuseOtherFormats(root: Record<string, unknown>, source: string): void {
  if (typeof root.openapi === 'string' && root.openapi.startsWith('3.')) return
  const found = root.swagger
    ? `Swagger ${root.swagger}`
    : root.openapi
      ? `OpenAPI ${root.openapi}`
      : 'something else'
  throw new MockConfigurationError(
    `${source} is ${found}; the mock serves OpenAPI 3.0, 3.1 and 3.2 descriptions.`,
  )
}

function operationsOf(
  root: Record<string, unknown>,
  resolver: Resolver,
  warnings: string[],
): readonly DescribedOperation[] {
  const operations: DescribedOperation[] = []
  for (const [path, raw] of Object.entries(isObject(root.paths) ? root.paths : {})) {
    if (path.startsWith('x-')) continue
    const pathItem = resolver.resolve(raw)
    if (!isObject(pathItem) || !path.startsWith('/')) {
      warnings.push(
        `Path "${path}" is left out: it ${path.startsWith('/') ? 'is no object' : 'has no slash at its start'}.`,
      )
      continue
    }
    for (const method of methods) {
      if (pathItem[method] === undefined) continue
      if (isObject(resolver.resolve(pathItem[method]))) {
        operations.push(new DescribedOperation(resolver, path, method, pathItem))
      } else warnings.push(`${method.toUpperCase()} of "${path}" is left out: it is no object.`)
    }
  }
  if (operations.length === 0) warnings.push('It describes no operations.')
  return operations
}
