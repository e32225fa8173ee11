import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MockConfigurationError } from './description/errors.ts'
import { parseText } from './description/parse.ts'
import { readLocalFile } from './description/read-file.ts'
import type { ApiConfiguration } from './description/settings.ts'
import { isObject } from './json/json.ts'

/** What corrects the mock where a description does not say enough. */
export interface Configuration {
  /** By the name of the description: its file name without extension. */
  readonly apis?: Readonly<Record<string, ApiConfiguration>>
}

const known: Readonly<Record<string, string>> = {
  base: 'text',
  conventions: 'list',
  letterCase: 'text',
  trailingSlash: 'text',
  resources: 'object',
}

/** Reads a configuration file (YAML or JSON). @throws MockConfigurationError naming the file. */
export function readConfiguration(path: string): Configuration {
  const location = pathToFileURL(resolve(path)).href
  return checkConfiguration(parseText(readLocalFile(location), path), path)
}

/** @throws MockConfigurationError that lists every mistake. */
export function checkConfiguration(value: unknown, source: string): Configuration {
  const mistakes: string[] = []
  if (!isObject(value)) throw new MockConfigurationError(`${source} must hold an object with "apis".`)
  for (const name of Object.keys(value))
    if (name !== 'apis') mistakes.push(`"${name}" is not known (known: apis)`)
  const apis = isObject(value.apis) ? value.apis : {}
  for (const [api, settings] of Object.entries(apis)) mistakes.push(...mistakesIn(api, settings))
  if (mistakes.length > 0) throw new MockConfigurationError(`${source}: ${mistakes.join('; ')}.`)
  return value as Configuration
}

function mistakesIn(api: string, settings: unknown): string[] {
  if (!isObject(settings)) return [`apis.${api} must be an object`]
  return Object.entries(known).flatMap(([name, kind]) => {
    const value = settings[name]
    const found = Array.isArray(value) ? 'list' : typeof value === 'string' ? 'text' : typeof value
    return value === undefined || found === kind
      ? []
      : [`apis.${api}.${name} must be ${kind === 'list' ? 'a' : 'an'} ${kind}`]
  })
}
