import type { APIRoute } from 'astro'
import { llmsFull } from '../markdown/site-text.ts'

export const GET: APIRoute = async () => new Response(await llmsFull(import.meta.env.BASE_URL))
