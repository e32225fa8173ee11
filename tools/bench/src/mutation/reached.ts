// Runs before each test file if coverage is wanted: records which functions the file calls.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    reachedFolder: string
  }
}

const reached = new Set<string>()
Object.assign(globalThis, { __reached: (place: string) => reached.add(place) })

afterAll(() => {
  const folder = inject('reachedFolder')
  const { testPath = '' } = expect.getState()
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, encodeURIComponent(testPath)), JSON.stringify([...reached]))
})
