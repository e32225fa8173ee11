import type { APIRoute } from 'astro'
import { llmsIndex } from '../markdown/site-text.ts'

export const GET: APIRoute = async () => new Response(await llmsIndex(import.meta.env.BASE_URL))
