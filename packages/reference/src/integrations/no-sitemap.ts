import type { AstroIntegration } from 'astro'

/**
 * Keeps Starlight from adding a sitemap, which it does unless an integration has this name. A sitemap needs full addresses,
 * and the host is not known.
 */
export function noSitemap(): AstroIntegration {
  return { name: '@astrojs/sitemap', hooks: {} }
}
