import { nestsDeeper } from '../../json/json.ts'
import { MockConfigurationError } from '../../json/mistakes.ts'
import { chunksOf, node } from '../../json/runtime.ts'
import { loadYaml, parseYaml } from '../../json/yaml.ts'

/** Largest description that is fetched or read, in bytes on disk and in characters from the network. */
const limit = 128 * 1024 * 1024

const tooLarge = 'it is larger than 128 MiB.'

/** Reads the text of a `file:` location. @throws MockConfigurationError naming the file. */
export function readLocalFile(location: string): string {
  const path = node.url.fileURLToPath(location)
  try {
    return readRegularFile(path)
  } catch (error) {
    throw new MockConfigurationError(`Cannot read ${path}: ${reasonOf(error)}`)
  }
}

/** Reads a regular file: a pipe would block the process, and a device may be endless. */
export function readRegularFile(path: string): string {
  const { readFileSync, statSync } = node.fs
  const stat = statSync(path)
  if (!stat.isFile() && !stat.isDirectory()) throw new Error('it is not a regular file.')
  if (stat.size > limit) throw new Error(tooLarge)
  return readFileSync(path, 'utf8')
}

/** Addresses that are being fetched; a handler that intercepts the network must let them through. */
export const beingFetched = new Set<string>()

/** How many redirects are followed. */
const longestWay = 5

/**
 * Fetches the text of an `http:` or `https:` location.
 *
 * @param mayLeadTo Whether an answer may lead on to an address; left out, to every one.
 * @throws MockConfigurationError naming the URL.
 */
export async function readRemoteFile(
  location: string,
  mayLeadTo: (url: URL) => boolean = () => true,
): Promise<string> {
  const signal = AbortSignal.timeout(30_000)
  try {
    let url = new URL(location)
    for (let step = 0; step <= longestWay; step++) {
      const response = await fetched(url, signal)
      const next = nextAddress(response, url)
      if (!next) return await textOf(response)
      if (!mayLeadTo(next)) throw new Error(`it leads to ${next.href}, where it may not go.`)
      url = next
    }
    throw new Error(`it leads on to another address more than ${longestWay} times.`)
  } catch (error) {
    throw new MockConfigurationError(`Cannot fetch ${location}: ${reasonOf(error)}`)
  }
}

async function fetched(url: URL, signal: AbortSignal): Promise<Response> {
  beingFetched.add(url.href)
  try {
    return await fetch(url, { signal, redirect: node.isThere ? 'manual' : 'follow' })
  } finally {
    beingFetched.delete(url.href)
  }
}

/** A browser has already followed the redirects, and shows only the last address. */
function nextAddress({ status, headers, redirected, url: last }: Response, url: URL): URL | undefined {
  if (redirected && last !== url.href) return new URL(last)
  const target = status >= 300 && status < 400 ? headers.get('location') : null
  return target === null ? undefined : new URL(target, url)
}

/** Stops reading at the limit, because a stream may be endless. */
async function textOf(response: Response): Promise<string> {
  if (!response.ok) throw new Error(`it answered ${response.status}.`)
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ? chunksOf(response.body) : []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > limit) throw new Error(tooLarge)
  }
  text += decoder.decode()
  if (!isJson(text)) await loadYaml()
  return text
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return 'there is no such file.'
  if (code === 'EISDIR') return 'it is a folder; name the description file inside it.'
  const cause = (error as Error).cause
  return cause instanceof Error ? cause.message : (error as Error).message
}

/** Objects and arrays inside each other; deeper descriptions are attacks on recursive code, not descriptions. */
const deepest = 500

/**
 * Reads JSON or YAML. What starts with a brace is JSON first, because `JSON.parse` is a hundred times
 * faster than a YAML parser on a description of several megabytes.
 *
 * @throws MockConfigurationError naming the file and the place.
 */
export function parseText(text: string, location: string): unknown {
  const value = parsed(text, location)
  if (!nestsDeeper(value, deepest)) return value
  throw new MockConfigurationError(`${location} is nested deeper than ${deepest} levels.`)
}

const isJson = (text: string) => text.trimStart().startsWith('{')

function parsed(text: string, location: string): unknown {
  if (isJson(text)) {
    try {
      return JSON.parse(text)
    } catch (error) {
      if (location.endsWith('.json')) throw syntaxError(location, error)
    }
  }
  try {
    return parseYaml(text)
  } catch (error) {
    throw syntaxError(location, error)
  }
}

function syntaxError(location: string, error: unknown): MockConfigurationError {
  return new MockConfigurationError(
    `${location} is not valid JSON or YAML: ${(error as Error).message.slice(0, 1000)}`,
  )
}
