import type { AstroIntegration } from 'astro'

/**
 * Keeps Starlight from adding its sitemap, which it does unless there is an integration of this name: a sitemap holds
 * full addresses, and without the address of the host there are none.
 */
export function noSitemap(): AstroIntegration {
  return { name: '@astrojs/sitemap', hooks: {} }
}
