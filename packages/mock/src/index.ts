// Make a mock

export type { Mock } from './server/mock.ts'
export type { MockOptions } from './server/mock-options.ts'
export { createMock } from './server/node-mock.ts'
export type { Listening } from './server/node-server.ts'

// Say what it serves, and correct what it infers

export type { DescriptionSource } from './description/load/sources.ts'
export type { ExplainedPermissions, ExplainedResource, Explanation } from './description/resources/explain.ts'
export type { ApiConfiguration, ResourceSettings } from './description/settings.ts'
export { MockConfigurationError } from './json/mistakes.ts'
export type { Configuration } from './server/configuration.ts'

// Compile its checks ahead of time

export { compileChecks } from './server/compile-checks.ts'
export type { CompiledChecks } from './values/ahead.ts'

// Steer it: state, faults, time

export type { FaultPlan, FaultReport, FaultRule, Latency } from './interceptors/fault-plan.ts'
export type { Faults } from './interceptors/faults.ts'
export type {
  AnswerContext,
  AnswerMatch,
  CodedAnswer,
  GivenAnswer,
  OwnAnswer,
  OwnAnswers,
  ReportedAnswer,
} from './interceptors/own-answers.ts'
export type { TokenUser, TokenUsers } from './interceptors/security.ts'
export { type Mistake, SettingsError } from './json/mistakes.ts'
export type { Scenario, ScenarioState } from './scenarios/scenario.ts'
export { readyScenarios } from './scenarios/scenario.ts'
export type { ClockSetting, ClockState, MockClock } from './store/clock.ts'
export { StateFileError, type StateFileTrouble } from './store/state-file.ts'
export type { CollectionSnapshot, StoreSnapshot } from './store/store.ts'

// Watch it

export type { RecordChange, RequestRecord } from './server/log.ts'
export { createLog, type Log, type LogFormat, type LogLine } from './server/log.ts'
export { type RequestMatch, VerificationError } from './server/verify.ts'
