import { readdirSync } from 'node:fs'
import { MockConfigurationError } from '../json/mistakes.ts'
import { SqliteStore } from '../store/sqlite-store.ts'
import { assembleMock, type Mock, type Surroundings } from './mock.ts'
import type { MockOptions } from './mock-options.ts'
import { listenOn } from './node-server.ts'
import { panelPage } from './panel-page.ts'
import { rehearse } from './rehearsal.ts'
import { Site } from './site.ts'

const surroundings: Surroundings = {
  ownDescriptions: descriptionsOfPackage,
  openStore: (file, options) => new SqliteStore(file, options),
  openSite: (folder) => new Site(folder),
  listenOn,
  panelPage,
  rehearse,
}

/**
 * Makes a stateful mock of the described APIs: what POST creates, GET returns.
 *
 * @throws MockConfigurationError when a description, the configuration or an option is wrong.
 * @throws SettingsError when the faults or the scenario are.
 * @throws StateFileError when the state file is in use or cannot be written.
 * @example
 * const mock = createMock()
 * const graph = createGraphClient({ token: 'any', fetch: mock.fetch })
 */
export function createMock(options: MockOptions = {}): Mock {
  return assembleMock(options, surroundings)
}

const ownDescriptions = new URL('../../dist/descriptions/', import.meta.url)

/** @throws MockConfigurationError before the build. */
export function descriptionsOfPackage(): URL[] {
  try {
    return readdirSync(ownDescriptions)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => new URL(file, ownDescriptions))
  } catch {
    throw new MockConfigurationError('The descriptions of this package are not built yet. Run: npm run build')
  }
}
