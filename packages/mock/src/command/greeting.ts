import type { Mock } from '../server/mock.ts'
import type { Listening } from '../server/node-server.ts'

/** Titles of Clientele's own APIs; any other is called by its name. */
const titles: Readonly<Record<string, string>> = {
  'graph-customers': 'Microsoft Graph',
  'graph-customer-profile': 'Microsoft Graph',
  'partner-center-users': 'Partner Center',
}

/** What is served where, and one line to try it. */
export function greeting(mock: Mock, { url }: Listening, site: boolean): string {
  const { resources, unresolved } = mock.explain()
  const lines = addresses(mock, url)
  if (site) lines.push(['Reference', `${url}/`])
  const width = Math.max(...lines.map(([title]) => title.length))
  const listed = lines.map(([title, address]) => `  ${title.padEnd(width)}  ${address}`)
  const list = resources.find(({ operations, path }) => operations.startsWith('list') && !path.includes('{'))
  const plain = unresolved.find(({ operation }) => /^GET [^{]*$/.test(operation))
  const base = mock.apis().find(({ name }) => name === plain?.api)?.basePaths[0] ?? ''
  const path = list?.path ?? (plain && `${base}${plain.operation.slice(4)}`)
  const tryIt =
    path === undefined ? [] : ['', 'Try it:', `  curl -H "Authorization: Bearer any" ${url}${path}`]
  return ['', 'The mock is running:', ...listed, ...tryIt, '', ''].join('\n')
}

/** One line per title and base path. */
function addresses(mock: Mock, url: string): [string, string][] {
  const lines = new Map<string, [string, string]>()
  for (const { name, basePaths } of mock.apis()) {
    const title = titles[name] ?? name
    const address = `${url}${basePaths[0] || '/'}`
    lines.set(`${title} ${address}`, [title, address])
  }
  return [...lines.values()]
}
