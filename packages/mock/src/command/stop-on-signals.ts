import { constants } from 'node:os'

/** What is stopped: finishes what runs, saves, and resolves. */
interface Stoppable {
  close(): Promise<void>
}

/** As much of `process` as stopping needs. */
interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
  exit(code: number): void
}

/**
 * Ends the process cleanly: the first SIGINT or SIGTERM lets running requests finish, saves, and exits 0; a
 * second one exits at once with the code that a shell expects of a signal (128 and its number).
 *
 * @param say Told in one sentence what happens.
 */
export function stopOnSignals(mock: Stoppable, source: SignalSource, say: (message: string) => void): void {
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    source.on(signal, () => {
      if (stopping) return source.exit(128 + constants.signals[signal])
      stopping = true
      say('Stopping: what runs is finished first. Send the signal again to stop at once.')
      mock.close().then(() => source.exit(0), failed)
    })
  }

  function failed(error: unknown): void {
    say(`Stopping failed: ${error instanceof Error ? error.message : String(error)}`)
    source.exit(1)
  }
}
