// Runs every journey and keeps the requests and answers for the pages. A journey that fails is reported here, and fails
// `npm test`, not the build.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { journeyNames, runJourneys } from './run.ts'

const folder = fileURLToPath(new URL('../generated/journeys/', import.meta.url))
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (const { report, ...journey } of await runJourneys(await journeyNames())) {
  if (!journey.passed) console.error(report)
  writeFileSync(`${folder}${journey.name}.json`, JSON.stringify(journey))
}
