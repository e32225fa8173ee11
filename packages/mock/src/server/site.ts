import { readFileSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { MockRequest, WireAnswer } from '../exchange/message.ts'
import { percentDecoded } from '../exchange/message.ts'
import { MockConfigurationError } from '../json/mistakes.ts'

/** Marks pages as served by the mock, so that their requests can go to the same origin. */
const mark = '<meta name="clientele-mock" content="same-origin">'

/** A folder of static files, served at paths that no description has. */
export class Site {
  readonly #root: string
  readonly #kept = new Map<string, { readonly mtimeMs: number; readonly bytes: Uint8Array }>()
  #keptBytes = 0

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

  /** The file for a request, the site's 404 page if there is none, undefined for other methods. */
  answer({ method, path, headers }: MockRequest): WireAnswer | undefined {
    if (method !== 'GET' && method !== 'HEAD') return undefined
    const wanted = percentDecoded(path)
    const file = wanted === undefined || wanted.includes('\0') ? undefined : this.#find(wanted)
    if (file?.endsWith(sep)) return redirect(path)
    const found = file ?? this.#find('/404.html')
    if (found === undefined) return undefined
    const sent = this.#content(found, headers['accept-encoding'])
    return {
      status: file ? 200 : 404,
      headers: sent.headers,
      body: method === 'HEAD' ? undefined : sent.body,
    }
  }

  /**
   * Compressed for clients that accept it, if that makes a file smaller. Cached, since it takes 20 ms for a megabyte.
   */
  #content(file: string, accepted: string | undefined): Content {
    const plain = { headers: headersOf(file), body: contentOf(file) }
    if (!isCompressible(plain.headers['Content-Type']) || plain.body.length < smallest) return plain
    const headers = { ...plain.headers, Vary: 'Accept-Encoding' }
    if (!takesGzip(accepted)) return { headers, body: plain.body }
    return { headers: { ...headers, 'Content-Encoding': 'gzip' }, body: this.#compressed(file, plain.body) }
  }

  #compressed(file: string, content: Uint8Array | string): Uint8Array {
    const { mtimeMs } = statSync(file)
    const known = this.#kept.get(file)
    if (known?.mtimeMs === mtimeMs) return known.bytes
    const bytes = process.getBuiltinModule('node:zlib').gzipSync(content)
    this.#keptBytes += bytes.length - (known?.bytes.length ?? 0)
    if (this.#keptBytes > mostKept) {
      this.#kept.clear()
      this.#keptBytes = bytes.length
    }
    this.#kept.set(file, { mtimeMs, bytes })
    return bytes
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

interface Content {
  readonly headers: Record<string, string>
  readonly body: Uint8Array | string
}

/** Smaller files do not get shorter by compression, in bytes. */
const smallest = 1_024

/** Limit of cached compressed files, in bytes together. */
const mostKept = 64 * 1024 * 1024

function isCompressible(mediaType: string | undefined): boolean {
  return /^text\/|^application\/(?:json|xml|yaml|manifest\+json|wasm)|svg/.test(mediaType ?? '')
}

/** RFC 9110, section 12.5.3: a coding with the weight 0 is not wanted, and `*` means all others. */
function takesGzip(accepted = ''): boolean {
  const weights = new Map(
    accepted.split(',').map((each): [string, boolean] => {
      const [coding = '', ...parameters] = each.split(';').map((part) => part.trim().toLowerCase())
      return [coding, !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter))]
    }),
  )
  return weights.get('gzip') ?? weights.get('*') ?? false
}

/** Relative, so that it keeps what a session or a proxy has before the path, and names no other host. */
function redirect(path: string): WireAnswer {
  const [last = ''] = path.split('/').slice(-1)
  return { status: 301, headers: { Location: `./${last}/` }, body: undefined }
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
