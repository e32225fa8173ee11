import { readRegularFile } from '../description/load/read-file.ts'
import { type FaultPlan, faultPlan } from '../interceptors/fault-plan.ts'
import { type OwnAnswer, ownAnswers } from '../interceptors/own-answers.ts'
import { type TokenUsers, tokenUsers } from '../interceptors/security.ts'
import { isObject, type JsonObject } from '../json/json.ts'
import { SettingsError } from '../json/mistakes.ts'
import { node } from '../json/runtime.ts'
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
import { type ClockSetting, clockSetting } from '../store/clock.ts'
import { type StoreSnapshot, storeSnapshot } from '../store/store.ts'

/**
 * A starting point for the mock. Whatever is left out is as at a start without a scenario, so nothing of the previous
 * one stays.
 *
 * @example
 * const scenario: Scenario = {
 *   state: { from: 'nothing', records: { 'graph-customers': { '/Customers': [{ id: '1', displayName: 'Contoso' }] } } },
 *   faults: { throttle: { requests: 5, seconds: 10 } },
 *   clock: { mode: 'fixed', time: '2026-11-20T08:00:00Z' },
 * }
 */
export interface Scenario {
  /** For the reader. */
  readonly description?: string
  /** Records by rule, or a snapshot that was saved before. */
  readonly state?: ScenarioState | StoreSnapshot
  readonly faults?: FaultPlan
  readonly clock?: ClockSetting
  /** Own answers. They replace those of the mock's options. */
  readonly answers?: readonly OwnAnswer[]
  /** Users by their tokens: an operation answers 403 if its user lacks the scope. Other tokens may do everything. */
  readonly tokens?: TokenUsers
}

/** Values by name of the API, then by path of a collection with the keys of its parents filled in. */
export type ByPath<T> = Readonly<Record<string, Readonly<Record<string, T>>>>

/** Which records there are. */
export interface ScenarioState {
  /** What to begin with: the usual records, or none. @default 'seed' */
  readonly from?: 'seed' | 'nothing'
  /** How many records a collection is filled up to with generated ones. */
  readonly count?: ByPath<number>
  /** Given records, as the API would answer them, each with its key in the key property. */
  readonly records?: ByPath<readonly object[]>
}

/** Not inline: bundlers would look for the folder. */
const here = import.meta.url
const folder = () => node.url.fileURLToPath(new URL('../../scenarios/', here))

/** Names of the scenarios in the package. They are files, so a browser has none. */
export function readyScenarios(): string[] {
  if (!node.isThere) return []
  return node.fs
    .readdirSync(folder())
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort()
}

/**
 * Loads a scenario: a built-in one by its name, any other by the path of its YAML or JSON file.
 *
 * @throws SettingsError when there is none, or when it has mistakes.
 */
export function loadScenario(nameOrPath: string): Scenario {
  if (readyScenarios().includes(nameOrPath)) return readyScenario(nameOrPath)
  if (!node.isThere) throw unknown(nameOrPath, 'cannot be read in a browser: give the scenario itself')
  const file = node.path.resolve(nameOrPath)
  if (!node.fs.existsSync(file)) throw unknown(nameOrPath, 'is neither a file nor a built-in scenario')
  return readScenario(nameOrPath, parseFile(file, nameOrPath))
}

/** Loads only scenarios of the package, so that a request cannot name other files. */
export function readyScenario(name: string): Scenario {
  if (!readyScenarios().includes(name)) throw unknown(name, 'is not a built-in scenario')
  return readScenario(name, parseFile(`${folder()}${name}.yaml`, name))
}

function unknown(name: string, what: string): SettingsError {
  const message = `${JSON.stringify(name)} ${what}; built in are ${alternatives(readyScenarios())}`
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

/** How many records one collection can be filled up to; the store keeps all of them in memory. */
const mostRecords = 100_000

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

const scenario = object<Scenario>({
  description: text(),
  state,
  faults: faultPlan,
  clock,
  answers: ownAnswers,
  tokens: tokenUsers,
})

/**
 * Reads a scenario.
 *
 * @param name Names it in the error.
 * @throws SettingsError with every mistake in it.
 */
export function readScenario(name: string, value: unknown): Scenario {
  return readSettings(name, value, scenario)
}
