import type { CollectionEntry } from 'astro:content'

/** A guide as Markdown: its source with the title as heading, and links that lead to where the site lives. */
export function guideMarkdown(guide: CollectionEntry<'docs'>, base: string): string {
  const body = (guide.body ?? '')
    .replaceAll('](/', `](${base.replace(/\/$/, '')}/`)
    // What follows the language of a fence is for the tests.
    .replaceAll(/^(```\w+) .*$/gm, '$1')
  return `# ${guide.data.title}\n\n${body.trim()}\n`
}
