import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative, resolve, sep } from 'node:path'
import type { Reading } from '../facts/fact.ts'
import { mergeReadings } from '../facts/reading.ts'
import { readPage } from './read-page.ts'

const PAGE = /\.(md|markdown|txt)$/i

/** The pages of one API. */
export interface PagesOfApi {
  api: string
  folder: string
  files: string[]
}

/** A mistake in how the command was called. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/**
 * Assigns the pages of a folder to APIs: all to `api`, or to the API that the folder is named after, or each
 * subfolder to the API of its name.
 *
 * @param apis Names of the APIs that have a description.
 * @throws {UsageError} When there are no pages, or pages that belong to no API.
 */
export function pagesByApi(folder: string, apis: readonly string[], api?: string): PagesOfApi[] {
  const files = pageFiles(folder)
  const own = api ?? apis.find((name) => name === basename(resolve(folder)))
  if (own) return [{ api: own, folder, files }]
  const firstFolder = (file: string) => relative(folder, file).split(sep)[0] ?? ''
  const names = [...new Set(files.map(firstFolder))]
  const strangers = names.filter((name) => !apis.includes(name))
  if (strangers.length > 0) {
    const paths = strangers.map((name) => join(folder, name)).join(', ')
    throw new UsageError(`${paths}: no API of this name (${apis.join(', ')}). Give one by --api.`)
  }
  return names.map((name) => ({
    api: name,
    folder: join(folder, name),
    files: files.filter((file) => firstFolder(file) === name),
  }))
}

/** The pages below a folder in alphabetical order, or the file itself. */
export function pageFiles(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) throw new UsageError(`${path} does not exist.`)
  if (stats.isFile()) return [path]
  const entries = readdirSync(path, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => !entry.isDirectory() && PAGE.test(entry.name))
  if (files.length === 0) throw new UsageError(`${path} holds no pages (.md or .txt).`)
  return files.map((entry) => join(entry.parentPath, entry.name)).sort()
}

/** Reads files; their names in facts are relative to `folder`, with `/` on every system. */
export function readPageFiles(folder: string, files: readonly string[]): Reading {
  return mergeReadings(
    files.map((file) => {
      const name = relative(folder, file).split(sep).join('/')
      return readPage(name === '' ? basename(file) : name, readFileSync(file, 'utf8'))
    }),
  )
}
