import { conventionModules } from '../conventions/selected.ts'
import { parseText, readLocalFile } from '../description/load/read-file.ts'
import { type DescriptionSource, type OwnDescription, Source } from '../description/load/sources.ts'
import type { ApiConfiguration, ResourceSettings } from '../description/settings.ts'
import { MockConfigurationError } from '../json/mistakes.ts'
import { node } from '../json/runtime.ts'
import {
  accepted,
  chosen,
  list,
  object,
  readConfigured,
  type Schema,
  table,
  text,
  word,
} from '../json/settings.ts'

/** Corrections for what a description leaves open. */
export interface Configuration {
  /** By the name of the description: its file name without extension. */
  readonly apis?: Readonly<Record<string, ApiConfiguration>>
}

const textOrNull = chosen<string | null>((value) =>
  value === null ? accepted<null>(() => true, '') : text(),
)

const resource = object<ResourceSettings>({
  kind: word('collection', 'singleton'),
  key: object<NonNullable<ResourceSettings['key']>>({
    parameter: text(),
    property: textOrNull,
    format: word('uuid', 'integer', 'text'),
  }),
  items: textOrNull,
  total: text(),
})

/** Each convention checks its own settings. */
const ofConvention = accepted<unknown>(() => true, '')

const settingsOfApi = object<Record<string, unknown>>({
  base: text('text', /^/),
  conventions: list(text()),
  letterCase: word('any', 'exact'),
  trailingSlash: word('ignore', 'exact'),
  resources: table(
    chosen<ResourceSettings | false>((value) =>
      value === false ? accepted<false>(() => true, '') : resource,
    ),
  ),
  ...Object.fromEntries(conventionModules.map(({ name }) => [name, ofConvention])),
})

const configuration = object<Configuration>({ apis: table(settingsOfApi as Schema<ApiConfiguration>) })

/** Reads a configuration file (YAML or JSON). @throws MockConfigurationError naming the file. */
export function readConfiguration(path: string): Configuration {
  const location = node.url.pathToFileURL(node.path.resolve(path)).href
  return checkConfiguration(parseText(readLocalFile(location), path), path)
}

/** @throws MockConfigurationError that lists every mistake. */
function checkConfiguration(value: unknown, source: string): Configuration {
  return readConfigured(source, value, configuration)
}

/** The options for the served descriptions. */
interface SourceOptions {
  readonly documents?: readonly DescriptionSource[]
  readonly configuration?: Configuration
  readonly bases?: Readonly<Record<string, string>>
}

/**
 * The descriptions of a mock, each with a unique name and its settings.
 *
 * @param own Those of the package, the default.
 * @throws MockConfigurationError when a setting is for an unknown description.
 */
export function namedSources(
  { documents, configuration = {}, bases = {} }: SourceOptions,
  own: () => readonly OwnDescription[],
): Source[] {
  const { apis = {} } = checkConfiguration(configuration, 'The configuration')
  const used = new Set<string>()
  const settings = (name: string, given: string): ApiConfiguration => {
    const base = bases[name] ?? bases[given]
    for (const each of [name, given]) used.add(each)
    return { ...apis[name], ...(base !== undefined && { base }) }
  }
  const taken = new Set<string>()
  const sources = (documents ?? own()).map((document) => {
    const source = new Source(document, taken, settings)
    taken.add(source.name)
    return source
  })
  const strange = [...Object.keys(apis), ...Object.keys(bases)].filter((name) => !used.has(name))
  if (strange.length === 0) return sources
  const names = [...taken].join(', ')
  throw new MockConfigurationError(
    `No description is called ${strange.join(', ')}; the descriptions are called ${names}.`,
  )
}
