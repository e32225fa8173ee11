import type { APIRoute } from 'astro'
import { withBase } from '../description/addresses.ts'
import { siteApis } from '../description/site.ts'

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The releases of all descriptions as an Atom feed (RFC 4287), the newest first. */
export const GET: APIRoute = ({ site }) => {
  const page = withBase(import.meta.env.BASE_URL, '/changes/')
  const address = site ? new URL(page, site).href : page
  const releases = siteApis
    .flatMap(({ api, document, releases = [] }) =>
      releases.map((each) => ({ api, title: document.info.title, ...each })),
    )
    .toSorted((left, right) => (left.date < right.date ? 1 : -1))
  const entries = releases.map(({ api, title, version, date, changes }) => {
    const lines = changes.map(({ step, message, audience }) => `${step}, for ${audience}: ${message}`)
    return [
      '  <entry>',
      `    <id>urn:clientele:${api}:${version}</id>`,
      `    <title>${escaped(`${title} ${version}`)}</title>`,
      `    <updated>${date}T00:00:00Z</updated>`,
      `    <link href="${escaped(`${address}#${api}-${version}`)}"/>`,
      `    <content type="text">${escaped(lines.join('\n') || 'The first release.')}</content>`,
      '  </entry>',
    ].join('\n')
  })
  const feed = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    '  <id>urn:clientele:changes</id>',
    '  <title>Changes of the descriptions</title>',
    '  <author><name>Clientele</name></author>',
    `  <updated>${releases[0]?.date ?? '2026-01-01'}T00:00:00Z</updated>`,
    `  <link href="${escaped(address)}"/>`,
    ...entries,
    '</feed>',
  ]
  return new Response(`${feed.join('\n')}\n`, { headers: { 'Content-Type': 'application/atom+xml' } })
}
