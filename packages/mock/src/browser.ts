// @ts-expect-error The build makes it, without types.
import { descriptions } from '../dist/descriptions/index.js'
import type { OwnDescription } from './description/load/sources.ts'
import { MockConfigurationError } from './json/mistakes.ts'
import { loadTranslator } from './prism/prism.ts'
import { assembleMock, type Mock, type Surroundings } from './server/mock.ts'
import type { MockOptions } from './server/mock-options.ts'
import { loadHelpers } from './values/ahead.ts'
import { loadFormats } from './values/check.ts'

export type { DescriptionSource } from './description/load/sources.ts'
export type { FaultPlan } from './interceptors/fault-plan.ts'
export type { OwnAnswer, OwnAnswers } from './interceptors/own-answers.ts'
export { MockConfigurationError, SettingsError } from './json/mistakes.ts'
export { loadLibraries } from './json/runtime.ts'
export type { Scenario } from './scenarios/scenario.ts'
export type { RequestRecord } from './server/log.ts'
export { type RequestMatch, VerificationError } from './server/verify.ts'
export type { StoreSnapshot } from './store/store.ts'
export type { CompiledChecks } from './values/ahead.ts'

/** Options of {@link createMock} in a browser. Relative paths of descriptions are addresses below the page. */
export type BrowserMockOptions = Omit<MockOptions, 'state' | 'site' | 'trustProxy'>

/** A mock in a browser. It answers requests to its `fetch` and does not listen on a port. */
export interface BrowserMock extends Omit<Mock, 'listen' | 'session'> {
  readonly session: (name: string) => BrowserMock
}

/**
 * Makes a stateful mock that runs in a page, a Web Worker or a Service Worker, with the same answers as in Node.
 *
 * The parts for the first answer are loaded at once: about 200 kB. Made-up records, XML, YAML, refusals and examples
 * are loaded when a request first needs them; `fetch` waits for them. Functions that do not return a promise, such as
 * `snapshot()` and `reset()`, throw an error if they need one of these: call `await loadLibraries()` first.
 *
 * @throws MockConfigurationError when an option is wrong. Mistakes in descriptions reject `ready()` and `fetch`.
 * @example
 * const mock = createMock({ documents: ['/openapi.yaml'] })
 * const response = await mock.fetch('https://api.example.com/customers')
 */
export function createMock(options: BrowserMockOptions = {}): BrowserMock {
  for (const name of ['state', 'site', 'trustProxy'])
    if (name in options)
      throw new MockConfigurationError(`Options of the mock: "${name}" is for servers only.`)
  // Requests that need them wait for them, and report if they cannot be loaded.
  const { checks, report = console.warn } = options
  for (const load of [loadTranslator, checks ? loadHelpers : loadFormats]) load().catch(() => undefined)
  if (!checks && !mayCompile()) report(unchecked)
  return assembleMock(options, surroundings)
}

const unchecked =
  "The Content Security Policy here forbids 'unsafe-eval', which the mock's checks need: every request is taken as valid. " +
  'Compile the checks ahead (compileChecks of @clientele/mock) and give them as "checks".'

/** Whether the platform lets checks be compiled (Content Security Policy Level 3, EnsureCSPDoesNotBlockStringCompilation). */
function mayCompile(): boolean {
  try {
    return new Function('return true')() === true
  } catch {
    return false
  }
}

const surroundings: Surroundings = {
  ownDescriptions: () => descriptions as readonly OwnDescription[],
  openStore: notHere,
  openSite: notHere,
  listenOn: notHere,
  panelPage: () => undefined,
}

function notHere(): never {
  throw new MockConfigurationError('A mock in a browser has no files and listens nowhere.')
}
