import { glob, mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'
import { close, createIndex } from 'pagefind'

/** Pagefind's ready-made interfaces, which this site does not use. */
const unused = /^pagefind-(component-ui|modular-ui|ui|highlight)\./

/**
 * Builds the search index over the finished pages.
 *
 * Pagefind's own process may end before it has written its files, which leaves empty files on a busy machine. So they are
 * written here.
 */
export function searchIndex(): AstroIntegration {
  return {
    name: 'clientele:search-index',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const pages = await writeIndex(dir)
        await writeFile(new URL('pagefind/words.json', dir), JSON.stringify(await wordsOf(dir)))
        logger.info(`${pages} pages indexed`)
      },
    },
  }
}

/** Enough words to correct typing errors. The file stays small however large the site is. */
const mostWords = 4000

/** The words of the pages, the most frequent first, by which the search recognises typing errors. */
async function wordsOf(site: URL): Promise<string[]> {
  const folder = fileURLToPath(site)
  const counts = new Map<string, number>()
  for await (const file of glob('**/*.html', { cwd: folder, exclude: ['redoc/**'] })) {
    const html = await readFile(`${folder}/${file}`, 'utf8')
    const text = html
      .slice(html.indexOf('<main'))
      .replaceAll(/<(script|style|pre)[\s\S]*?<\/\1>|<[^>]*>/g, ' ')
    for (const [word] of text.toLowerCase().matchAll(/\b[a-z]{4,24}\b/g))
      counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const frequent = [...counts]
    .filter(([, count]) => count > 1)
    .sort(([a, n], [b, m]) => m - n || a.localeCompare(b))
  return frequent.slice(0, mostWords).map(([word]) => word)
}

/** Query options such as `$filter` start with a dollar sign. Pagefind must index it, because it searches for it. */
const includeCharacters = '$'

async function writeIndex(site: URL): Promise<number> {
  try {
    const { index } = checked(await createIndex({ includeCharacters }))
    if (!index) throw new Error('Pagefind gave no index.')
    const { page_count: pages } = checked(await index.addDirectory({ path: fileURLToPath(site) }))
    const { files } = checked(await index.getFiles())
    for (const { path, content } of files.filter(({ path }) => !unused.test(path))) {
      const file = new URL(`pagefind/${path.replaceAll('\\', '/')}`, site)
      await mkdir(new URL('.', file), { recursive: true })
      await writeFile(file, content)
    }
    return pages
  } finally {
    await close()
  }
}

function checked<Answer extends { errors: string[] }>(answer: Answer): Answer {
  if (answer.errors.length > 0) throw new Error(`Pagefind: ${answer.errors.join('; ')}`)
  return answer
}
