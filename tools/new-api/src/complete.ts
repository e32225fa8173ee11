import {
  Description,
  danglingReferences,
  pointerSteps,
  type ServerObject,
  serverUrl,
} from '@clientele/description'
import { distinctId, operationIdOf } from '@clientele/docs-conformance'
import { isObject, type JsonObject } from './json.ts'
import type { Taken } from './read-file.ts'
import { UsageError } from './usage-error.ts'

/** An API that already exists. */
export interface Neighbour {
  name: string
  content: JsonObject
}

const verbs = new Set(['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'])

/**
 * Adds what every API of this repository has: a title, an absolute server, an operationId for each operation, and the
 * mark of a draft. An API on the host of another one gets the same service and conventions.
 *
 * @throws {UsageError} When a reference leads nowhere.
 */
export function complete(taken: Taken, api: string, source: string, neighbours: Neighbour[]): Taken {
  const dangling = danglingReferences(taken.content)
  if (dangling.length > 0)
    throw new UsageError(`${source} refers to ${dangling.slice(0, 3).join(', ')}, which is not in it.`)
  const edit = new Edit(taken)
  completeInfo(edit, api)
  completeServers(edit, api)
  completeOperationIds(edit)
  joinService(edit, neighbours)
  return taken
}

/** Changes the content, and the original with it. */
class Edit {
  readonly taken: Taken

  constructor(taken: Taken) {
    this.taken = taken
  }

  get content(): JsonObject {
    return this.taken.content
  }

  set(path: string[], value: unknown): void {
    let owner = this.content
    for (const step of path.slice(0, -1)) {
      if (!isObject(owner[step])) owner[step] = {}
      owner = owner[step] as JsonObject
    }
    owner[path.at(-1) as string] = value
    this.taken.original?.setIn(path, value)
  }

  note(change: string): void {
    this.taken.changes.push(change)
  }
}

function completeInfo(edit: Edit, api: string): void {
  const info = isObject(edit.content.info) ? edit.content.info : {}
  if (typeof info.title !== 'string' || info.title.trim() === '') {
    const title = api.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase())
    edit.set(['info', 'title'], title)
    edit.note(`info.title was missing and is now "${title}".`)
  }
  if (info.version === undefined) edit.set(['info', 'version'], 'draft')
  else if (typeof info.version !== 'string') edit.set(['info', 'version'], String(info.version))
  edit.set(['info', 'x-draft'], true)
}

/** A client needs an absolute address; RFC 6761 keeps `.example` free of real hosts. */
function completeServers(edit: Edit, api: string): void {
  const { servers } = edit.content
  const [first] = Array.isArray(servers) ? servers : []
  const url =
    isObject(first) && typeof first.url === 'string' ? serverUrl(first as unknown as ServerObject) : '/'
  if (/^https?:\/\//.test(url)) return
  const placeholder = new URL(url, `https://${api}.example`).href.replace(/\/$/, '')
  const completed = { ...(isObject(first) ? first : {}), url: placeholder }
  edit.set(['servers'], [completed, ...(Array.isArray(servers) ? servers.slice(1) : [])])
  edit.note(`The address of the service is missing; servers has the placeholder ${placeholder}.`)
}

function completeOperationIds(edit: Edit): void {
  const { operations } = new Description(edit.content)
  const isUsable = (id: unknown): id is string =>
    typeof id === 'string' && /^[A-Za-z]\w*$/.test(id) && !verbs.has(id)
  const taken = new Set<string>()
  const wanting = operations.filter(({ node: { operationId } }) => {
    if (!isUsable(operationId) || taken.has(operationId)) return true
    taken.add(operationId)
    return false
  })
  for (const {
    method,
    path,
    node: { operationId },
    pointer,
  } of wanting) {
    const line = `${method.toUpperCase()} ${path}`
    const made =
      operationId === undefined ? operationIdOf(method.toUpperCase(), path) : camelCase(operationId)
    const id = distinctId(isUsable(made) ? made : operationIdOf(method.toUpperCase(), path), taken)
    taken.add(id)
    edit.set([...pointerSteps(pointer), 'operationId'], id)
    edit.note(
      operationId === undefined
        ? `${line} had no operationId and is now ${id}.`
        : `${line}: operationId "${operationId}" is now ${id}.`,
    )
  }
}

const camelCase = (id: unknown) =>
  String(id).replaceAll(/^[^A-Za-z]+|[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) =>
    (next ?? '').toUpperCase(),
  )

function joinService(edit: Edit, neighbours: Neighbour[]): void {
  const host = hostOf(edit.content)
  const neighbour = neighbours.find(
    ({ content }) => hostOf(content) === host && content['x-service'] !== undefined,
  )
  if (!neighbour || edit.content['x-service'] !== undefined) return
  for (const extension of ['x-service', 'x-mock'])
    if (neighbour.content[extension] !== undefined) edit.set([extension], neighbour.content[extension])
  edit.note(`It is on the host of ${neighbour.name}, so it gets the same x-service and x-mock.`)
}

function hostOf({ servers }: JsonObject): string | undefined {
  const [first] = Array.isArray(servers) ? servers : []
  return isObject(first) && URL.canParse(String(first.url)) ? new URL(String(first.url)).host : undefined
}
