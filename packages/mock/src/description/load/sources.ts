import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isObject } from '../../json/json.ts'
import { library } from '../../json/library.ts'
import { MockConfigurationError } from '../../json/mistakes.ts'
import { Api } from '../api.ts'
import type { ApiConfiguration } from '../settings.ts'
import { isLocal, type LoadedDescription, loadLocal, loadRemote, locate } from './load.ts'

/** A description as `createMock` takes it: path, URL, or the parsed document itself. */
export type DescriptionSource =
  | string
  | URL
  | { readonly openapi: string; readonly [member: string]: unknown }
  | { readonly swagger: string; readonly [member: string]: unknown }

/** Where a description comes from, and how it is loaded again. */
export class Source {
  readonly name: string
  /** As a person would name it. */
  readonly shown: string
  readonly configuration: ApiConfiguration
  readonly #location: string | undefined
  readonly #document: Record<string, unknown> | undefined

  constructor(
    source: DescriptionSource,
    taken: ReadonlySet<string>,
    configuration: (name: string, shown: string) => ApiConfiguration,
  ) {
    if (isObject(source) && !(source instanceof URL)) {
      this.#document = source
      this.shown = titleOf(source)
    } else {
      this.#location = locate(source as string | URL)
      this.shown = isLocal(this.#location) ? fileURLToPath(this.#location) : this.#location
    }
    this.name = unique(nameOf(this.#location, this.shown), taken)
    this.configuration = configuration(this.name, String(source))
  }

  /** Whether loading has to wait for the network. */
  get remote(): boolean {
    return this.#location !== undefined && !isLocal(this.#location)
  }

  /** @throws MockConfigurationError */
  load(): Api {
    return this.#api(this.#document ? inMemory(this.#document) : loadLocal(this.#location as string))
  }

  /** @throws MockConfigurationError */
  async loadRemote(allowRefs: boolean): Promise<Api> {
    return this.#api(await loadRemote(this.#location as string, allowRefs))
  }

  #api(loaded: LoadedDescription): Api {
    const root = upgraded(loaded.root, this.shown)
    return new Api(this.name, this.shown, { ...loaded, root }, this.configuration)
  }
}

function inMemory(root: Record<string, unknown>): LoadedDescription {
  return { root, locations: [], warnings: [], unread: new Map() }
}

/** File name without extension; of `things/openapi.yaml` the folder says more. */
function nameOf(location: string | undefined, shown: string): string {
  if (location === undefined) return slug(shown)
  const path = decodeURIComponent(new URL(location).pathname)
  const stem = basename(path).replace(/(\.openapi|\.bundle)?\.(ya?ml|json)$/i, '')
  return /^(openapi|swagger|index|spec|api)$/i.test(stem) ? basename(dirname(path)) || stem : stem || 'api'
}

function titleOf(document: Record<string, unknown>): string {
  const { info } = document
  return isObject(info) && typeof info.title === 'string' ? info.title : 'api'
}

function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'api'
  )
}

function unique(name: string, taken: ReadonlySet<string>): string {
  let candidate = name
  for (let number = 2; taken.has(candidate); number++) candidate = `${name}-${number}`
  return candidate
}

type Root = Record<string, unknown>

/** Most descriptions do not need it. */
const upgrader = library<typeof import('@scalar/openapi-upgrader/2.0-to-3.0')>(
  () => import('@scalar/openapi-upgrader/2.0-to-3.0'),
  (require) => require('@scalar/openapi-upgrader/2.0-to-3.0'),
)

/** A Swagger 2.0 description as OpenAPI 3.0; every other one as it is. @throws MockConfigurationError */
export function upgraded(root: Root, shown: string): Root {
  if (root.swagger !== '2.0' && root.swagger !== 2) return root
  const { upgradeFromTwoToThree } = upgrader()
  try {
    // It changes what it is given.
    return upgradeFromTwoToThree({
      ...withOwnParameters(structuredClone(root)),
      swagger: '2.0',
    }) as unknown as Root
  } catch (error) {
    throw new MockConfigurationError(
      `${shown}: This Swagger 2.0 description cannot be converted to OpenAPI 3 (${(error as Error).message}). ` +
        'Check that its paths, parameters and responses have the form that Swagger 2.0 gives them.',
    )
  }
}

/** A body may be a shared parameter. The converter sees it only where the operation has it itself. */
function withOwnParameters(root: Root): Root {
  const shared = isObject(root.parameters) ? root.parameters : {}
  const own = (parameter: unknown) => {
    const reference = isObject(parameter) && typeof parameter.$ref === 'string' ? parameter.$ref : ''
    const target = shared[reference.replace(/^#\/parameters\//, '')]
    return isObject(target) && /^(body|formData)$/.test(String(target.in)) ? target : parameter
  }
  for (const item of Object.values(isObject(root.paths) ? root.paths : {})) {
    for (const operation of isObject(item) ? Object.values(item) : [])
      if (isObject(operation) && Array.isArray(operation.parameters))
        operation.parameters = operation.parameters.map(own)
  }
  return root
}
