import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'

const prism = createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js')

/** Prism's own command as a judge between a client and the mock. */
export interface PrismProxy {
  readonly url: string
  stop(): Promise<void>
}

/** Starts `prism proxy --errors`: what does not fit the description is answered with an error of Prism. */
export async function startPrismProxy(description: string, upstream: string): Promise<PrismProxy> {
  const args = [prism, 'proxy', description, upstream, '--errors', '--port', '0']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const url = await listeningAt(child)
  return {
    url,
    async stop() {
      child.kill()
      await once(child, 'exit')
    },
  }
}

function listeningAt(child: ChildProcess): Promise<string> {
  let output = ''
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk
      const match = /Prism is listening on (\S+)/.exec(output)
      if (match) resolve(match[1] as string)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', () => reject(new Error(`Prism ended before it listened:\n${output}`)))
  })
}
