import { defineRouteMiddleware } from '@astrojs/starlight/route-data'
import { twinAddress } from './markdown/twin.ts'

/** Links to the Markdown of a page in its head. */
export const onRequest = defineRouteMiddleware(({ locals, url }) => {
  const { entry, head } = locals.starlightRoute
  const href = twinAddress(url.pathname, entry)
  if (href) head.push({ tag: 'link', attrs: { rel: 'alternate', type: 'text/markdown', href } })
})
