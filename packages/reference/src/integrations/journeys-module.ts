import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { type Journey, regionsOf } from '../description/journey.ts'
import { moduleOf, virtualModule } from './virtual-module.ts'

const packageFolder = fileURLToPath(new URL('../../', import.meta.url))

/** The journeys that the task `journeys` ran, with the client's code for each step. */
export function journeysModule(): Plugin {
  return virtualModule('clientele:journeys', () => moduleOf(readJourneys(packageFolder)))
}

/**
 * Reads what `journeys/build.ts` wrote.
 *
 * @param folder of this package
 */
export function readJourneys(folder: string): Journey[] {
  const generated = join(folder, 'generated/journeys')
  const files = existsSync(generated) ? readdirSync(generated).sort() : []
  return files.map((file) =>
    withCode(JSON.parse(readFileSync(join(generated, file), 'utf8')) as Journey, folder),
  )
}

function withCode(journey: Journey, folder: string): Journey {
  const program = join(folder, 'journeys/code', `${journey.name}.ts`)
  if (!existsSync(program)) return journey
  const { setUp, code } = regionsOf(readFileSync(program, 'utf8'))
  const steps = journey.steps.map((step) => ({ ...step, code: code.get(step.id) ?? '' }))
  return { ...journey, setUp, steps }
}
