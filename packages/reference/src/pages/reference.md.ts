import type { APIRoute } from 'astro'
import { siteApis } from '../description/site.ts'
import { apiMarkdown } from '../markdown/api-markdown.ts'

/** All operations and schemas, API by API. */
export const GET: APIRoute = () =>
  new Response(siteApis.map((site) => apiMarkdown(site, import.meta.env.BASE_URL)).join('\n'))
