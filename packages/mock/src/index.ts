// Making a mock

export type { ClockSetting, ClockState, MockClock } from './clock/mock-clock.ts'
// Correcting what it infers
export type { Configuration } from './configuration.ts'
export type { RequestRecord } from './control/request-log.ts'
export { MockConfigurationError } from './description/errors.ts'
export type { ApiConfiguration, ResourceSettings } from './description/settings.ts'
export type { DescriptionSource } from './description/sources.ts'
// Steering it
export type { FaultPlan, FaultReport, FaultRule, Latency } from './faults/fault-plan.ts'
export type { Faults } from './faults/faults.ts'
// Watching it
export { createLog, type Log, type LogFormat, type LogLine } from './log/log.ts'
export { createMock, type Mock, type MockOptions } from './mock.ts'
export type { ExplainedResource, Explanation } from './resource/explain.ts'
export { readyScenarios } from './scenarios/load-scenario.ts'
export type { Scenario, ScenarioState } from './scenarios/scenario.ts'
export { type Mistake, SettingsError } from './settings/mistakes.ts'
export { StateFileError, type StateFileTrouble } from './store/state-file-error.ts'
export type { CollectionSnapshot, StoreSnapshot } from './store/store.ts'
export type { Listening } from './transport/node-server.ts'
