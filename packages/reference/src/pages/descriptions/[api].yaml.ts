import type { APIRoute, GetStaticPaths } from 'astro'
import { stringify } from 'yaml'
import { siteApis } from '../../description/site.ts'

/** The bundled description, for other tools. */
export const getStaticPaths = (() =>
  siteApis.map(({ api, document }) => ({ params: { api }, props: { document } }))) satisfies GetStaticPaths

export const GET: APIRoute = ({ props }) =>
  new Response(stringify(props.document, { aliasDuplicateObjects: false, lineWidth: 110 }))
