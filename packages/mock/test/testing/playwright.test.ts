import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const cli = createRequire(import.meta.url).resolve('@playwright/test/cli')
const folder = fileURLToPath(new URL('playwright/', import.meta.url))

interface Suite {
  readonly suites?: readonly Suite[]
  readonly specs?: readonly { readonly title: string; readonly ok: boolean }[]
}

/** Playwright's own runner, as a user's project runs it. */
function runPlaywright(): Promise<{ suites: readonly Suite[]; errors: readonly unknown[] }> {
  return new Promise((resolve, reject) => {
    const { VITEST: _vitest, ...env } = process.env
    execFile(process.execPath, [cli, 'test', '--config', folder], { env, cwd: folder }, (error, stdout) => {
      if (stdout === '') reject(error)
      else resolve(JSON.parse(stdout))
    })
  })
}

const specsOf = (suite: Suite): readonly { title: string; ok: boolean }[] => [
  ...(suite.specs ?? []),
  ...(suite.suites ?? []).flatMap(specsOf),
]

test('Playwright tests do not meet, one after the other or in sessions of one mock', async () => {
  const { suites, errors } = await runPlaywright()
  expect(errors).toEqual([])
  expect(suites.flatMap(specsOf).map(({ title, ok }) => [title, ok])).toEqual([
    ['a page that asks the real address is answered by the mock', true],
    ['the next test sees nothing of it', true],
    ['the page creates customers until it is throttled', true],
    ['One has a session of a shared mock to itself', true],
    ['Two has a session of a shared mock to itself', true],
  ])
})
