import type { APIRoute } from 'astro'
import { errorCatalogue } from '../description/error-catalogue.ts'
import { siteApis } from '../description/site.ts'
import { errorsMarkdown } from '../markdown/errors-markdown.ts'

export const GET: APIRoute = () => new Response(errorsMarkdown(errorCatalogue(siteApis)))
