import { describe, expect, test } from 'vitest'
import type { SiteApi } from '../src/description/site.ts'
import { type NavigationEntry, type NavigationLink, navigationOf } from '../src/navigation/navigation.ts'

/** An API with operations in groups of five, and one schema for each group. */
function generated(api: string, groups: number): SiteApi {
  const names = Array.from({ length: groups }, (_, index) => `Group ${index}`)
  return {
    api,
    document: {
      info: { title: `The ${api}`, version: '1' },
      tags: names.map((name) => ({ name })),
    },
    operations: names.flatMap((name, group) =>
      [0, 1, 2, 3, 4].map((index) => ({
        operationId: `do${group}x${index}`,
        summary: `Do ${group} ${index}`,
        method: 'GET',
        tags: [name],
      })),
    ),
    schemas: names.map((_, index) => ({ name: `Schema${index}` })),
  } as unknown as SiteApi
}

function links(entries: readonly NavigationEntry[]): NavigationLink[] {
  return entries.flatMap((entry) => ('href' in entry ? [entry] : links(entry.entries)))
}

describe('the navigation of a page', () => {
  const of = navigationOf([generated('small', 2), generated('large', 2000)], '/base/')
  const hrefs = (path: string) => links(of(path).entries).map(({ href }) => href)

  test('lists all operations of a small API, and links to the other', () => {
    const listed = hrefs('/base/reference/small/do1x3/')
    expect(listed).toContain('/base/reference/small/do0x0/')
    expect(listed).toContain('/base/reference/small/schemas/Schema1/')
    expect(listed.filter((href) => href.includes('/large/'))).toEqual(['/base/reference/large/'])
  })

  test('lists the group of the operation in a large API, and links to the groups around it', () => {
    const listed = hrefs('/base/reference/large/do1000x3/')
    expect(listed.filter((href) => /\/do\d+x/.test(href))).toEqual(
      [0, 1, 2, 3, 4].map((index) => `/base/reference/large/do1000x${index}/`),
    )
    expect(listed).toContain('/base/reference/large/#group-Group-1001')
  })

  test.each([
    '/base/guides/start/',
    '/base/reference/large/',
    '/base/reference/large/do0x0/',
    '/base/reference/large/do1999x4/',
    '/base/reference/large/schemas/Schema1999/',
  ])('of %s has an end, and holds the page itself', (path) => {
    const listed = hrefs(path)
    expect(listed.length).toBeLessThan(120)
    expect(listed).toContain(path)
  })

  test('turns pages in reading order', () => {
    expect(of('/base/reference/large/do7x4/')).toMatchObject({
      previous: { label: 'Do 7 3' },
      next: { label: 'Do 8 0', href: '/base/reference/large/do8x0/' },
    })
    expect(of('/base/reference/small/')).not.toHaveProperty('previous')
    expect(of('/base/errors/')).not.toHaveProperty('next')
  })
})
