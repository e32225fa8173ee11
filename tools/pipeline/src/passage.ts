import { execFile } from 'node:child_process'
import { type Profiler, Session } from 'node:inspector/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

/** The code of the checkout that one call passes. */
export interface Passage {
  files: string[]
  folders: number
  /** Functions with a name; a callback counts as part of the function around it. */
  functions: number
}

/** The first call also does one-time work, such as reading a description or filling a collection. */
export type Passages = Record<'POST' | 'list' | 'client call', { first: Passage; next: Passage }>

/**
 * Counts with V8's precise coverage what one POST and one list of the mock, and one call of the client, pass.
 *
 * @param checkout Root of a checkout in which the mock and the client are built.
 */
export async function passagesOf(checkout: string): Promise<Passages> {
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url), checkout])
  return JSON.parse(stdout) as Passages
}

const CUSTOMERS = 'http://mock.example/beta/Customers'
const HEADERS = { Authorization: 'Bearer token', 'Content-Type': 'application/json' }
const CUSTOMER = { displayName: 'Harbour Lane Bakery', contractType: 2 }

interface Mock {
  fetch(request: Request): Promise<Response>
  close(): Promise<void>
}

interface Client {
  createCustomer(input: { body: typeof CUSTOMER }): Promise<unknown>
}

/** Runs in a separate process, because coverage counts everything that the process runs. */
async function measure(checkout: string): Promise<Passages> {
  const load = (path: string) => import(pathToFileURL(join(checkout, path)).href)
  const { createMock } = (await load('packages/mock/dist/index.js')) as { createMock(): Mock }
  const { createGraphClient } = (await load('packages/client/dist/index.js')) as {
    createGraphClient(options: { token: string; fetch: () => Promise<Response> }): Client
  }
  const fetch = async () => Response.json(CUSTOMER, { status: 201 })
  const query = new URLSearchParams({
    $filter: "startswith(displayName,'H')",
    $orderby: 'displayName',
    $top: '5',
  })
  const [creating, listing] = [createMock(), createMock()]
  const client = createGraphClient({ token: 'token', fetch })
  const passages = await counted(checkout, {
    POST: () =>
      ask(creating, CUSTOMERS, { method: 'POST', headers: HEADERS, body: JSON.stringify(CUSTOMER) }),
    list: () => ask(listing, `${CUSTOMERS}?${query}`, { headers: HEADERS }),
    'client call': () => client.createCustomer({ body: CUSTOMER }),
  })
  await Promise.all([creating.close(), listing.close()])
  return passages
}

async function ask(mock: Mock, url: string, init: RequestInit): Promise<void> {
  const answer = await mock.fetch(new Request(url, init))
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${answer.status} for ${url}: ${text}`)
}

async function counted(
  checkout: string,
  calls: Record<keyof Passages, () => Promise<unknown>>,
): Promise<Passages> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  const passage = async (call: () => Promise<unknown>): Promise<Passage> => {
    await session.post('Profiler.takePreciseCoverage')
    await call()
    const { result } = await session.post('Profiler.takePreciseCoverage')
    return passageOf(checkout, result)
  }
  const passages: [string, Passages[keyof Passages]][] = []
  for (const [name, call] of Object.entries(calls)) {
    passages.push([name, { first: await passage(call), next: await passage(call) }])
  }
  session.disconnect()
  return Object.fromEntries(passages) as Passages
}

function passageOf(checkout: string, scripts: readonly Profiler.ScriptCoverage[]): Passage {
  const passed = scripts.flatMap(({ url, functions }) => {
    const file = url.startsWith('file:') ? relative(checkout, fileURLToPath(url)).replaceAll('\\', '/') : ''
    const called = functions.filter((each) => !isScript(each) && (each.ranges[0]?.count ?? 0) > 0)
    if (!/^packages\/[^/]+\/dist\//.test(file) || called.length === 0) return []
    return [{ file, functions: called.filter(({ functionName }) => functionName !== '').length }]
  })
  return {
    files: passed.map(({ file }) => file).sort(),
    folders: new Set(passed.map(({ file }) => dirname(file))).size,
    functions: passed.reduce((sum, { functions }) => sum + functions, 0),
  }
}

/** The top-level code of a script is listed as a function without a name that begins where the script does. */
function isScript({ functionName, ranges }: Profiler.FunctionCoverage): boolean {
  return functionName === '' && ranges[0]?.startOffset === 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(JSON.stringify(await measure(process.argv[2] ?? '')))
}
