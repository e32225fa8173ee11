import { execFile, execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { installPeers } from '@clientele/bench'
import { launchBrowser } from '@clientele/browser'
import { createMock } from '@clientele/mock'
import { installOutside } from '@clientele/release'
import { thorough } from '@clientele/vitest-config'
import { afterAll, expect, test } from 'vitest'
import { copyOutside, own, root } from './outside.ts'
import { runner, samples, writeSamples } from './samples.ts'

const require = createRequire(import.meta.url)
/** The tools of the project; some packages do not export their commands. */
const tool = (path: string) => join(import.meta.dirname, '../../../node_modules', path)
const { folder, remove } = copyOutside()
writeSamples(folder)
afterAll(remove)

/** Runs a tool in the project as a user would. If it fails, the error contains its output. */
function run(script: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  // The tools inside must not see the variables of this test run.
  const { VITEST: _, NODE_ENV: __, JEST_WORKER_ID: ___, ...rest } = process.env
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, env: { ...rest, ...env, CI: 'true' } }
    execFile(process.execPath, [script, ...args], options, (error, stdout, stderr) => {
      if (error) reject(new Error(`${stdout}${stderr}`))
      else resolve(`${stdout}${stderr}`)
    })
  })
}
const at = (...path: string[]) => join(folder, ...path)

test('what no manifest names is not there', () => {
  const ofProject = createRequire(at('package.json'))
  const ofClient = createRequire(at('node_modules/@clientele/client/package.json'))
  expect(ofProject.resolve('msw')).toBe(require.resolve('msw'))
  expect(ofClient.resolve('openapi-fetch')).toBe(require.resolve('openapi-fetch'))
  for (const { resolve } of [ofProject, ofClient]) expect(() => resolve('yaml')).toThrow('Cannot find module')
})

test('the project and the programs of the READMEs type-check strictly', async () => {
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2023', 'dom', 'dom.iterable'],
    module: 'esnext',
    moduleResolution: 'bundler',
    jsx: 'react-jsx',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(import.meta.dirname, '../../../node_modules/@types')],
  }
  const include = ['*.tsx', '.storybook', 'vitest', 'msw', 'playwright', 'page', 'samples']
  writeFileSync(at('tsconfig.json'), JSON.stringify({ compilerOptions, include }))
  expect(await run(tool('typescript/bin/tsc'), ['-p', '.'])).toBe('')
})

test('the programs of the READMEs run against the mock and print what they say', async () => {
  writeFileSync(at('samples/run.mjs'), runner)
  const outcomes = JSON.parse(
    await run(
      at('samples/run.mjs'),
      samples.map(({ file }) => `./${file}`),
    ),
  )
  for (const { name, file, want } of samples) {
    const { lines, error } = outcomes[`./${file}`]
    expect.soft({ lines: want.length > 0 ? lines : [], error }, name).toEqual({ lines: want, error: '' })
  }
  expect(samples.filter(({ want }) => want.length > 0).length).toBeGreaterThan(samples.length / 2)
})

test('Vitest: one mock for a file, sessions for tests at the same time; Mock Service Worker in Node', async () => {
  expect(await run(tool('vitest/vitest.mjs'), ['run', '--no-color', 'vitest/', 'msw/'])).toContain(
    'Tests  10 passed',
  )
})

test('Jest: a mock beside the tests, a session for each', async () => {
  expect(
    await run(tool('jest/bin/jest.js'), ['--config', 'jest/jest.config.json', '--watchman=false']),
  ).toContain('Tests:       2 passed')
})

test('the page is built', async () => {
  await run(tool('vite/bin/vite.js'), [
    'build',
    'page',
    '--outDir',
    '../dist',
    '--base',
    './',
    '--logLevel',
    'error',
  ])
})

test('Playwright: a session for each test', async () => {
  // Uses the browser of this repository, so that Playwright does not download one.
  const browser = import.meta.resolve('@clientele/browser')
  writeFileSync(
    at('playwright/browser.ts'),
    `import { test as base } from '@playwright/test'
     import { launchBrowser } from ${JSON.stringify(browser)}
     export const test = base.extend({
       browser: [async ({}, use) => {
         const browser = await launchBrowser()
         await use(browser)
         await browser.close()
       }, { scope: 'worker' }],
     })`,
  )
  const cli = require.resolve('@playwright/test/cli')
  const report = await run(cli, ['test', '--config', 'playwright'], { SITE: at('dist') })
  expect(JSON.parse(report).stats).toMatchObject({ expected: 3, unexpected: 0, flaky: 0, skipped: 0 })
})

