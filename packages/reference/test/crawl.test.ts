import { describe, expect, test } from 'vitest'
import { close, useSite } from './support/browser.ts'
import { pageAddresses } from './support/site.ts'

interface Visited {
  ids: string[]
  links: string[]
}

describe('every page of the site', () => {
  const site = useSite()
  const visited = new Map<string, Visited>()

  test.each(pageAddresses())('%s stays on its origin and reports no error', async (address) => {
    const opened = await site.open(address)
    const { page, outside, problems } = opened
    // Redoc loads and renders after the page itself; all others are complete by now.
    if (address.startsWith('/redoc/')) await page.waitForLoadState('networkidle')
    const found = await page.evaluate(collect)
    visited.set(address, found)
    await close(opened)
    const repeated = found.ids.filter((id, index) => found.ids.indexOf(id) !== index)
    expect({ outside, problems, repeated }).toEqual({ outside: [], problems: [], repeated: [] })
  })

  test('every link and every anchor leads somewhere', async () => {
    const pages = new Map([...visited].map(([address, { ids }]) => [address, new Set(ids)]))
    const files = new Set<string>()
    const broken: string[] = []
    for (const [address, { links }] of visited) {
      for (const link of links) {
        const url = new URL(link)
        if (url.origin !== site.origin) {
          if (url.protocol !== 'https:') broken.push(`${address} -> ${link}`)
        } else if (pages.has(url.pathname)) {
          const anchor = decodeURIComponent(url.hash.slice(1))
          // Redoc's own anchors are routes of its script.
          const known =
            anchor === '' || url.pathname.startsWith('/redoc/') || pages.get(url.pathname)?.has(anchor)
          if (!known) broken.push(`${address} -> ${link}`)
        } else {
          files.add(url.pathname)
        }
      }
    }
    for (const file of files) {
      const response = await fetch(site.origin + file)
      if (!response.ok) broken.push(`-> ${file}: ${response.status}`)
    }
    expect(broken).toEqual([])
    expect(visited.size).toBe(pageAddresses().length)
  })
})

function collect(): Visited {
  return {
    ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
    links: [
      ...document.querySelectorAll<HTMLAnchorElement | HTMLLinkElement>('a[href], link[rel=alternate]'),
    ].map(({ href }) => href),
  }
}
