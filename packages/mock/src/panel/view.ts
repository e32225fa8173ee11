import type { RequestRecord } from '../server/log.ts'
import type { Control } from './control.ts'

/** What is new since the panel last asked. */
export interface News {
  /** The oldest first. */
  readonly requests: readonly RequestRecord[]
  /** Whether everything begins anew: at first, after a reset, in another session. */
  readonly anew: boolean
}

/** One tab of the panel. */
export interface View {
  readonly label: string
  readonly node: HTMLElement
  /** Told of all news. */
  readonly hear?: (news: News) => void
  /** Asks for what it shows; only called while the tab is open. */
  readonly update?: () => Promise<void>
}

/** What views share. */
export interface PanelContext {
  readonly control: Control
  /** Does something and then shows what became of it; a refusal is shown too. Says whether it was done. */
  readonly run: (work: () => Promise<unknown>) => Promise<boolean>
  /** Goes to another session; undefined is the main world. */
  readonly enter: (session: string | undefined) => void
  /** Opens the tab of own answers with one more entry. */
  readonly draftAnswer: (answer: object) => void
}
