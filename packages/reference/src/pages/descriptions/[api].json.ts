import type { APIRoute, GetStaticPaths } from 'astro'
import { siteApis } from '../../description/site.ts'

/** The description as JSON, for the mock in the page: JSON parses in a tenth of the time. */
export const getStaticPaths = (() =>
  siteApis.map(({ api, document }) => ({ params: { api }, props: { document } }))) satisfies GetStaticPaths

export const GET: APIRoute = ({ props }) => new Response(JSON.stringify(props.document))
