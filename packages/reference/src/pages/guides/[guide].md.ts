import type { APIRoute, GetStaticPaths } from 'astro'
import { guideMarkdown } from '../../markdown/guide-markdown.ts'
import { guideEntries } from '../../markdown/site-text.ts'

export const getStaticPaths = (async () =>
  (await guideEntries()).map((guide) => ({
    params: { guide: guide.id.replace('guides/', '') },
    props: { guide },
  }))) satisfies GetStaticPaths

export const GET: APIRoute = ({ props }) => new Response(guideMarkdown(props.guide, import.meta.env.BASE_URL))
