import { apiNames } from '@clientele/api-folders'
import { createMock } from '@clientele/mock'
import type { Plugin } from 'vite'
import { bundlePath } from '../description/read.ts'
import { type Collection, collectionOf, type Snapshot, stemOf } from '../try-it/records.ts'
import { moduleOf, virtualModule } from './virtual-module.ts'

/**
 * The records that a mock in a page begins with, so that a form can offer their ids before there is a mock: by API and the
 * stem of their path, since a site may have thousands of collections.
 */
export function startRecordsModule(): Plugin {
  return virtualModule('clientele:start-records', async () => {
    const mock = createMock({ documents: apiNames().map(bundlePath) })
    await mock.ready()
    const records = grouped(mock.snapshot() as unknown as Snapshot)
    await mock.close()
    return moduleOf(records)
  })
}

/** How many collections with the same stem, and records of each, a page holds. */
const most = 10

function grouped({ collections }: Snapshot): Record<string, Collection[]> {
  const groups: Record<string, Collection[]> = {}
  for (const { records, ...collection } of collections) {
    const key = `${collection.api} ${stemOf(collection.resource)}`
    const group = groups[key] ?? []
    if (group.length < most) group.push(collectionOf({ ...collection, records: records.slice(0, most) }))
    groups[key] = group
  }
  return groups
}
