import { MockConfigurationError } from '../../json/mistakes.ts'
import { parseYaml } from '../../json/yaml.ts'

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
    return parseYaml(text, 10_000)
  } catch (error) {
    throw syntaxError(location, error)
  }
}

function syntaxError(location: string, error: unknown): MockConfigurationError {
  return new MockConfigurationError(`${location} is not valid JSON or YAML: ${(error as Error).message}`)
}
