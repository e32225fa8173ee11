import type { StarlightUserConfig } from '@astrojs/starlight/types'
import { apiAddress, operationAddress, schemaAddress } from '../description/addresses.ts'
import type { Api } from '../description/document.ts'
import { operationModels } from '../description/operation.ts'
import { guides } from './guides.ts'

type SidebarItem = NonNullable<StarlightUserConfig['sidebar']>[number]

/** The whole navigation: guides, then one group per API with its operations and schemas, then the catalogues. */
export function sidebar(apis: readonly Api[]): SidebarItem[] {
  return [
    { label: 'Guides', items: guides.map(({ slug, label }) => ({ label, link: `/guides/${slug}/` })) },
    { label: 'All operations', link: '/reference/' },
    ...apis.map(apiGroup),
    { label: 'Errors', link: '/errors/' },
    { label: 'Changes', link: '/changes/' },
  ]
}

function apiGroup(entry: Api): SidebarItem {
  const { api, document } = entry
  return {
    label: document.info.title,
    items: [
      { label: 'Overview', link: apiAddress(api) },
      ...operationModels(entry).map(({ operationId, summary, method }) => ({
        label: summary,
        link: operationAddress(api, operationId),
        badge: { text: method, class: `method method-${method.toLowerCase()}` },
      })),
      {
        label: 'Schemas',
        collapsed: true,
        items: Object.keys(document.components?.schemas ?? {}).map((name) => ({
          label: name,
          link: schemaAddress(api, name),
        })),
      },
    ],
  }
}
