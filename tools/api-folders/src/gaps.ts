import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { relative, resolve } from 'node:path'

/** What a rule finds missing in a description. */
export interface Gap {
  rule: string
  message: string
  /** File and line, or the place in the document. */
  place: string
}

interface Report {
  problems: {
    ruleId: string
    message: string
    location?: { source?: { ref?: string }; pointer?: string }[]
  }[]
}

const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js')

/** The command that lints the description in a folder. */
export const lintCommand = [redocly, 'lint', 'openapi.yaml', '--config', '../redocly.yaml']

/**
 * What lint finds in the description of a folder.
 *
 * @throws Error with what Redocly said, when it could not read the description.
 */
export function findGaps(folder: string): Gap[] {
  const options = ['--format', 'json', '--max-problems', '100000']
  const { stdout, stderr } = spawnSync(process.execPath, [...lintCommand, ...options], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  })
  const start = stdout.indexOf('{')
  if (start < 0) throw new Error(`The description cannot be linted:\n${stdout}${stderr}`)
  const { problems } = JSON.parse(stdout.slice(start)) as Report
  return problems.map(({ ruleId, message, location: [at] = [] }) => ({
    rule: ruleId,
    message: message.split('\n')[0] as string,
    place: [at?.source?.ref && relative(folder, resolve(folder, at.source.ref)), at?.pointer]
      .filter(Boolean)
      .join(' '),
  }))
}

/** The gaps of a draft as a list for a terminal: each rule once, the most frequent first, with its first place. */
export function todoList(gaps: readonly Gap[]): string {
  const rules = [...new Set(gaps.map(({ rule }) => rule))]
  const lines = rules
    .map((rule) => gaps.filter((gap) => gap.rule === rule))
    .sort((one, other) => other.length - one.length)
    .map((same) => {
      const [first] = same as [Gap]
      return `  ${String(same.length).padStart(4)}  ${first.rule}: ${first.message} (${first.place})`
    })
  return lines.join('\n')
}
