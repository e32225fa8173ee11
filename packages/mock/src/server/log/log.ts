/** One request in the log. Secrets were left out before. */
export interface LogLine {
  readonly time: string
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly status: number
  /** Milliseconds. */
  readonly duration: number
  /** Name of the API and of the operation; undefined when none answered. */
  readonly operation: string | undefined
  /** Why this answer, in the order in which it was decided. */
  readonly why: readonly string[]
}

/** Writes one line per request. */
export type Log = (record: LogLine) => void

/** How requests are logged. */
export type LogFormat = 'pretty' | 'json' | 'silent'

const colours: Record<string, number> = { 2: 32, 3: 36, 4: 33, 5: 31 }

/** Makes the log. Lines of one turn of the event loop are written together. */
export function createLog(format: LogFormat, output: { write(text: string): unknown; isTTY?: boolean }): Log {
  if (format === 'silent') return () => undefined
  const line = format === 'json' ? jsonLine : output.isTTY ? colouredLine : prettyLine
  let waiting = ''
  return (record) => {
    if (waiting === '') {
      setImmediate(() => {
        const text = waiting
        waiting = ''
        output.write(text)
      })
    }
    waiting += `${line(record)}\n`
  }
}

function prettyLine({ method, url, status, duration, why }: LogLine): string {
  return `${method.padEnd(6)} ${printable(url)} ${status} ${duration.toFixed(1)}ms${why.length > 0 ? `  ${printable(why.join('; '))}` : ''}`
}

function colouredLine(record: LogLine): string {
  const { method, url, status, duration, why } = record
  const colour = colours[String(status).charAt(0)] ?? 37
  const reason = why.length > 0 ? `  \u001b[2m${printable(why.join('; '))}\u001b[22m` : ''
  return `${method.padEnd(6)} ${printable(url)} \u001b[${colour}m${status}\u001b[39m ${duration.toFixed(1)}ms${reason}`
}

function jsonLine(record: LogLine): string {
  return JSON.stringify({ ...record, duration: Math.round(record.duration * 100) / 100 })
}

/** What a client sends must not write lines of its own or control the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '\uFFFD')
}
