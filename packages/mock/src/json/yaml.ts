import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
let library: typeof import('yaml') | undefined

/**
 * Parses YAML 1.2; the parser is loaded when the first YAML has to be read.
 *
 * @param maxAliasCount how often aliases may be used: a few lines of them can stand for gigabytes
 */
export function parseYaml(text: string, maxAliasCount = 100): unknown {
  library ??= require('yaml') as typeof import('yaml')
  return library.parse(text, { maxAliasCount })
}
