import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installOutside, linkDependencies } from '@clientele/release'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder outside of the repository, with our packages and what the pages tell a reader to install. */
    outside: string
  }
}

const repository = fileURLToPath(new URL('../../../../', import.meta.url))
const devDependencies = { '@playwright/test': '*', msw: '*', vitest: '*' }

/** Makes the folder once for all tests. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-reference-'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', devDependencies }))
  installOutside(repository, folder)
  linkDependencies(folder, [repository])
  project.provide('outside', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
