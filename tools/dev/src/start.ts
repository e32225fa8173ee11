// `npm start`: builds, then serves in this same process, so that a signal ends the server too.
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildOrExit, endWithShell, root, stopTurbo } from './turbo.ts'

const ending = (['SIGINT', 'SIGTERM'] as const).map((signal) => {
  const end = () => {
    stopTurbo()
    process.exit(1)
  }
  process.once(signal, end)
  return () => process.off(signal, end)
})
endWithShell()
await buildOrExit()
// From here on the mock itself listens to signals.
for (const forget of ending) forget()

process.argv.splice(2, 0, '--site', resolve(root, 'packages/reference/dist'))
await import(pathToFileURL(resolve(root, 'packages/mock/bin/clientele-mock.js')).href)
