import type { APIRoute, GetStaticPaths } from 'astro'
import { siteApis } from '../../../description/site.ts'
import { operationMarkdown } from '../../../markdown/operation-markdown.ts'

export const getStaticPaths = (() =>
  siteApis.flatMap(({ api, operations }) =>
    operations.map((operation) => ({
      params: { api, operation: operation.operationId },
      props: { operation },
    })),
  )) satisfies GetStaticPaths

export const GET: APIRoute = ({ props }) => new Response(operationMarkdown(props.operation))
