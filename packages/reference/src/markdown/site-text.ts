import { type CollectionEntry, getCollection } from 'astro:content'
import journeys from 'clientele:journeys'
import {
  apiAddress,
  journeyAddress,
  markdownAddress,
  operationAddress,
  withBase,
} from '../description/addresses.ts'
import { errorCatalogue } from '../description/error-catalogue.ts'
import { siteApis } from '../description/site.ts'
import { guides } from '../navigation/guides.ts'
import { apiMarkdown } from './api-markdown.ts'
import { errorsMarkdown } from './errors-markdown.ts'
import { guideMarkdown } from './guide-markdown.ts'
import { journeyMarkdown } from './journey-markdown.ts'
import { operationMarkdown } from './operation-markdown.ts'
import { schemaMarkdown } from './schema-markdown.ts'

const about =
  'Reference of the customer APIs of Microsoft Graph and Partner Center, built from OpenAPI 3.1 descriptions. ' +
  'A note in square brackets gives the source of a fact that is not on the documentation page itself.'

/** The guides in reading order. */
export async function guideEntries(): Promise<CollectionEntry<'docs'>[]> {
  const entries = await getCollection('docs')
  return guides.map(({ slug }) => {
    const entry = entries.find(({ id }: { id: string }) => id === `guides/${slug}`)
    if (!entry) throw new Error(`There is no guide src/content/docs/guides/${slug}.md.`)
    return entry
  })
}

/** `llms.txt` (llmstxt.org): what the site is, and a list of its pages as Markdown. */
export async function llmsIndex(base: string): Promise<string> {
  const link = (text: string, address: string) => `- [${text}](${withBase(base, markdownAddress(address))})`
  const apis = siteApis.map(({ api, document, operations }) =>
    [
      `${link(document.info.title, apiAddress(api))}: ${document.info.summary ?? ''}`.trim(),
      ...operations.map(
        ({ operationId, summary, method, path }) =>
          `  ${link(summary, operationAddress(api, operationId))}: \`${method} ${path}\``,
      ),
    ].join('\n'),
  )
  const guideLinks = (await guideEntries()).map(
    ({ id, data }) => `${link(data.title, `/${id}/`)}: ${data.description ?? ''}`,
  )
  return [
    '# Clientele',
    `> ${about}`,
    '## Reference',
    [...apis, link('Errors', '/errors/')].join('\n'),
    '## Guides',
    guideLinks.join('\n'),
    '## Journeys',
    journeys.map(({ name, title, summary }) => `${link(title, journeyAddress(name))}: ${summary}`).join('\n'),
    '## Optional',
    `- [Everything in one file](${withBase(base, '/llms-full.txt')})\n`,
  ].join('\n\n')
}

/** `llms-full.txt`: every page as Markdown in one file. */
export async function llmsFull(base: string): Promise<string> {
  const guideTexts = (await guideEntries()).map((guide) => guideMarkdown(guide, base))
  const apiTexts = siteApis.flatMap((site) => [
    apiMarkdown(site, base),
    ...site.operations.map(operationMarkdown),
    ...site.schemas.map(schemaMarkdown),
  ])
  return [
    `# Clientele\n\n> ${about}\n`,
    ...apiTexts,
    errorsMarkdown(errorCatalogue(siteApis)),
    ...guideTexts,
    ...journeys.map(journeyMarkdown),
  ].join('\n---\n\n')
}
