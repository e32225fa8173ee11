import journeys from 'clientele:journeys'
import type { APIRoute, GetStaticPaths } from 'astro'
import { journeyMarkdown } from '../../markdown/journey-markdown.ts'

export const getStaticPaths = (() =>
  journeys.map((journey) => ({
    params: { journey: journey.name },
    props: { journey },
  }))) satisfies GetStaticPaths

export const GET: APIRoute = ({ props }) => new Response(journeyMarkdown(props.journey))
