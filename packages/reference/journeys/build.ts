// Walks every journey and keeps what happened for the pages. A journey that fails is told here and fails `npm test`, not the site.
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
