import { markdownAddress, operationAddress, schemaAddress, withBase } from '../description/addresses.ts'
import type { SiteApi } from '../description/site.ts'
import { plainSummary } from './plain-summary.ts'

/** The overview of an API as Markdown, with links to the Markdown of its pages. */
export function apiMarkdown({ api, document, operations, schemas }: SiteApi, base: string): string {
  const link = (text: string, address: string) => `[${text}](${withBase(base, markdownAddress(address))})`
  return [
    `# ${document.info.title}`,
    document.info.description?.trim() ?? '',
    (document.servers ?? []).map(({ url }) => `Base address: \`${url}\``).join('\n'),
    '## Operations',
    operations
      .map(
        ({ operationId, method, path, summary }) =>
          `- ${link(summary, operationAddress(api, operationId))}: \`${method} ${path}\``,
      )
      .join('\n'),
    '## Schemas',
    schemas
      .map(
        ({ name, description }) => `- ${link(name, schemaAddress(api, name))}: ${plainSummary(description)}`,
      )
      .join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}
