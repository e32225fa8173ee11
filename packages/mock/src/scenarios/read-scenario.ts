import type { ClockSetting } from '../clock/clock.ts'
import { clockSetting } from '../clock/setting.ts'
import { faultPlan } from '../faults/read-plan.ts'
import { isObject, type JsonObject } from '../json/json.ts'
import { integer, list, object, type Reader, readSettings, table, text, word } from '../json/reader.ts'
import { storeSnapshot } from '../store/read-snapshot.ts'
import type { Scenario, ScenarioState } from './scenario.ts'

/** Records that one collection can be topped up to; the store keeps all of them in memory. */
const mostRecords = 1_000_000

const record: Reader<JsonObject> = (value, place) =>
  isObject(value) ? (value as JsonObject) : place.wrong('must be an object')

const stateByRule = object<ScenarioState>({
  from: word('seed', 'nothing'),
  count: table(table(integer(0, mostRecords))),
  records: table(table(list(record))),
})

const state: Reader<NonNullable<Scenario['state']>> = (value, place) =>
  isObject(value) && 'collections' in value ? storeSnapshot(value, place) : stateByRule(value, place)

/** The clock checks its setting again when it is set; here it is read for its mistakes only. */
const clock: Reader<ClockSetting> = (value, place) => {
  clockSetting(value, place)
  return value as ClockSetting
}

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
