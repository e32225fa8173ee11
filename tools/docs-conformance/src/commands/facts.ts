import type { Reading } from '../facts/fact.ts'
import { deliver, readPaths } from './read-paths.ts'
import { type Command, EXIT } from './surroundings.ts'

export const runFacts: Command = (paths, options, surroundings) => {
  const reading = readPaths('facts', paths, surroundings)
  deliver(jsonOf(reading), options.output, surroundings)
  const { places, taken, open, notUnderstood, passedOver } = reading.lookedAt
  surroundings.err(
    `${reading.facts.length} facts. Of ${places} places that look like facts ${taken} were taken, ${open} are left ` +
      `open, ${notUnderstood} not understood, ${passedOver} passed over.`,
  )
  return EXIT.clean
}

const LISTS = ['facts', 'open', 'notUnderstood', 'passedOver'] as const
/** Number of entries in one piece of text: the facts of all pages of Graph are too long for a single text. */
const AT_A_TIME = 1000

/** One entry on each line. */
function* jsonOf(reading: Reading): Generator<string> {
  yield '{\n'
  for (const name of LISTS) {
    const entries = reading[name]
    yield `  "${name}": [`
    for (let from = 0; from < entries.length; from += AT_A_TIME) {
      const lines = entries.slice(from, from + AT_A_TIME).map((entry) => `\n    ${JSON.stringify(entry)}`)
      yield `${from === 0 ? '' : ','}${lines.join(',')}`
    }
    yield entries.length === 0 ? '],\n' : '\n  ],\n'
  }
  yield `  "lookedAt": ${JSON.stringify(reading.lookedAt)}\n}`
}
