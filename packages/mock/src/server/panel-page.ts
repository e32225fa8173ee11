import { readFileSync } from 'node:fs'
import type { WireAnswer } from '../exchange/message.ts'

/** Built files, even if the mock runs from its sources, because browsers cannot run TypeScript. */
const folder = new URL('../../dist/panel/', import.meta.url)

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Mock</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="panel/page.css">
    <script type="module" src="panel/page.js"></script>
  </head>
  <body>
    <main>
      <h1>Control of the mock</h1>
      <noscript>This page needs JavaScript. The control routes work without it.</noscript>
    </main>
  </body>
</html>
`

const look = `html { color-scheme: light dark; background: light-dark(#fff, #17171c); color: light-dark(#1b1b1f, #ececf1) }
body { margin: 0 auto; max-width: 75rem; font: 1rem/1.5 system-ui, sans-serif }
h1 { font-size: 1.25rem; margin: 0; padding: .75rem 1rem 0 }
`

/** Everything comes from the mock itself, and other pages may not frame it. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * The page at `/__mock/` and its files. They hold no data, so they need no token: the page asks for it.
 *
 * @param path Below `/__mock/`.
 * @returns undefined if there is no such file.
 */
export function panelPage(path: string): WireAnswer | undefined {
  if (path === '') return answer('text/html', page)
  if (path === 'panel/page.css') return answer('text/css', look)
  const [, name] = /^panel\/([a-z-]+\.js)$/.exec(path) ?? []
  if (name === undefined) return undefined
  try {
    return answer('text/javascript', readFileSync(new URL(name, folder), 'utf8'))
  } catch {
    return undefined
  }
}

function answer(mediaType: string, body: string): WireAnswer {
  const headers = {
    'Content-Type': `${mediaType}; charset=utf-8`,
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-cache',
  }
  return { status: 200, headers, body }
}
