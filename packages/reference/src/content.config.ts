import { defineCollection } from 'astro:content'
import { docsLoader, i18nLoader } from '@astrojs/starlight/loaders'
import { docsSchema, i18nSchema } from '@astrojs/starlight/schema'
import { z } from 'astro/zod'

export const collections = {
  docs: defineCollection({
    loader: docsLoader(),
    schema: docsSchema({
      extend: z.object({
        /** Whether the page has a first heading of its own. */
        ownTitle: z.boolean().default(false),
        /** Address of the Markdown twin, when it is not the page's own plus `.md`; empty when there is none. */
        twin: z.string().optional(),
      }),
    }),
  }),
  /** Texts of the shell that Starlight does not have. */
  i18n: defineCollection({ loader: i18nLoader(), schema: i18nSchema() }),
}
