import type { parseArgs } from 'node:util'
import type { Project } from '../project.ts'

/** What the command needs from its surroundings. */
export interface Surroundings {
  /** Folder that paths on the command line start from. */
  folder: string
  project: Project
  out(text: string): void
  err(text: string): void
  /** Called with the number of pages read so far; absent if nobody looks. */
  progress?(done: number, total: number): void
}

/** Exit codes of the command. */
export const EXIT = { clean: 0, findings: 1, usage: 2 } as const

export const OPTIONS = {
  api: { type: 'string' },
  description: { type: 'string' },
  known: { type: 'string' },
  title: { type: 'string' },
  output: { type: 'string' },
  folder: { type: 'string' },
  record: { type: 'boolean' },
  all: { type: 'boolean' },
  json: { type: 'boolean' },
  markdown: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export type Options = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']

/** Runs one command and returns the exit code. */
export type Command = (paths: string[], options: Options, surroundings: Surroundings) => number
