import type { APIRoute } from 'astro'
import { llmsIndex } from '../markdown/site-text.ts'

export const GET: APIRoute = async ({ site }) => {
  const base = import.meta.env.BASE_URL
  return new Response(await llmsIndex(site ? new URL(base, site).href : base))
}
