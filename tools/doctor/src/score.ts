import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'

const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js')

/** How easily a program can use a bundle, out of 100, according to `redocly score`. */
export async function scoreOf(bundle: string): Promise<number> {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
  const command = [redocly, 'score', bundle, '--format', 'json']
  const { stdout } = await promisify(execFile)(process.execPath, command, { env, maxBuffer: 2 ** 28 })
  const { agentReadiness } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as { agentReadiness: number }
  return Math.round(agentReadiness)
}
