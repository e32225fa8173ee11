import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SettingsError } from '../json/mistakes.ts'
import { alternatives } from '../json/reader.ts'
import { parseYaml } from '../json/yaml.ts'
import { readScenario } from './read-scenario.ts'
import type { Scenario } from './scenario.ts'

const folder = fileURLToPath(new URL('../../scenarios/', import.meta.url))

/** Names of the scenarios that come with the package. */
export function readyScenarios(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort()
}

/**
 * Loads a scenario: a ready one by its name, any other by the path of its YAML or JSON file.
 *
 * @throws SettingsError when there is none, or when it has mistakes.
 */
export function loadScenario(nameOrPath: string): Scenario {
  if (readyScenarios().includes(nameOrPath)) return readyScenario(nameOrPath)
  const file = resolve(nameOrPath)
  if (!existsSync(file)) throw unknown(nameOrPath, 'is neither a file nor a ready scenario')
  return readScenario(nameOrPath, parseFile(file, nameOrPath))
}

/** Loads a scenario that comes with the package, and no other: what a request names leads to no file. */
export function readyScenario(name: string): Scenario {
  if (!readyScenarios().includes(name)) throw unknown(name, 'is no ready scenario')
  return readScenario(name, parseFile(`${folder}${name}.yaml`, name))
}

function unknown(name: string, what: string): SettingsError {
  const message = `${JSON.stringify(name)} ${what}; ready are ${alternatives(readyScenarios())}`
  return new SettingsError('scenario', [{ at: '', message }])
}

function parseFile(file: string, name: string): unknown {
  try {
    return parseYaml(readFileSync(file, 'utf8'))
  } catch (error) {
    const [line] = (error as Error).message.split('\n')
    throw new SettingsError(name, [{ at: '', message: `cannot be read: ${line}` }])
  }
}
