// Puts the three bundles into the package, so that the installed mock serves them without the repository.
import { copyFile, mkdir } from 'node:fs/promises'

const apis = ['graph-customers', 'graph-customer-profile', 'partner-center-users']
const bundles = new URL('../../../specs/dist/', import.meta.url)
const target = new URL('../dist/descriptions/', import.meta.url)

await mkdir(target, { recursive: true })
for (const api of apis) {
  await copyFile(new URL(`${api}.yaml`, bundles), new URL(`${api}.yaml`, target))
}
