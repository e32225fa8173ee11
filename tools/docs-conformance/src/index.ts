// Reading pages

export { readPaths } from './commands/read-paths.ts'
export type {
  Account,
  Direction,
  ExamplePlace,
  ExampleStatement,
  Fact,
  FactKind,
  FactOf,
  NotUnderstood,
  OpenPlace,
  OperationName,
  OperationStatement,
  ParameterLocation,
  Place,
  PropertyMark,
  Reading,
  ResourceStatement,
  Statement,
  TypeWord,
} from './facts/fact.ts'
export { mergeReadings } from './facts/reading.ts'
export { UsageError } from './pages/page-files.ts'
export { readPage } from './pages/read-page.ts'

// Recording facts

export { compareWithRecord, type RecordDifference, readRecord, writeRecord } from './facts/record.ts'

// Comparing with a description

export type { CheckedFact, ComparisonCounts, ComparisonResult } from './compare/compare.ts'
export { agrees, compare, countsOf, isFinding } from './compare/compare.ts'
export type { Extra, ExtraKind } from './compare/find-extras.ts'
export { type KnownContradiction, parseKnownContradictions } from './compare/known-contradictions.ts'
export type { Verdict } from './compare/verdict.ts'
export { parseDescription } from './project.ts'

// Drafting a description

export { type DraftOptions, draftDescription } from './draft/draft-description.ts'
export { distinctId, operationIdOf } from './draft/operation-id.ts'
export { splitDraft } from './draft/split-draft.ts'

// Running the command

export { EXIT, type Surroundings } from './commands/surroundings.ts'
export { Project } from './project.ts'
export { run } from './run.ts'
