import type { APIRoute, GetStaticPaths } from 'astro'
import { siteApis } from '../../description/site.ts'
import { apiMarkdown } from '../../markdown/api-markdown.ts'

export const getStaticPaths = (() =>
  siteApis.map((site) => ({ params: { api: site.api }, props: { site } }))) satisfies GetStaticPaths

export const GET: APIRoute = ({ props }) => new Response(apiMarkdown(props.site, import.meta.env.BASE_URL))
