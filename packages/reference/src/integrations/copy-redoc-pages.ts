import { cp, readdir } from 'node:fs/promises'
import type { AstroIntegration } from 'astro'

const redocPages = new URL('../../generated/redoc/', import.meta.url)

/** Puts the Redoc pages, which the `docs` task builds, beside the static ones. */
export function copyRedocPages(): AstroIntegration {
  return {
    name: 'clientele:redoc-pages',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        await readdir(redocPages).catch((cause: unknown) => {
          throw new Error(
            'The Redoc pages are missing. Run turbo\'s task "docs" of @clientele/reference first.',
            {
              cause,
            },
          )
        })
        await cp(redocPages, new URL('redoc/', dir), { recursive: true })
      },
    },
  }
}
