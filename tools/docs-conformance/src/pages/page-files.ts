import { type Dirent, readdirSync, statSync } from 'node:fs'
import { basename, join, relative, resolve, sep } from 'node:path'
import type { Reading } from '../facts/fact.ts'
import { mergeReadings } from '../facts/reading.ts'
import { type PageFile, readPageFile } from './read-page.ts'
import { type Progress, readInThreads } from './threads.ts'

const PAGE = /\.(md|markdown|txt)$/i

/** The pages of one API. */
export interface PagesOfApi {
  api: string
  folder: string
  files: string[]
}

/** Wrong usage of the command. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/**
 * Assigns the pages of a folder to APIs: all to `api`, or to the API that the folder is named after, or each subfolder
 * to the API that it is named after.
 *
 * @param apis Names of the APIs that have a description.
 * @throws {UsageError} When there are no pages, or pages that do not belong to an API.
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
    throw new UsageError(`${paths}: no API of this name (${apis.join(', ')}). Name one with --api.`)
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
  if (!stats.isDirectory()) throw new UsageError(`${path} is neither a file nor a folder.`)
  const files = [...filesBelow(path)]
  if (files.length === 0) throw new UsageError(`${path} holds no pages (.md or .txt).`)
  return files.sort()
}

/** Skips folders behind symbolic links, which may lead in circles. */
function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else if (PAGE.test(entry.name) && !isLinkToFolder(entry, path)) yield path
  }
}

function isLinkToFolder(entry: Dirent, path: string): boolean {
  return entry.isSymbolicLink() && (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false)
}

export function pageFile(folder: string, path: string): PageFile {
  const name = relative(folder, path).split(sep).join('/')
  return { name: name === '' ? basename(path) : name, path }
}

/** From this number of pages on, several threads read them. */
const MANY = 400

/** Reads the pages of a folder; their names in facts are relative to it. Many pages are read by several threads. */
export function readPageFiles(folder: string, paths: readonly string[], progress?: Progress): Reading {
  const files = paths.map((path) => pageFile(folder, path))
  return files.length < MANY ? mergeReadings(files.map(readPageFile)) : readInThreads(files, progress)
}
