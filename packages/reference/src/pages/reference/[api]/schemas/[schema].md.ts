import type { APIRoute, GetStaticPaths } from 'astro'
import { siteApis } from '../../../../description/site.ts'
import { schemaMarkdown } from '../../../../markdown/schema-markdown.ts'

export const getStaticPaths = (() =>
  siteApis.flatMap(({ api, schemas }) =>
    schemas.map((schema) => ({ params: { api, schema: schema.name }, props: { schema } })),
  )) satisfies GetStaticPaths

export const GET: APIRoute = ({ props }) => new Response(schemaMarkdown(props.schema))
