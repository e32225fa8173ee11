import { parseArgs } from 'node:util'
import { runCompare } from './commands/compare.ts'
import { runDraft } from './commands/draft.ts'
import { runFacts } from './commands/facts.ts'
import { type Command, EXIT, OPTIONS, type Options, type Surroundings } from './commands/surroundings.ts'
import { HELP } from './help.ts'
import { UsageError } from './pages/page-files.ts'

/** The commands, and the options of each. */
const COMMANDS: Record<string, { run: Command; options: readonly (keyof Options)[] }> = {
  compare: {
    run: runCompare,
    options: ['api', 'description', 'known', 'record', 'all', 'json', 'markdown'],
  },
  facts: { run: runFacts, options: ['output'] },
  draft: { run: runDraft, options: ['title', 'output', 'folder'] },
}

/**
 * Runs the command line.
 *
 * @param args Arguments after the command's name.
 * @returns The exit code: 0 when all is well, 1 on any finding, 2 when the command was called wrongly.
 */
export function run(args: string[], surroundings: Surroundings): number {
  try {
    return runParsed(args, surroundings)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    // `parseArgs` marks its own errors with a code.
    const isUsage = error instanceof UsageError || 'code' in error
    surroundings.err(isUsage ? `${error.message}\nSee: npm run conformance -- --help` : error.message)
    return EXIT.usage
  }
}

function runParsed(args: string[], surroundings: Surroundings): number {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true })
  if (values.help) {
    surroundings.out(HELP)
    return EXIT.clean
  }
  const [first = ''] = positionals
  const isCommand = Object.hasOwn(COMMANDS, first)
  const name = isCommand ? first : 'compare'
  const command = COMMANDS[name] as (typeof COMMANDS)[string]
  const strangers = Object.keys(values).filter((option) => !command.options.includes(option as keyof Options))
  if (strangers.length > 0) {
    throw new UsageError(`"${name}" has no option ${strangers.map((option) => `--${option}`).join(', ')}.`)
  }
  return command.run(isCommand ? positionals.slice(1) : positionals, values, surroundings)
}
