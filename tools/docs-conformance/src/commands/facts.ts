import { deliver, readPaths } from './read-paths.ts'
import { type Command, EXIT } from './surroundings.ts'

export const runFacts: Command = (paths, options, surroundings) => {
  const reading = readPaths('facts', paths, surroundings)
  deliver(JSON.stringify(reading, null, 2), options.output, surroundings)
  return EXIT.clean
}
