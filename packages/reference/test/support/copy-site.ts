import { cpSync, existsSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const built = fileURLToPath(new URL('../../dist/', import.meta.url))

/** The copy of the built site that the tests look at. */
export const copy = fileURLToPath(new URL('../../generated/site-under-test/', import.meta.url))

/** Tests look at a copy, so that a build in another terminal does not pull the pages away from under them. */
export default function setup(): void {
  if (!existsSync(built)) throw new Error('There is no site to test. Run "npm run build" first.')
  rmSync(copy, { recursive: true, force: true })
  cpSync(built, copy, { recursive: true })
}
