import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { withPolicy } from '../src/integrations/content-security-policy.ts'

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

function policyOf(html: string): string {
  return /content-security-policy" content="([^"]*)"/.exec(html)?.[1] ?? ''
}

describe('the policy of a page', () => {
  const page = (head: string, body = '') => `<html><head>${head}</head><body>${body}</body></html>`

  test('allows inline scripts and styles by their hashes', () => {
    const policy = policyOf(withPolicy(page('<style>a{}</style>', '<script type="module">b()</script>')))
    expect(policy).toContain(`style-src 'self' ${hash('a{}')};`)
    expect(policy).toContain(`script-src 'self' 'wasm-unsafe-eval' ${hash('b()')};`)
    expect(policy).not.toMatch(/'unsafe-/)
  })

  test('needs no hash for files and data', () => {
    const policy = policyOf(
      withPolicy(page('', '<script src="/a.js"></script><script type="application/json">{}</script>')),
    )
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';")
  })

  test('makes classes of style attributes, and leaves text as it is', () => {
    const html = withPolicy(
      page('', '<p style="color:red">a style="b"</p><p class="c" style="color:red">&lt;i style="d"></p>'),
    )
    const [, name] = /<p class="(style-\w+)">a style="b"<\/p>/.exec(html) ?? []
    expect(html).toContain(`<p class="${name} c">&lt;i style="d"></p>`)
    expect(html).toContain(`<style>.${name}{color:red}</style>`)
    expect(policyOf(html)).toContain(hash(`.${name}{color:red}`))
  })

  test.each([
    [{}, "connect-src 'self';"],
    [{ connect: ' https:' }, "connect-src 'self' https:;"],
    [{ ownStyles: true }, "style-src 'self' 'unsafe-inline';"],
  ])('with %j', (options, want) => {
    expect(policyOf(withPolicy(page(''), options))).toContain(want)
  })
})
