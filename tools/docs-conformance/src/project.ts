import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { apiNames, isDraft } from '@clientele/api-folders'
import { Description } from '@clientele/description'
import { type KnownContradiction, parseKnownContradictions } from './compare/known-contradictions.ts'
import type { Reading } from './facts/fact.ts'
import { parseYaml } from './facts/parse-yaml.ts'
import { readRecord, writeRecord } from './facts/record.ts'
import { UsageError } from './pages/page-files.ts'

/** The repository's own layout: where descriptions, records and reviewed contradictions are. */
export class Project {
  readonly root: string

  constructor(root: string = resolve(import.meta.dirname, '../../..')) {
    this.root = root
  }

  /** The APIs that have a description, in alphabetical order. */
  apis(): string[] {
    return apiNames(join(this.root, 'specs'))
  }

  /** Whether the gaps of an API are still a to-do list instead of findings. */
  isDraft(api: string): boolean {
    return isDraft(api, join(this.root, 'specs'))
  }

  bundlePath(api: string): string {
    return join(this.root, 'specs/dist', `${api}.yaml`)
  }

  recordPath(api: string): string {
    return join(this.root, 'specs', api, 'facts.yaml')
  }

  knownPath(api: string): string {
    return join(this.root, 'specs', api, 'known-contradictions.yaml')
  }

  /** The recorded facts, or `undefined` if none were recorded yet. */
  record(api: string): Reading | undefined {
    const path = this.recordPath(api)
    return existsSync(path) ? readRecord(readFileSync(path, 'utf8'), path) : undefined
  }

  writeRecord(api: string, reading: Reading): string {
    const path = this.recordPath(api)
    writeFileSync(path, writeRecord(reading))
    return path
  }

  /**
   * The reviewed contradictions of an API.
   *
   * @param path A file of its own, which must exist (default: the file in the folder of the API, which need not).
   * @throws {UsageError} When the given file does not exist.
   */
  known(api: string, path?: string): KnownContradiction[] {
    if (path !== undefined && !existsSync(path)) throw new UsageError(`${path} does not exist.`)
    const file = path ?? this.knownPath(api)
    return existsSync(file) ? parseKnownContradictions(readFileSync(file, 'utf8'), file) : []
  }

  /**
   * Bundles the descriptions through turbo, so that the comparison never meets an outdated bundle.
   *
   * @throws {Error} When a description does not bundle; turbo has said why on stderr.
   */
  bundle(): void {
    const turbo = join(this.root, 'node_modules/turbo/bin/turbo')
    const task = ['build', '--filter=@clientele/specs', '--output-logs=errors-only']
    const environment = `--env-file=${join(this.root, 'turbo.env')}`
    // Standard output is for the report.
    const { status } = spawnSync(process.execPath, [environment, turbo, 'run', ...task], {
      cwd: this.root,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    if (status !== 0) throw new Error(`The descriptions do not bundle. See: npm run lint`)
  }
}

/** @throws {UsageError} When there is no description at the path. */
export function readDescription(path: string): Description {
  if (!existsSync(path)) throw new UsageError(`${path} does not exist. Build the bundles with: npm run build`)
  return parseDescription(readFileSync(path, 'utf8'), path)
}

/**
 * Reads a bundle.
 *
 * @param name File name for messages.
 * @throws {Error} When the text is not YAML, or not an OpenAPI 3 document.
 */
export function parseDescription(text: string, name: string): Description {
  const document = parseYaml(text, name)
  try {
    return new Description(document)
  } catch (cause) {
    throw new Error(`${name} is not an OpenAPI 3 description: it has no "openapi: 3.x" at its root.`, {
      cause,
    })
  }
}
