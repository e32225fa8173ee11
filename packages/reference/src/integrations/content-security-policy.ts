import { createHash } from 'node:crypto'
import { glob, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'

/** What a policy allows besides the files of the site and the inline parts of the page. */
export interface PolicyOptions {
  /** Hosts that the page may call. @default none but its own */
  connect?: string
  /** Allows a library to write styles and start workers in the page. @default false */
  ownStyles?: boolean
}

/** Gives every page a Content Security Policy; pages with a form may call the address that the reader gives. */
export function contentSecurityPolicy(): AstroIntegration {
  return {
    name: 'clientele:content-security-policy',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const folder = fileURLToPath(dir)
        for await (const file of glob('**/*.html', { cwd: folder, exclude: ['redoc/**'] })) {
          const path = `${folder}/${file}`
          const html = await readFile(path, 'utf8')
          const connect = html.includes('<try-it') ? ' http: https:' : ''
          await writeFile(path, withPolicy(html, { connect }))
        }
      },
    },
  }
}

const inlineScript = /<script(?![^>]*\ssrc=)(?![^>]*\stype="application\/json")[^>]*>([\s\S]*?)<\/script>/g
const inlineStyle = /<style[^>]*>([\s\S]*?)<\/style>/g
const styleAttribute = /(<[a-z][^<>]*?) style="([^"<>]*)"([^<>]*>)/g

/**
 * Writes a Content Security Policy into a page (CSP Level 3), without `'unsafe-inline'` and `'unsafe-eval'`: inline
 * scripts and styles are allowed by their hashes, and style attributes, which have none, become classes.
 */
export function withPolicy(html: string, { connect = '', ownStyles = false }: PolicyOptions = {}): string {
  const page = ownStyles ? html : withoutStyleAttributes(html)
  const styles = ownStyles ? " 'unsafe-inline'" : hashes(page, inlineStyle)
  const policy = [
    "default-src 'self'",
    // The search is WebAssembly.
    `script-src 'self' 'wasm-unsafe-eval'${hashes(page, inlineScript)}`,
    `style-src 'self'${styles}`,
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src 'self'${connect}`,
    "object-src 'none'",
    ...(ownStyles ? ["worker-src 'self' blob:"] : []),
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ')
  return page.replace(/<head>/, `$&<meta http-equiv="content-security-policy" content="${policy}">`)
}

function withoutStyleAttributes(html: string): string {
  const rules = new Map<string, string>()
  const page = html.replaceAll(styleAttribute, (_, before: string, style: string, after: string) => {
    const name = `style-${digest(style, 'hex').slice(0, 8)}`
    rules.set(name, style)
    const tag = before + after
    return / class="/.test(tag) ? tag.replace(/ class="/, `$&${name} `) : `${before} class="${name}"${after}`
  })
  if (rules.size === 0) return html
  const css = [...rules].map(([name, style]) => `.${name}{${style}}`).join('')
  return page.replace('</head>', `<style>${css}</style></head>`)
}

function hashes(html: string, parts: RegExp): string {
  const found = [...html.matchAll(parts)].map(([, text = '']) => ` 'sha256-${digest(text, 'base64')}'`)
  return [...new Set(found)].join('')
}

function digest(text: string, encoding: 'base64' | 'hex'): string {
  return createHash('sha256').update(text).digest(encoding)
}
