import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { apiNames, findGaps, todoList } from '@clientele/api-folders'
import { Description } from '@clientele/description'
import {
  draftDescription,
  UsageError as PageError,
  readPaths,
  splitDraft,
  writeRecord,
} from '@clientele/docs-conformance'
import { readOperations } from '@clientele/operation-table'
import { parse, stringify } from 'yaml'
import { checkName } from './check-name.ts'
import { complete, type Neighbour } from './complete.ts'
import { isObject, type JsonObject } from './json.ts'
import { readOpenApiFile, type Taken } from './read-file.ts'
import { UsageError } from './usage-error.ts'
import { writeFolder } from './write-folder.ts'

/** The source of a new API: an OpenAPI file, or documentation pages. */
export type Source = { description: string } | { pages: string[] }

export interface Place {
  /** The root of the repository. */
  root: string
  /** Where the user is; names of files are relative to it. */
  folder: string
}

/**
 * Makes the folder of a new API.
 *
 * @returns What was made, what is left to do, and the next command, for a terminal.
 * @throws {UsageError} When the name or the source cannot be used; nothing is written then.
 */
export function newApi(name: string, source: Source, { root, folder }: Place): string {
  checkName(name, root)
  const neighbours = readNeighbours(root)
  const made =
    'description' in source
      ? fromFile(name, source.description, folder, neighbours)
      : fromPages(name, source.pages, folder, neighbours)
  writeFolder(root, name, made.files)
  return report(root, name, made)
}

interface Made {
  taken: Taken
  files: Map<string, string>
  /** Places of the source that were not understood. */
  open: string[]
}

function fromFile(name: string, description: string, folder: string, neighbours: Neighbour[]): Made {
  const taken = complete(
    readOpenApiFile(resolve(folder, description), description),
    name,
    description,
    neighbours,
  )
  const { original, content } = taken
  const text = original ? original.toString({ lineWidth: 0 }) : yamlOf(content)
  return { taken, files: new Map([['openapi.yaml', text]]), open: [] }
}

function fromPages(name: string, pages: string[], folder: string, neighbours: Neighbour[]): Made {
  try {
    const reading = readPaths('new-api', pages, { folder })
    if (!reading.facts.some(({ kind }) => kind === 'operation'))
      throw new UsageError(
        `${pages.join(', ')}: no page describes an operation. Name the pages of the operations as well.`,
      )
    const content = draftDescription(reading)
    const taken = complete({ content, changes: [] }, name, pages.join(', '), neighbours)
    const files = new Map([...splitDraft(taken.content)].map(([file, part]) => [file, yamlOf(part)]))
    files.set('facts.yaml', writeRecord(reading))
    const open = reading.notUnderstood.map(
      ({ page, line, reason }) => `${page}:${line} was not understood: ${reason}`,
    )
    return { taken, files, open }
  } catch (error) {
    if (error instanceof PageError) throw new UsageError(error.message)
    throw error
  }
}

function readNeighbours(root: string): Neighbour[] {
  const specs = join(root, 'specs')
  return apiNames(specs).map((name) => {
    const content = parse(readFileSync(join(specs, name, 'openapi.yaml'), 'utf8'), { maxAliasCount: -1 })
    return { name, content: isObject(content) ? content : {} }
  })
}

const yamlOf = (document: JsonObject): string =>
  stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })

function report(root: string, name: string, { taken, files, open }: Made): string {
  const description = new Description(taken.content)
  const { problems } = readOperations(description)
  const gaps = findGaps(join(root, 'specs', name))
  const schemas = Object.keys(description.document.components?.schemas ?? {}).length
  return [
    `Made specs/${name}: ${count(files.size + 1, 'file')} with ${count(description.operations.length, 'operation')} and ${count(schemas, 'schema')}.`,
    'Added its line to specs/package.json, and updated package-lock.json.',
    ...section('Changed on the way:', taken.changes),
    ...section('Not understood:', open),
    ...section('What the methods of the client cannot express:', problems),
    ...(gaps.length > 0
      ? ['', `Left to do, listed again by "npm run lint -w specs/${name}":`, todoList(gaps)]
      : []),
    '',
    `It is a draft: its gaps do not fail any check, and it is not published. When it is complete, remove "x-draft" from info.`,
    `Next: npm start, then open its pages, or call createClient of @clientele/client/${name}.`,
  ].join('\n')
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`

/** A long list is cut: a file with a thousand operations may have a thousand changes. */
function section(title: string, lines: readonly string[], most = 12): string[] {
  if (lines.length === 0) return []
  const more = lines.length > most ? [`  … and ${lines.length - most} more`] : []
  return ['', title, ...lines.slice(0, most).map((line) => `  ${line}`), ...more]
}
