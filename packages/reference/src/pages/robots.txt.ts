import type { APIRoute } from 'astro'
import { withBase } from '../description/addresses.ts'

export const GET: APIRoute = ({ site }) => {
  const sitemap = site && new URL(withBase(import.meta.env.BASE_URL, '/sitemap-index.xml'), site).href
  return new Response(`User-agent: *\nAllow: /\n${sitemap ? `Sitemap: ${sitemap}\n` : ''}`)
}
