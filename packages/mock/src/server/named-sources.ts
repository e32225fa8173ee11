import { readdirSync } from 'node:fs'
import { type DescriptionSource, Source } from '../description/load/sources.ts'
import type { ApiConfiguration } from '../description/settings.ts'
import { MockConfigurationError } from '../json/mistakes.ts'
import { type Configuration, checkConfiguration } from './configuration.ts'

/** The options that say which descriptions are served, and how. */
interface SourceOptions {
  readonly documents?: readonly DescriptionSource[]
  readonly configuration?: Configuration
  readonly bases?: Readonly<Record<string, string>>
}

const ownDescriptions = new URL('../../dist/descriptions/', import.meta.url)

/**
 * The descriptions that a mock was given, each with a name of its own and its settings.
 *
 * @throws MockConfigurationError when a setting is for a description that is not there.
 */
export function namedSources({ documents, configuration = {}, bases = {} }: SourceOptions): Source[] {
  const { apis = {} } = checkConfiguration(configuration, 'The configuration')
  const used = new Set<string>()
  const settings = (name: string, given: string): ApiConfiguration => {
    const base = bases[name] ?? bases[given]
    for (const each of [name, given]) used.add(each)
    return { ...apis[name], ...(base !== undefined && { base }) }
  }
  const taken = new Set<string>()
  const sources = (documents ?? descriptionsOfPackage()).map((document) => {
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

function descriptionsOfPackage(): URL[] {
  try {
    return readdirSync(ownDescriptions)
      .sort()
      .map((file) => new URL(file, ownDescriptions))
  } catch {
    throw new MockConfigurationError('The descriptions of this package are not built yet. Run: npm run build')
  }
}
