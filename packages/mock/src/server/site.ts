import { readFileSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { MockRequest, WireAnswer } from '../exchange/message.ts'
import { MockConfigurationError } from '../json/mistakes.ts'

/** Tells pages that the mock serves them, so that their requests can go to the same origin. */
const mark = '<meta name="clientele-mock" content="same-origin">'

/** A folder of static files, served wherever no description has a path. */
export class Site {
  readonly #root: string

  /** @throws MockConfigurationError when there is no such folder. */
  constructor(folder: string) {
    try {
      this.#root = realpathSync(folder)
      if (statSync(this.#root).isDirectory()) return
    } catch {
      // Reported below, together with a path that is not a folder.
    }
    throw new MockConfigurationError(
      `There is no folder ${folder} to serve (--site). Build the site first, or leave --site out.`,
    )
  }

  /** The file for a request, the site's 404 page where there is none, undefined for other methods. */
  answer({ method, path }: MockRequest): WireAnswer | undefined {
    if (method !== 'GET' && method !== 'HEAD') return undefined
    const wanted = decodePath(path)
    const file = wanted === undefined ? undefined : this.#find(wanted)
    if (file?.endsWith(sep)) return redirect(`${path}/`)
    const found = file ?? this.#find('/404.html')
    if (found === undefined) return undefined
    return {
      status: file ? 200 : 404,
      headers: headersOf(found),
      body: method === 'HEAD' ? undefined : contentOf(found),
    }
  }

  /** The real path of a file inside the folder; a path that ends in a separator is a folder without slash. */
  #find(path: string): string | undefined {
    const inside = this.#inside(path)
    if (inside === undefined) return this.#inside(`${path}.html`)
    if (!statSync(inside).isDirectory()) return inside
    const index = this.#inside(join(path, 'index.html'))
    return index !== undefined && !path.endsWith('/') ? `${inside}${sep}` : index
  }

  /**
   * Symbolic links are followed first, so neither they nor dot segments lead out of the folder. Files whose names begin
   * with a dot (`.env`, `.git`) are not for readers.
   */
  #inside(path: string): string | undefined {
    try {
      const real = realpathSync(join(this.#root, path))
      if (real === this.#root) return real
      const hidden = /[\\/]\.(?!well-known(?:[\\/]|$))/.test(real.slice(this.#root.length))
      return real.startsWith(this.#root + sep) && !hidden ? real : undefined
    } catch {
      return undefined
    }
  }
}

function decodePath(path: string): string | undefined {
  try {
    const decoded = decodeURIComponent(path)
    return decoded.includes('\0') ? undefined : decoded
  } catch {
    return undefined
  }
}

function redirect(location: string): WireAnswer {
  // A second slash at the start would name another host.
  return { status: 301, headers: { Location: location.replace(/^\/+/, '/') }, body: undefined }
}

function headersOf(file: string): Record<string, string> {
  return { 'Content-Type': mediaTypeOf(file), 'Cache-Control': 'no-cache' }
}

function contentOf(file: string): Uint8Array | string {
  if (!file.endsWith('.html')) return readFileSync(file)
  return readFileSync(file, 'utf8').replace(/<head(?:\s[^>]*)?>/i, (head) => head + mark)
}

/** Content types of the files that static sites are made of, by extension. */
const mediaTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
  webmanifest: 'application/manifest+json',
  xml: 'application/xml',
  yaml: 'application/yaml',
  yml: 'application/yaml',
  md: 'text/markdown; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
  gif: 'image/gif',
  ico: 'image/x-icon',
  woff: 'font/woff',
  woff2: 'font/woff2',
  ttf: 'font/ttf',
  wasm: 'application/wasm',
  pdf: 'application/pdf',
}

/** Content type of a file by its name; everything unknown (such as Pagefind's indexes) is plain bytes. */
function mediaTypeOf(path: string): string {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
  return mediaTypes[extension] ?? 'application/octet-stream'
}
