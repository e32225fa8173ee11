import { apiAddress, operationAddress, schemaAddress, withBase } from '../description/addresses.ts'
import type { SiteApi } from '../description/site.ts'
import { groupAnchor, groupsOf } from './groups.ts'
import { guides } from './guides.ts'

export interface NavigationLink {
  label: string
  href: string
  /** HTTP method of the operation behind the link. */
  method?: string
}

export interface NavigationGroup {
  label: string
  open: boolean
  entries: NavigationEntry[]
}

export type NavigationEntry = NavigationLink | NavigationGroup

/** The navigation beside a page and at its end. */
export interface Navigation {
  entries: NavigationEntry[]
  previous?: NavigationLink
  next?: NavigationLink
}

/** The most entries of one kind that a page lists. Without a limit, the site would grow with the square of its operations. */
const mostEntries = 40

/** The place of a page among all pages of its API and in its own list. */
interface Place {
  order: number
  /** Index of the operation's group; undefined for schemas and the overview. */
  group?: number
  index: number
}

/** The pages of an API, worked out once. */
interface ApiPages {
  title: string
  overview: NavigationLink
  groups: { label: string; links: NavigationLink[] }[]
  schemas: NavigationLink[]
  /** All of them in reading order. */
  order: NavigationLink[]
  places: Map<string, Place>
}

/**
 * Gives each page the navigation that it needs: the guides, the API that the page belongs to with the group of its
 * operation, and links to the rest.
 *
 * @param base - path of the site on its host.
 * @returns a function that takes the path of a page, base included.
 */
export function navigationOf(apis: readonly SiteApi[], base: string): (path: string) => Navigation {
  const link = (label: string, address: string) => ({ label, href: withBase(base, address) })
  const guideLinks = guides.map(({ slug, label }) => link(label, `/guides/${slug}/`))
  const everything = link('All operations', '/reference/')
  const catalogues = [
    link('Journeys', '/journeys/'),
    link('Errors', '/errors/'),
    link('Changes', '/changes/'),
  ]
  const all = apis.map((site) => apiPages(site, link))
  const apiOf = new Map(all.flatMap(({ order }, index) => order.map(({ href }) => [href, index])))
  const entryOf = (pages: ApiPages, path: string, own: boolean): NavigationEntry =>
    own ? ownPages(pages, path) : { ...pages.overview, label: pages.title }
  return (path) => {
    const here = apiOf.get(path)
    const own = here === undefined ? undefined : all[here]
    const apiEntries = all.map((pages, index) => () => entryOf(pages, path, index === here))
    return {
      entries: [
        { label: 'Guides', open: own === undefined, entries: guideLinks },
        everything,
        ...around(apiEntries, here).map((entry) => entry()),
        ...catalogues,
      ],
      ...(own
        ? neighbours(own.order, own.places.get(path)?.order)
        : neighbours(
            guideLinks,
            guideLinks.findIndex(({ href }) => href === path),
          )),
    }
  }
}

function apiPages(site: SiteApi, link: (label: string, address: string) => NavigationLink): ApiPages {
  const { api, document } = site
  const overview = link('Overview', apiAddress(api))
  const groups = groupsOf(site).map(({ name, operations }) => ({
    label: name,
    links: operations.map(({ summary, operationId, method }) => ({
      ...link(summary, operationAddress(api, operationId)),
      method,
    })),
  }))
  const schemas = site.schemas.map(({ name }) => link(name, schemaAddress(api, name)))
  const order = [overview, ...groups.flatMap(({ links }) => links), ...schemas]
  const places = new Map(order.map(({ href }, index): [string, Place] => [href, { order: index, index: 0 }]))
  for (const [index, { href }] of schemas.entries()) Object.assign(places.get(href) ?? {}, { index })
  for (const [group, { links }] of groups.entries())
    for (const [index, { href }] of links.entries()) Object.assign(places.get(href) ?? {}, { group, index })
  return { title: document.info.title, overview, groups, schemas, order, places }
}

/** The API of the page with its operations; of a large API only those of the page's group. */
function ownPages(pages: ApiPages, path: string): NavigationGroup {
  const { title, overview, groups, places } = pages
  const place = places.get(path)
  const small = groups.reduce((sum, { links }) => sum + links.length, 0) <= mostEntries
  const entryOf = ({ label, links }: ApiPages['groups'][number], index: number): NavigationEntry => {
    const own = index === place?.group
    if (!own && !small) return { label, href: `${overview.href}#${groupAnchor(label)}` }
    return { label, open: true, entries: around(links, own ? place.index : undefined) }
  }
  const [only] = groups
  return {
    label: title,
    open: true,
    entries: [
      overview,
      ...(only && groups.length === 1
        ? around(only.links, place?.group === 0 ? place.index : undefined)
        : around(groups, place?.group).map((group) => entryOf(group, groups.indexOf(group)))),
      ...schemaEntries(pages, path),
    ],
  }
}

function schemaEntries({ schemas, places, overview }: ApiPages, path: string): NavigationEntry[] {
  if (schemas.length === 0) return []
  const place = places.get(path)
  const here = place && schemas[place.index]?.href === path ? place.index : undefined
  if (here === undefined && schemas.length > mostEntries)
    return [{ label: 'Schemas', href: `${overview.href}#schemas` }]
  return [{ label: 'Schemas', open: here !== undefined, entries: around(schemas, here) }]
}

/** The entries around the one at `here`, as many as a page may list. */
function around<Entry>(entries: readonly Entry[], here = 0): Entry[] {
  const start = Math.max(0, Math.min(here - mostEntries / 2, entries.length - mostEntries))
  return entries.slice(start, start + mostEntries)
}

function neighbours(order: readonly NavigationLink[], here = -1): Pick<Navigation, 'previous' | 'next'> {
  const previous = order[here - 1]
  const next = here < 0 ? undefined : order[here + 1]
  return { ...(previous && { previous }), ...(next && { next }) }
}
