import { defineCollection } from 'astro:content'
import { docsLoader } from '@astrojs/starlight/loaders'
import { docsSchema } from '@astrojs/starlight/schema'
import { z } from 'astro/zod'

export const collections = {
  docs: defineCollection({
    loader: docsLoader(),
    schema: docsSchema({
      extend: z.object({
        /** The page brings its own first heading. */
        ownTitle: z.boolean().default(false),
        /** Markdown twin of the page, when its address is not the page's own plus `.md`. */
        twin: z.string().optional(),
      }),
    }),
  }),
}
