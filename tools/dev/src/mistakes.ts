import { posix } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Failure } from './turbo.ts'

/** Lines of npm and turbo around what a task printed. */
const noise =
  /^(npm (warn|error)|> |cache (hit|miss)|\s*•|\s*(Tasks|Cached|Time|Failed):|\s*ERROR\s|@\S+: +ERROR|validating |bundling |.*: validated in |.* Validation failed|run `redocly|❌)/

/**
 * The mistakes in what a task printed, one for each line.
 *
 * Redocly reports an unreadable file once for each reference to it; here it is reported once.
 *
 * @returns `file:line:column message`, or what the task printed when that is something else
 */
export function mistakesIn({ folder, output: coloured }: Failure): string[] {
  const output = stripVTControlCharacters(coloured)
  const found = [...output.matchAll(/^\[\d+\] (\S+?:\d+:\d+)(?: at \S+)?\s*\n+(.+)$/gm)].map(
    ([, place = '', message = '']) => ({ place: `${folder}/${place}`, message }),
  )
  const unresolved = "Can't resolve $ref: "
  const others = found.filter(({ message }) => !message.startsWith(unresolved))
  const own = (message: string) =>
    !others.some((other) => unresolved + other.message.replace(/^Failed to parse: /, '') === message)
  const mistakes = found
    .filter(({ message }) => own(message))
    .map(({ place, message }) => `${posix.normalize(place)} ${message}`)
  if (mistakes.length > 0) return [...new Set(mistakes)]
  return output.split('\n').filter((line) => line.trim() !== '' && !noise.test(line))
}
