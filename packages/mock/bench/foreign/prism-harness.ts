import { exec } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual, parseArgs, promisify } from 'node:util'
import { installPeers } from '@clientele/bench'
import { XMLParser } from 'fast-xml-parser'
import { createMock } from '../../src/index.ts'

const usage = `Usage: node packages/mock/bench/foreign/prism-harness.ts [--failures] <folder>

Runs the OpenAPI 3 cases of Prism's own test harness against the mock: <folder> is test-harness/specs of a checkout of
stoplightio/prism. Needs curl, which the cases are written for. Judges as the harness does.

  --failures  what was expected and what came, of each case that failed`

/** One file of the harness. */
interface Case {
  readonly file: string
  readonly description: string
  /** Arguments of `prism`. */
  readonly server: string
  /** A call of curl. */
  readonly command: string
  readonly expected: Message
  /** Whether the body has to be the same, to have the same names, or only to be alike. */
  readonly rule: 'expect' | 'expect-loose' | 'expect-keysOnly'
}

/** As the harness hands messages to gavel. */
interface Message {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: string
}

interface Judge {
  validate(expected: Message, real: Message): { valid: boolean }
}

const xml = new XMLParser({ ignoreDeclaration: true })

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { failures: { type: 'boolean' }, help: { type: 'boolean' } },
})
const [folder] = positionals
if (values.help || folder === undefined) console.log(usage)
else await run(folder)

async function run(specs: string): Promise<void> {
  const judge = gavel()
  const cases = globSync('**/*.txt', { cwd: specs })
    .sort()
    .map((file) => read(specs, file))
  const served = cases.filter(
    ({ description, server }) => /^["{\s]*openapi/m.test(description) && server.startsWith('mock'),
  )
  let right = 0
  for (const each of served) {
    const real = await answered(each)
    const passes = isRight(judge, each, real)
    if (passes) right++
    else report(each, real)
  }
  console.log(`${right} of ${served.length}`)
}

/** The harness judges by gavel; it is not a dependency of the project. */
function gavel(): Judge {
  const cache = fileURLToPath(new URL('../../node_modules/.cache/peers', import.meta.url))
  mkdirSync(cache, { recursive: true })
  return createRequire(join(installPeers(cache, { gavel: '10.0.3' }), 'package.json'))('gavel')
}

function read(specs: string, file: string): Case {
  const parts = readFileSync(join(specs, file), 'utf8').split(
    /^====(server|test|spec|command|expect|expect-loose|expect-keysOnly)====\r?\n/gim,
  )
  const part = (name: string) => parts[parts.indexOf(name) + 1] ?? ''
  const rule = (['expect', 'expect-loose', 'expect-keysOnly'] as const).find((name) => parts.includes(name))
  if (!rule) throw new Error(`${file} does not say what it expects.`)
  return {
    file,
    description: part('spec'),
    server: part('server').trim(),
    command: part('command').trim(),
    expected: message(part(rule)),
    rule,
  }
}

function message(text: string): Message {
  const [head = '', ...body] = text.trim().split(/\r?\n\r?\n/)
  const [status = '', ...lines] = head.split(/\r?\n/)
  const headers = lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return {
    statusCode: Number(status.split(' ')[1]),
    headers: Object.fromEntries(headers),
    body: body.join('\n\n'),
  }
}

async function answered({ description, server, command }: Case): Promise<Message | string> {
  const place = mkdtempSync(join(tmpdir(), 'prism-harness-'))
  try {
    const path = join(place, 'openapi.yml')
    writeFileSync(path, description)
    const dynamic = /\s(-d|--dynamic)\b/.test(server)
    const mock = createMock({ documents: [path], dynamic, errors: /--errors/.test(server) })
    const { url } = await mock.listen()
    const call = command.replaceAll(/(http:\/\/)?(localhost|127\.0\.0\.1|0\.0\.0\.0):4010/g, url)
    const { stdout } = await promisify(exec)(call, { encoding: 'utf8', timeout: 15_000 })
    await mock.close()
    return message(stdout)
  } catch (error) {
    return (error as Error).message
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

function isRight(judge: Judge, { expected, rule }: Case, real: Message | string): boolean {
  if (typeof real === 'string') return false
  if (isXml(expected)) {
    const alike = isDeepStrictEqual(namesIn(xml.parse(expected.body)), namesIn(xml.parse(real.body)))
    return alike && judge.validate({ ...expected, body: '' }, { ...real, body: '' }).valid
  }
  if (!judge.validate(expected, real).valid && !includes(real, expected)) return false
  if (rule === 'expect') return real.body === expected.body.trim()
  return rule === 'expect-loose' || isDeepStrictEqual(keysOf(real.body), keysOf(expected.body))
}

/** jest's `toMatchObject`, which the harness falls back on. */
function includes(real: Message, expected: Message): boolean {
  const headers = Object.entries(expected.headers).every(([name, value]) => real.headers[name] === value)
  return real.statusCode === expected.statusCode && headers && real.body === expected.body
}

function keysOf(body: string): readonly string[] {
  return Object.keys(JSON.parse(body))
}

function isXml({ headers, body }: Message): boolean {
  return /xml/.test(headers['content-type'] ?? '') || body.startsWith('<')
}

/** The elements without their texts, which is what the harness compares. */
function namesIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(namesIn)
  if (typeof value !== 'object' || value === null) return ''
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, namesIn(inner)]))
}

function report({ file, command, server, expected }: Case, real: Message | string): void {
  const came = typeof real === 'string' ? real : `${real.statusCode} ${real.headers['content-type'] ?? ''}`
  console.log(`${file}: wanted ${expected.statusCode} ${expected.headers['content-type'] ?? ''}, got ${came}`)
  if (!values.failures) return
  console.log(
    `  ${server}\n  ${command}\n  wanted ${expected.body}\n  got    ${typeof real === 'string' ? '' : real.body}`,
  )
}
