import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { samplesOverlay } from '@clientele/code-samples'
import { Description } from '@clientele/description'
import { stringify } from 'yaml'
import type { Api } from '../src/description/document.ts'
import { bundlePath, readApis } from '../src/description/read.ts'
import { ownPage, ownScript } from './own-page.ts'

const generated = fileURLToPath(new URL('../generated/', import.meta.url))
const pages = join(generated, 'redoc')
const overlays = join(generated, 'overlays')
const redoclyCommand = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js')

for (const folder of [pages, overlays]) {
  // Nothing stays of an API that is gone.
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
}
for (const entry of readApis()) buildPage(entry)
writeFileSync(
  join(pages, 'redoc.js'),
  ownScript(readFileSync(join(dirname(redoclyCommand), '../lib/chunks/redoc.standalone.js'), 'utf8')),
)

/** Bundle and overlay become one page that loads its script from beside it. */
function buildPage({ api, document }: Api): void {
  const overlay = join(overlays, `${api}.overlay.yaml`)
  const sampled = join(overlays, `${api}.yaml`)
  const page = join(pages, api, 'index.html')
  writeFileSync(overlay, stringify(pageOverlay(api, document), { lineWidth: 0 }))
  redocly('bundle', bundlePath(api), '--overlay', overlay, '--output', sampled)
  mkdirSync(dirname(page), { recursive: true })
  redocly('build-docs', sampled, '--output', page, '--title', `${document.info.title} · Clientele`)
  writeFileSync(page, ownPage(readFileSync(page, 'utf8'), document.info.summary ?? document.info.title))
}

/** What the page adds to the description: samples, and a title without the version that Redoc writes behind it. */
function pageOverlay(api: string, document: Api['document']) {
  const { title, version } = document.info
  const samples = samplesOverlay(new Description(document), api)
  const short = { target: '$.info', update: { title: title.replace(` (${version})`, '') } }
  return { ...samples, actions: [...samples.actions, short] }
}

/** Runs Redocly without its telemetry: neither the build nor the reader of the page reports anything. */
function redocly(...command: string[]): void {
  const result = spawnSync(process.execPath, [redoclyCommand, ...command], {
    encoding: 'utf8',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  })
  if (result.status !== 0)
    throw new Error(`redocly ${command.join(' ')} failed:\n${result.stdout}${result.stderr}`)
}
