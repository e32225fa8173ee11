import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve, sep } from 'node:path'
import { upgrade } from '@scalar/openapi-upgrader'
import { type Document, LineCounter, parseDocument } from 'yaml'
import { isObject, type JsonObject } from './json.ts'
import { UsageError } from './usage-error.ts'

/** An OpenAPI document on its way into `specs`. */
export interface Taken {
  content: JsonObject
  /** The document with its comments, if it can be written as it was read. */
  original?: Document
  /** The changes, one line each. */
  changes: string[]
}

/** In bytes: more than any description written by people. */
const largest = 128 * 1024 * 1024

/** How many values an alias may expand to, including nested ones. */
const mostAliases = 10_000

const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js')

/**
 * Reads an OpenAPI file as OpenAPI 3.1 in one piece.
 *
 * @param name The file as the user named it, for messages.
 * @throws {UsageError} When there is no such file, or it holds something else.
 */
export function readOpenApiFile(file: string, name: string): Taken {
  if (!existsSync(file)) throw new UsageError(`${name} does not exist.`)
  const stat = statSync(file)
  if (stat.isDirectory()) throw new UsageError(`${name} is a folder. Name its OpenAPI file.`)
  if (!stat.isFile()) throw new UsageError(`${name} is not a file and may be endless.`)
  if (stat.size > largest) throw new UsageError(`${name} is larger than ${largest} bytes.`)
  const text = readFileSync(file, 'utf8')
  const original = parse(text, name)
  const content = checkFormat(contentOf(original, name), name)
  if (refersToFiles(content)) {
    checkReferences(file, name)
    const changes = ['The files that it refers to were merged into one.']
    return upgraded({ content: bundle(file, name), changes }, name)
  }
  // A file in JSON becomes YAML, like all descriptions.
  const isYaml = !text.trimStart().startsWith('{')
  return upgraded({ content, changes: [], ...(isYaml && { original }) }, name)
}

function parse(text: string, name: string): Document {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false })
  const [error] = document.errors
  if (error) {
    const { line, col } = lineCounter.linePos(error.pos[0])
    throw new UsageError(`${name}:${line}:${col} is neither YAML nor JSON: ${error.message}`)
  }
  return document
}

/** @throws {UsageError} When a few aliases expand to more than fits into memory. */
function contentOf(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: mostAliases })
  } catch (cause) {
    throw new UsageError(`${name} cannot be read: ${(cause as Error).message}`)
  }
}

/**
 * The files that a description refers to end up in `specs`, where they are published. A description from elsewhere must
 * not name other files of this machine, or make it ask other hosts.
 *
 * @throws {UsageError} When a file leads out of the folder of the first one.
 */
function checkReferences(file: string, name: string): void {
  const folder = realpathSync(dirname(file)) + sep
  const seen = new Set<string>()
  const check = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    for (const reference of fileReferences(contentOf(parse(readFileSync(path, 'utf8'), name), name))) {
      const [target = ''] = reference.split('#')
      const wanted = resolve(dirname(path), decodeURI(target))
      const real = existsSync(wanted) ? realpathSync(wanted) : wanted
      if (/^[a-z][a-z\d+.-]+:|^\/\//i.test(target) || !real.startsWith(folder))
        throw new UsageError(
          `${name} refers to ${target}, which is not in its folder. Put the file there if you trust it, and refer to it there.`,
        )
      if (existsSync(real) && statSync(real).isFile() && /\.(ya?ml|json)$/i.test(real)) check(real)
    }
  }
  check(realpathSync(file))
}

function fileReferences(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return []
  const { $ref } = node as { $ref?: unknown }
  const own = typeof $ref === 'string' && !$ref.startsWith('#') ? [$ref] : []
  return [...own, ...Object.values(node).flatMap(fileReferences)]
}

function checkFormat(content: unknown, name: string): JsonObject {
  if (!isObject(content) || !('openapi' in content || 'swagger' in content))
    throw new UsageError(`${name} is not an OpenAPI file: it has neither "openapi" nor "swagger" at its top.`)
  const version = String(content.openapi ?? content.swagger)
  if (!/^(2\.0|3\.[0-2](\.|$))/.test(version))
    throw new UsageError(`${name} is of OpenAPI ${version}. Versions 2.0 and 3.0 to 3.2 can be imported.`)
  if (!isObject(content.paths) || Object.keys(content.paths).length === 0)
    throw new UsageError(`${name} has no paths, so a client could not call anything.`)
  return content
}

function refersToFiles(node: unknown): boolean {
  return fileReferences(node).length > 0
}

function bundle(file: string, name: string): JsonObject {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-new-api-'))
  try {
    const output = join(folder, 'bundle.json')
    const { status, stderr } = spawnSync(
      process.execPath,
      [redocly, 'bundle', file, '--output', output, '--ext', 'json'],
      {
        encoding: 'utf8',
        cwd: folder,
        env: {
          ...process.env,
          REDOCLY_TELEMETRY: 'off',
          REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
          NO_COLOR: '1',
        },
      },
    )
    if (status !== 0) {
      const reason = stderr.split('\n').find((line) => /can't resolve|cannot|failed|error/i.test(line))
      throw new UsageError(`${name} refers to files that cannot be read: ${(reason ?? stderr).trim()}`)
    }
    return JSON.parse(readFileSync(output, 'utf8'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function upgraded(taken: Taken, name: string): Taken {
  const { content, changes } = taken
  const from = String(content.openapi ?? content.swagger)
  if (from.startsWith('3.1') || from.startsWith('3.2')) return taken
  try {
    const converted = upgrade(content, '3.1') as unknown as JsonObject
    return {
      content: converted,
      changes: [...changes, `It was converted from OpenAPI ${from} to ${converted.openapi}.`],
    }
  } catch (cause) {
    throw new UsageError(
      `${name} cannot be converted from OpenAPI ${from} to 3.1: ${(cause as Error).message}`,
    )
  }
}
