import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const bin = fileURLToPath(new URL('../../bin/clientele-mock.js', import.meta.url))
const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const [major, minor] = engines.node.replace('>=', '').split('.').map(Number)

/** Starts the command under a Node that says it has another version. */
function runAs(version: string): Promise<{ code: unknown; stderr: string; stdout: string }> {
  const disguise = `Object.defineProperty(process, 'versions', {
    value: { ...process.versions, node: ${JSON.stringify(version)} },
  })`
  const args = ['--import', `data:text/javascript,${encodeURIComponent(disguise)}`, bin, '--help']
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    )
  })
}

test.each(['14.21.3', '20.20.2', `${major}.${minor - 1}.9`])(
  'under Node.js %s it says in one line which one it needs',
  async (version) => {
    expect(await runAs(version)).toEqual({
      code: 1,
      stdout: '',
      stderr: `clientele-mock needs Node.js ${major}.${minor} or later. This is ${version}: ${process.execPath}\n`,
    })
  },
)

test.each([`${major}.${minor}.0`, `${major + 1}.0.0`])('under Node.js %s it starts', async (version) => {
  const { code, stdout, stderr } = await runAs(version)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^clientele-mock \[description…\]/)
})
