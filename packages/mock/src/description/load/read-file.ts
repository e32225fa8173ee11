import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { MockConfigurationError } from '../../json/mistakes.ts'
import { parseYaml } from '../../json/yaml.ts'

/** Largest description that is fetched or read, in characters. */
const limit = 256 * 1024 * 1024

/** Reads the text of a `file:` location. @throws MockConfigurationError naming the file. */
export function readLocalFile(location: string): string {
  const path = fileURLToPath(location)
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new MockConfigurationError(`Cannot read ${path}: ${reasonOf(error)}`)
  }
}

/** Fetches the text of an `http:` or `https:` location. @throws MockConfigurationError naming the URL. */
export async function readRemoteFile(location: string): Promise<string> {
  let response: Response
  try {
    response = await fetch(location, { signal: AbortSignal.timeout(30_000) })
  } catch (error) {
    throw new MockConfigurationError(`Cannot fetch ${location}: ${reasonOf(error)}`)
  }
  if (!response.ok)
    throw new MockConfigurationError(`Cannot fetch ${location}: it answered ${response.status}.`)
  const text = await response.text()
  if (text.length > limit) throw new MockConfigurationError(`${location} is larger than ${limit} characters.`)
  return text
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return 'there is no such file.'
  if (code === 'EISDIR') return 'it is a folder; name the description file inside it.'
  const cause = (error as Error).cause
  return cause instanceof Error ? cause.message : (error as Error).message
}

/**
 * Reads JSON or YAML. What starts with a brace is JSON first, because `JSON.parse` is a hundred times
 * faster than a YAML parser on a description of several megabytes.
 *
 * @throws MockConfigurationError naming the file and the place.
 */
export function parseText(text: string, location: string): unknown {
  if (text.trimStart().startsWith('{')) {
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
  return new MockConfigurationError(`${location} is not valid JSON or YAML: ${(error as Error).message}`)
}
