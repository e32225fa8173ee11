import { parse } from 'yaml'

/**
 * Reads a file that someone has written.
 *
 * @throws {Error} Names the file, and where in it the text stops being YAML.
 */
export function parseYaml(text: string, file: string): unknown {
  try {
    return parse(text, { maxAliasCount: -1 })
  } catch (error) {
    throw new Error(`${file} is not YAML: ${error instanceof Error ? error.message.trimEnd() : error}`)
  }
}
