import { journeyNames, type Outcome, runJourneys } from './run.ts'

const usage = `Usage: npm run journeys -- [journey…]

Walks the journeys of specs/journeys with redocly respect, each in a session of one mock.
Exits 1 when a step fails, 2 when there is no such journey.`

const asked = process.argv.slice(2)
const names = await journeyNames()
const unknown = asked.filter((name) => !names.includes(name))

if (asked.includes('--help') || asked.includes('-h')) {
  console.log(usage)
} else if (unknown.length > 0) {
  console.error(`No journey is called ${unknown.join(', ')}. There are: ${names.join(', ')}.`)
  process.exitCode = 2
} else {
  const outcomes = await runJourneys(asked.length > 0 ? asked : names)
  for (const outcome of outcomes) console.log(line(outcome))
  for (const { passed, report } of outcomes) if (!passed) console.error(report)
  process.exitCode = outcomes.every(({ passed }) => passed) ? 0 : 1
}

function line({ passed, name, steps }: Outcome): string {
  const requests = steps.flatMap(({ exchanges }) => exchanges).length
  return `${passed ? '✓' : '✗'} ${name}: ${steps.length} steps, ${requests} requests`
}
