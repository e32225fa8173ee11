import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'

const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js')

/** How easy a bundle is for a program to read, of 100, as `redocly score` counts it. */
export async function scoreOf(bundle: string): Promise<number> {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
  const command = [redocly, 'score', bundle, '--format', 'json']
  const { stdout } = await promisify(execFile)(process.execPath, command, { env, maxBuffer: 2 ** 28 })
  const { agentReadiness } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as { agentReadiness: number }
  return Math.round(agentReadiness)
}
