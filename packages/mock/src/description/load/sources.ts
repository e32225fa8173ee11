import { isObject } from '../../json/json.ts'
import { MockConfigurationError } from '../../json/mistakes.ts'
import { library, node } from '../../json/runtime.ts'
import { Api } from '../api.ts'
import type { ApiConfiguration } from '../settings.ts'
import { isLocal, type LoadedDescription, loadLocal, loadRemote, locate } from './load.ts'

/** A description as `createMock` takes it: path, URL, or the parsed document itself. */
export type DescriptionSource =
  | string
  | URL
  | { readonly openapi: string; readonly [member: string]: unknown }
  | { readonly swagger: string; readonly [member: string]: unknown }

/** A description of the package, in the form that suits the runtime. */
export type OwnDescription = URL | { readonly name: string; readonly document: () => Promise<unknown> }

/** Where a description comes from, and how it is loaded again. */
export class Source {
  readonly name: string
  /** The name to show. */
  readonly shown: string
  readonly configuration: ApiConfiguration
  readonly #location: string | undefined
  readonly #document: Record<string, unknown> | undefined
  readonly #imported: (() => Promise<unknown>) | undefined

  constructor(
    source: DescriptionSource | OwnDescription,
    taken: ReadonlySet<string>,
    configuration: (name: string, shown: string) => ApiConfiguration,
  ) {
    if (typeof source === 'string' || source instanceof URL) {
      this.#location = locate(source)
      this.shown = isLocal(this.#location) ? node.url.fileURLToPath(this.#location) : this.#location
    } else if (isOwn(source)) {
      this.#imported = source.document
      this.shown = source.name
    } else {
      this.#document = source
      this.shown = titleOf(source)
    }
    this.name = unique(nameOf(this.#location, this.shown), taken)
    this.configuration = configuration(this.name, String(source))
  }

  /** Whether loading has to wait: for the network or, in a browser, for parts that are loaded when needed. */
  get remote(): boolean {
    if (!node.isThere || this.#imported) return true
    return this.#location !== undefined && !isLocal(this.#location)
  }

  /** @throws MockConfigurationError */
  load(): Api {
    return this.#api(this.#document ? inMemory(this.#document) : loadLocal(this.#location as string))
  }

  /** @throws MockConfigurationError */
  async loadRemote(allowRefs: boolean): Promise<Api> {
    const loaded = await this.#remote(allowRefs)
    if (isSwagger(loaded.root)) await upgrader.load()
    return this.#api(loaded)
  }

  async #remote(allowRefs: boolean): Promise<LoadedDescription> {
    if (this.#location !== undefined) return loadRemote(this.#location, allowRefs)
    return inMemory(this.#document ?? ((await this.#imported?.()) as Root))
  }

  #api(loaded: LoadedDescription): Api {
    const root = upgraded(loaded.root, this.shown)
    return new Api(this.name, this.shown, { ...loaded, root }, this.configuration)
  }
}

function isOwn(source: object): source is Exclude<OwnDescription, URL> {
  return 'document' in source && typeof source.document === 'function'
}

function inMemory(root: Record<string, unknown>): LoadedDescription {
  return { root, locations: [], warnings: [], unread: new Map() }
}

/** File name without extension; of `things/openapi.yaml` the folder says more. */
function nameOf(location: string | undefined, shown: string): string {
  if (location === undefined) return slug(shown)
  const path = decodeURIComponent(new URL(location).pathname)
  const [folder = '', file = ''] = ['', ...path.split('/').filter((part) => part !== '')].slice(-2)
  const stem = file.replace(/(\.openapi|\.bundle)?\.(ya?ml|json)$/i, '')
  return /^(openapi|swagger|index|spec|api)$/i.test(stem) ? folder || stem : stem || 'api'
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

const isSwagger = ({ swagger }: Root) => swagger === '2.0' || swagger === 2

/** A Swagger 2.0 description as OpenAPI 3.0; any other unchanged. @throws MockConfigurationError */
export function upgraded(root: Root, shown: string): Root {
  if (!isSwagger(root)) return root
  const { upgradeFromTwoToThree } = upgrader()
  try {
    // It changes its input.
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

/** A body may be a shared parameter, which the converter sees only in the operation itself. */
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