test('stories, with Mock Service Worker and the mock in the page', async () => {
  copyFileSync(require.resolve('msw/mockServiceWorker.js'), at('dist/mockServiceWorker.js'))
  const mock = createMock({ site: at('dist') })
  const [{ url }, browser] = await Promise.all([mock.listen({ port: 0 }), launchBrowser()])
  const page = await browser.newPage()
  await page.goto(`${url}/?story=Two`)
  await page.getByRole('listitem').first().waitFor()
  expect(await page.getByRole('listitem').allTextContents()).toEqual(['Avocet', 'Bittern'])
  await page.goto(`${url}/?story=Nobody`)
  await page.getByRole('list').waitFor({ state: 'attached' })
  expect(await page.getByRole('listitem').count()).toBe(0)
  await page.goto(`${url}/?story=Refused`)
  await page.getByText('No customers: the service says 403').waitFor()
  await browser.close()
  await mock.close()
})

/** What the project needs to be shown by Storybook. Its own scripts do not run when it is installed. */
const packages = {
  storybook: '10.6.7',
  '@storybook/react-vite': '10.6.7',
  msw: '3.0.5',
  react: '19.3.1',
  'react-dom': '19.3.1',
  typescript: '5.9.3',
  vite: '8.3.8',
}

/** Builds the stories of the project with the packages of a release. */
function buildStorybook(folder: string): string {
  cpSync(join(own, 'project'), folder, { recursive: true })
  installOutside(root, folder)
  const require = createRequire(join(folder, 'package.json'))
  mkdirSync(join(folder, 'public'))
  copyFileSync(require.resolve('msw/mockServiceWorker.js'), join(folder, 'public/mockServiceWorker.js'))
  const storybook = join(require.resolve('storybook/package.json'), '../dist/bin/dispatcher.js')
  const { VITEST: _, NODE_ENV: __, ...env } = process.env
  execFileSync(process.execPath, [storybook, 'build', '--output-dir', 'built', '--quiet'], {
    cwd: folder,
    env: { ...env, CI: 'true', STORYBOOK_DISABLE_TELEMETRY: '1' },
    stdio: 'pipe',
  })
  return join(folder, 'built')
}

if (thorough)
  test('Storybook shows stories with the mock in their page', async () => {
    const peers = installPeers(join(root, 'tools/bench/.cache/peers'), packages)
    // Inside of the folder, where what was installed is found.
    const folder = mkdtempSync(join(peers, 'project-'))
    try {
      const mock = createMock({ site: buildStorybook(folder) })
      const [{ url }, browser] = await Promise.all([mock.listen({ port: 0 }), launchBrowser()])
      const page = await browser.newPage()
      const foreign: string[] = []
      page.on('request', (request) => {
        if (!request.url().startsWith(url) && /^http/.test(request.url())) foreign.push(request.url())
      })
      await page.goto(`${url}/?path=/story/waiting--two`)
      const story = page.frameLocator('#storybook-preview-iframe')
      const items = story.getByRole('listitem')
      await expect.poll(() => items.allTextContents()).toEqual(['Avocet', 'Bittern'])
      await story.getByLabel('Name').fill('Curlew')
      await story.getByRole('button', { name: 'Add' }).click()
      await expect.poll(() => items.allTextContents()).toEqual(['Avocet', 'Bittern', 'Curlew'])

      await page.getByRole('link', { name: 'Throttled' }).click()
      await story.getByText('No customers: the service says 429').waitFor()

      // Each story begins with its own records.
      await page.getByRole('link', { name: 'Two' }).click()
      await expect.poll(() => items.allTextContents()).toEqual(['Avocet', 'Bittern'])
      // Nothing leaves the page; the server has the files of the stories only.
      expect(foreign.filter((address) => !address.startsWith('https://graph.microsoft.com/'))).toEqual([])
      expect(mock.requests()).toEqual([])
      await browser.close()
      await mock.close()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
