import { describe, expect, test } from 'vitest'
import { ownPage, ownScript } from '../redoc/own-page.ts'
import { markdownAddress, withBase } from '../src/description/addresses.ts'
import { plainSummary } from '../src/markdown/plain-summary.ts'
import { inlineHtml, proseHtml } from '../src/markdown/prose-html.ts'
import { siteAddress } from '../src/site-address.ts'
import { shellWords } from './support/shell-words.ts'

test.each([
  ['Reads `one` [page](https://a.example). Then more.', 'Reads one page.'],
  ['No full stop', 'No full stop'],
  ['Version 1.5 of\nit. Next.', 'Version 1.5 of it.'],
  ['', ''],
])('the plain summary of %j', (markdown, want) => {
  expect(plainSummary(markdown)).toBe(want)
})

test('prose is CommonMark, one line of it has no paragraph', () => {
  expect(proseHtml('Send `id`.')).toBe('<p>Send <code>id</code>.</p>\n')
  expect(inlineHtml('Send `id`.')).toBe('Send <code>id</code>.')
  expect(proseHtml('')).toBe('')
})

test.each([
  ['the path `/<api>/` of <api>', '<p>the path <code>/&lt;api&gt;/</code> of &lt;api&gt;</p>\n'],
  ['a\n\n<script>alert(1)</script>', '<p>a</p>\n&lt;script&gt;alert(1)&lt;/script&gt;\n'],
  ['[a](javascript:alert(1))', '<p><a>a</a></p>\n'],
  ['[a](https://a.example)', '<p><a href="https://a.example">a</a></p>\n'],
  ['![a chart](https://a.example/a.png)', '<p>a chart</p>\n'],
])('the prose of %j runs nothing and loads nothing', (markdown, want) => {
  expect(proseHtml(markdown)).toBe(want)
})

test.each([
  ['/', '/errors/', '/errors/'],
  ['/clientele', '/errors/', '/clientele/errors/'],
  ['/clientele/', '/', '/clientele/'],
])('the base %s before %s', (base, address, want) => {
  expect(withBase(base, address)).toBe(want)
})

test.each([
  [undefined, { base: '/' }],
  ['', { base: '/' }],
  ['/clientele', { base: '/clientele' }],
  ['clientele', { base: '/clientele' }],
  ['/some/where/', { base: '/some/where/' }],
  ['https://owner.github.io/clientele', { base: '/clientele', site: 'https://owner.github.io' }],
  ['https://docs.example', { base: '/', site: 'https://docs.example' }],
  ['http://localhost:8080/a/', { base: '/a/', site: 'http://localhost:8080' }],
])('CLIENTELE_SITE_BASE=%s', (text, want) => {
  expect(siteAddress(text)).toEqual(want)
})

test.each([
  'owner.github.io/clientele',
  'ftp://docs.example/',
  'https://docs.example/?a=b',
  '/a b',
  'C:/Git/clientele',
])('CLIENTELE_SITE_BASE=%s is an error that says what to give', (text) => {
  expect(() => siteAddress(text)).toThrow(
    `CLIENTELE_SITE_BASE is "${text}". Give a path, such as "/clientele"`,
  )
})

test('the Markdown twin has the address of its page and .md', () => {
  expect(markdownAddress('/reference/a/b/')).toBe('/reference/a/b.md')
})

test.each([
  [
    `curl 'a b' --header "X: $TOKEN" \\\n  -d '{"it":"'\\''s"}'`,
    ['curl', 'a b', '--header', 'X: t', '-d', `{"it":"'s"}`],
  ],
  [`a ''`, ['a', '']],
])('the shell words of %j', (command, want) => {
  expect(shellWords(command, { TOKEN: 't' })).toEqual(want)
})

describe('a Redoc page', () => {
  const cdn = 'https://cdn.redocly.com/redoc/v3.0.1/bundles/redoc.standalone.js'
  const page = `<head><title>A</title><link rel="modulepreload" href="${cdn}" integrity="sha384-x" crossorigin="anonymous" /></head>
<body class="b"><a href="/ships">x</a><script type="module">import { hydrate } from "${cdn}";</script></body>`

  test('loads everything from its own site', () => {
    const own = ownPage(page, 'All "ships"')
    expect(own).toContain('<link rel="modulepreload" href="../redoc.js" />')
    expect(own).toContain('from "../redoc.js"')
    expect(own).toContain('href="#/ships"')
    expect(own).toContain('content="All &quot;ships&quot;"')
    expect(own).toContain('<a href="../../"')
    expect(own).not.toContain('https://')
  })

  test('names Redoc as its maker, without a request', () => {
    const own = ownScript(
      'src:e?`https://cdn.redoc.ly/redoc/logo-mini-full.svg`:`https://cdn.redoc.ly/redoc/logo-mini.svg`',
    )
    expect(decodeURIComponent(own).match(/<text [^>]*>Redoc<\/text>/g)).toHaveLength(2)
    expect(own).not.toContain('cdn.redoc.ly')
  })

  test.each([
    ['does not import its script', page.replace(`from "${cdn}"`, 'from "elsewhere"')],
    ['still loads from another host', `${page}<img src="https://cdn.example/x.png">`],
  ])('that %s is an error', (message, html) => {
    expect(() => ownPage(html, '')).toThrow(message)
  })

  test('whose script lost the outside logo is an error', () => {
    expect(() => ownScript('nothing')).toThrow('the logo to replace is not in this version of Redoc')
  })
})
