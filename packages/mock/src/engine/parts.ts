import type { Clock } from '../clock/clock.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { MockRequest, WireAnswer } from '../exchange/message.ts'
import type { Faults } from '../faults/faults.ts'
import type { Random } from '../random/random.ts'
import type { KeyMint } from '../state/key-mint.ts'
import type { Seeder } from '../state/seeder.ts'
import type { Store } from '../store/store.ts'

/** What an engine is made of. */
export interface EngineParts {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly seeder: Seeder
  readonly keys: KeyMint
  readonly faults: Faults
  /** Whether every answer is made up, unless a request asks for another one. */
  readonly dynamic: boolean
  /** Whether a request that breaks the description gets its error, whatever answer it asks for. */
  readonly errors: boolean
  /** Told of every request that was answered, the control routes excluded. */
  readonly answered: (answered: AnsweredRequest) => void
  readonly control: Control | undefined
  readonly site: StaticSite | undefined
}

/** Answers the control routes. */
export interface Control {
  /** Only called for paths that start with `/__mock/`; gets no CORS headers and no faults. */
  handle(request: MockRequest): WireAnswer
}

/** Answers where no description has a path. */
interface StaticSite {
  /** Undefined when it has nothing for the request. */
  answer(request: MockRequest): WireAnswer | undefined
}

/** What is known once a request was answered. */
export interface AnsweredRequest {
  readonly request: MockRequest
  /** Undefined when routing found no operation. */
  readonly exchange: Exchange | undefined
  readonly answer: WireAnswer
  readonly time: Date
  /** Milliseconds. */
  readonly duration: number
  readonly why: readonly string[]
}
