import { withPolicy } from '../src/integrations/content-security-policy.ts'

const cdnScript = /https:\/\/cdn\.redocly\.com\/[^"]+\/redoc\.standalone\.js/g
const outsideLogos = /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g

/** Redoc writes its links as paths of the host, although its script uses the fragment. */
const prerenderedRoute = /href="\/(?!\/)/g

/** Paths are relative to `/redoc/<api>/`, so that a page works under any base path. */
const script = '../redoc.js'
const favicon = '../../favicon.svg'

/** Stands behind Redoc's "API docs by", where the logo from outside would: the name is theirs, and needs no request. */
const wordmark = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="12" viewBox="0 0 40 12"><text x="0" y="10" ' +
    'fill="#3f83f8" font-family="system-ui,sans-serif" font-size="11" font-weight="700">Redoc</text></svg>',
)}`

/**
 * Makes a page of `redocly build-docs` self-sufficient: script from beside it, our icon, and a way back.
 *
 * @throws Error when the page no longer has the places this changes, so that an update of Redocly is noticed.
 */
export function ownPage(html: string, description: string): string {
  const page = html
    .replace(/(<link rel="modulepreload"[^>]*?) integrity="[^"]*" crossorigin="anonymous"/, '$1')
    .replaceAll(cdnScript, script)
    .replaceAll(outsideLogos, wordmark)
    .replaceAll(prerenderedRoute, 'href="#/')
    .replace('</title>', `</title>\n${headTags(description)}`)
    .replace(/<body[^>]*>/, `$&\n${backLink}`)
  if (!page.includes(`from "${script}"`))
    throw new Error('redoc/own-page.ts: the page does not import its script.')
  if (/https?:\/\/cdn\./.test(page))
    throw new Error('redoc/own-page.ts: the page still loads from another host.')
  // Redoc writes its styles while it is read (styled-components).
  return withPolicy(page, { ownStyles: true })
}

/**
 * Redoc's script with its name in place of the logo that it loads from outside.
 *
 * @throws Error when the script no longer has that logo.
 */
export function ownScript(source: string): string {
  const own = source.replaceAll(outsideLogos, wordmark)
  if (own === source)
    throw new Error('redoc/own-page.ts: the logo to replace is not in this version of Redoc.')
  return own
}

function headTags(description: string): string {
  return [
    `  <meta name="description" content="${description.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">`,
    `  <link rel="icon" href="${favicon}" type="image/svg+xml">`,
  ].join('\n')
}

/** Stands above Redoc's own round button, which narrow screens get. */
const backLink =
  '<a href="../../" style="position:fixed;right:1rem;bottom:5.5rem;z-index:99;padding:.5rem .9rem;border-radius:99px;' +
  'background:#0a6a59;color:#fff;font:600 14px/1 system-ui,sans-serif;text-decoration:none">Clientele</a>'
