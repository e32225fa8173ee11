import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ClockSetting } from '../clock/clock.ts'
import { clockSetting } from '../clock/setting.ts'
import { readRegularFile } from '../description/load/read-file.ts'
import { faultPlan } from '../faults/read-plan.ts'
import { isObject, type JsonObject } from '../json/json.ts'
import { SettingsError } from '../json/mistakes.ts'
import {
  accepted,
  accepting,
  alternatives,
  chosen,
  integer,
  list,
  object,
  readSettings,
  table,
  text,
  word,
} from '../json/settings.ts'
import { parseYaml } from '../json/yaml.ts'
import { storeSnapshot } from '../store/read-snapshot.ts'
import type { Scenario, ScenarioState } from './scenario.ts'

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

/** Loads only scenarios that come with the package, so that a request cannot name other files. */
export function readyScenario(name: string): Scenario {
  if (!readyScenarios().includes(name)) throw unknown(name, 'is not a ready scenario')
  return readScenario(name, parseFile(`${folder}${name}.yaml`, name))
}

function unknown(name: string, what: string): SettingsError {
  const message = `${JSON.stringify(name)} ${what}; ready are ${alternatives(readyScenarios())}`
  return new SettingsError('scenario', [{ at: '', message }])
}

function parseFile(file: string, name: string): unknown {
  try {
    return parseYaml(readRegularFile(file))
  } catch (error) {
    const [line] = (error as Error).message.split('\n')
    throw new SettingsError(name, [{ at: '', message: `cannot be read: ${line}` }])
  }
}

/** Records that one collection can be topped up to; the store keeps all of them in memory. */
const mostRecords = 1_000_000

const record = accepted<JsonObject>(isObject, 'must be an object')

const stateByRule = object<ScenarioState>({
  from: word('seed', 'nothing'),
  count: table(table(integer(0, mostRecords))),
  records: table(table(list(record))),
})

const state = chosen<NonNullable<Scenario['state']>>((value) =>
  isObject(value) && 'collections' in value ? storeSnapshot : stateByRule,
)

/** The clock checks its setting again when it is set; here it is read for its mistakes only. */
const clock = accepting<ClockSetting>(clockSetting)

const scenario = object<Scenario>({ description: text(), state, faults: faultPlan, clock })

/**
 * Reads a scenario.
 *
 * @param name Names it in the error.
 * @throws SettingsError with every mistake in it.
 */
export function readScenario(name: string, value: unknown): Scenario {
  return readSettings(name, value, scenario)
}
