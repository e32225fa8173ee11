import { parseArgs } from 'node:util'
import { type FaultPlan, readFaultPlan } from '../interceptors/fault-plan.ts'
import { editDistance, MockConfigurationError, SettingsError } from '../json/mistakes.ts'
import type { LogFormat } from '../server/log.ts'

/** The options of the command. */
export type CommandOptions = Readonly<ReturnType<typeof readOptions>>

const flags = {
  port: { type: 'string', short: 'p' },
  host: { type: 'string' },
  base: { type: 'string', multiple: true },
  site: { type: 'string' },
  config: { type: 'string' },
  scenario: { type: 'string' },
  explain: { type: 'boolean' },
  'compile-checks': { type: 'string' },
  seed: { type: 'string' },
  count: { type: 'string' },
  state: { type: 'string' },
  latency: { type: 'string' },
  'error-rate': { type: 'string' },
  throttle: { type: 'string' },
  dynamic: { type: 'boolean', short: 'd' },
  errors: { type: 'boolean' },
  log: { type: 'string' },
  'keep-requests': { type: 'string' },
  'control-token': { type: 'string' },
  https: { type: 'boolean' },
  cert: { type: 'string' },
  key: { type: 'string' },
  'no-control': { type: 'boolean' },
  'trust-proxy': { type: 'boolean' },
  'allow-refs': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

const logFormats = ['pretty', 'json', 'silent']

export const usage = `clientele-mock [description…] [options]

Serves OpenAPI 3 and Swagger 2.0 descriptions (files or URLs, YAML or JSON) as a stateful API.
Without a description it serves Graph customers, Graph customer profile and Partner Center users.

  -p, --port <n>                 port, or the variable PORT (default 4010)
  --host <address>               address to listen on (default 127.0.0.1)
  --base <description>=<path>    base path of a description, instead of its servers
  --site <folder>                serves a static site at paths that no description has
  --config <file>                corrections of what is inferred (YAML or JSON)
  --explain                      prints what was inferred and why, then exits
  --compile-checks <file>        writes the checks of the descriptions as a module, for a page whose
                                 policy forbids 'unsafe-eval', then exits
  --seed <n>                     seed of made-up values (default 1)
  --count <n>                    makes up records until every collection has <n>
  --state <file>                 keeps the state across restarts
  --scenario <file|name>         state, faults and clock at the start
  --latency <ms>|<min>..<max>    waits before every answer
  --error-rate <percent>         answers this share of requests with an error
  --throttle <n>/s               answers 429 to requests beyond this rate
  -d, --dynamic                  makes up every answer, as Prism does; stores nothing
  --errors                       answers a request that breaks the description with an error,
                                 even if Prefer asks for another answer
  --log pretty|json|silent       one line per request (default pretty)
  --keep-requests <n>            how many requests /__mock/requests keeps (default 200)
  --no-control                   turns off the routes under /__mock/
  --control-token <text>         they demand Authorization: Bearer <text>; required if --host is
                                 not local; or the variable CLIENTELE_CONTROL_TOKEN
  --https                        serves HTTPS with a certificate made at the start
  --cert <file> --key <file>     the certificate for --https, and its key (PEM)
  --trust-proxy                  links follow Forwarded and X-Forwarded-Host, -Proto and -Prefix
  --allow-refs                   a description from a URL may refer to other hosts
  --version                      prints the version, then exits
  -h, --help                     prints this, then exits
`

/** Reads the command line. @throws MockConfigurationError that lists every mistake. */
export function readOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>) {
  const { values, positionals } = parse(args)
  const mistakes: string[] = []
  const { log = 'pretty' } = values
  if (!logFormats.includes(log)) mistakes.push(`--log must be one of ${logFormats.join(', ')}, not "${log}"`)
  const options = {
    documents: positionals,
    ...addressOptions(values, env, mistakes),
    bases: basesOf(values.base ?? [], mistakes),
    site: values.site,
    configuration: values.config,
    scenario: values.scenario,
    explain: values.explain ?? false,
    compileChecks: values['compile-checks'],
    seed: wholeNumber('--seed', values.seed, Number.MAX_SAFE_INTEGER, mistakes),
    count: wholeNumber('--count', values.count, 100_000, mistakes),
    state: values.state,
    latency: values.latency,
    errorRate: values['error-rate'],
    throttle: values.throttle,
    dynamic: values.dynamic ?? false,
    errors: values.errors ?? false,
    log: log as LogFormat,
    keepRequests: wholeNumber('--keep-requests', values['keep-requests'], 1_000_000, mistakes),
    allowRefs: values['allow-refs'] ?? false,
    help: values.help ?? false,
    version: values.version ?? false,
  }
  if (mistakes.length > 0) throw misread(mistakes)
  return options
}

/** Where the mock listens, and who may control it. */
function addressOptions(
  values: Values,
  env: Readonly<Record<string, string | undefined>>,
  mistakes: string[],
) {
  const { cert, key, https = false } = values
  if ((cert === undefined) !== (key === undefined))
    mistakes.push('--cert and --key go together: the certificate and its private key, both PEM files')
  if (cert !== undefined && !https) mistakes.push('--cert and --key are for --https')
  const name = values.port === undefined ? 'PORT' : '--port'
  return {
    port: wholeNumber(name, values.port ?? (env.PORT || undefined), 65_535, mistakes) ?? 4010,
    host: values.host ?? '127.0.0.1',
    control: !values['no-control'],
    controlToken: values['control-token'] ?? (env.CLIENTELE_CONTROL_TOKEN || undefined),
    https,
    cert,
    key,
    trustProxy: values['trust-proxy'] ?? false,
  }
}

function wholeNumber(
  name: string,
  value: string | undefined,
  highest: number,
  mistakes: string[],
): number | undefined {
  if (value === undefined) return undefined
  if (/^\d+$/.test(value) && Number(value) <= highest) return Number(value)
  mistakes.push(`${name} must be a whole number up to ${highest}, not "${value}"`)
  return undefined
}

/** Reads the arguments, with our own message for every mistake. */
function parse(args: readonly string[]) {
  const settings = {
    args: [...args],
    options: flags,
    allowPositionals: true,
    strict: false,
    tokens: true,
  } as const
  const { tokens, values, positionals } = parseArgs(settings)
  const mistakes = tokens.flatMap((token) => (token.kind === 'option' ? (mistakeOf(token) ?? []) : []))
  if (mistakes.length > 0) throw misread(mistakes)
  return { values: values as Values, positionals }
}

type Values = ReturnType<typeof parseArgs<{ options: typeof flags }>>['values']

const misread = (mistakes: readonly string[]) =>
  new MockConfigurationError(`${mistakes.join('\n')}\nSee clientele-mock --help.`)

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value: string | undefined
  readonly inlineValue: boolean | undefined
}

function mistakeOf({ name, rawName, value, inlineValue }: OptionToken): string | undefined {
  const flag: { type: string } | undefined = Object.hasOwn(flags, name)
    ? flags[name as keyof typeof flags]
    : undefined
  if (!flag) return `There is no option ${rawName}.${suggestion(name)}`
  if (flag.type === 'boolean')
    return value === undefined ? undefined : `${rawName} takes no value, but got "${value}"`
  // In `--port --explain`, `--explain` is the next option, not the value.
  const isOption = !inlineValue && value !== undefined && /^-(-|[a-z]$)/.test(value)
  if (value !== undefined && !isOption) return undefined
  const [, form = `${rawName} <value>`] = new RegExp(`(--${name} \\S+)`).exec(usage) ?? []
  return `${rawName} needs a value: ${form}`
}

/** The option that the user probably meant, among those that differ in at most two letters. */
function suggestion(name: string): string {
  const [best] = Object.keys(flags)
    .map((flag) => ({ flag, distance: editDistance(name, flag) }))
    .filter(({ flag, distance }) => distance <= Math.min(2, flag.length / 2))
    .sort((one, other) => one.distance - other.distance)
  return best ? ` Did you mean --${best.flag}?` : ''
}

function basesOf(pairs: readonly string[], mistakes: string[]): Record<string, string> {
  const bases: Record<string, string> = {}
  for (const pair of pairs) {
    const split = pair.lastIndexOf('=')
    if (split < 1) mistakes.push(`--base takes <description>=<path>, not "${pair}"`)
    else bases[pair.slice(0, split)] = pair.slice(split + 1)
  }
  return bases
}

/** Options of the command that make a plan, as typed. */
interface FaultFlags {
  /** `200` or `100..400`, milliseconds. */
  readonly latency?: string | undefined
  /** `5`: percent of all requests. */
  readonly errorRate?: string | undefined
  /** `10/s`, `100/m` or `30/10s`: requests and their window. */
  readonly throttle?: string | undefined
}

const secondsIn: Record<string, number> = { s: 1, m: 60, h: 3600 }

/**
 * Reads `--latency`, `--error-rate` and `--throttle`.
 *
 * @throws SettingsError that names the option, what it was given, and what it takes.
 */
export function planOfFlags({ latency, errorRate, throttle }: FaultFlags): FaultPlan {
  return {
    ...(latency !== undefined && readFlag('--latency', latency, latencyPlan)),
    ...(errorRate !== undefined && readFlag('--error-rate', errorRate, errorRatePlan)),
    ...(throttle !== undefined && readFlag('--throttle', throttle, throttlePlan)),
  }
}

const flagTakes: Record<string, string> = {
  '--latency': 'milliseconds such as 200, or a range such as 100..400, up to 300000',
  '--error-rate': 'a percentage from 0 to 100, such as 5',
  '--throttle': 'requests and their window, such as 10/s, 100/m or 30/10s',
}

function readFlag(name: string, value: string, plan: (value: string) => FaultPlan | undefined): FaultPlan {
  try {
    const read = plan(value)
    if (read) return readFaultPlan(read)
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
  }
  throw new SettingsError(name, [{ at: '', message: `takes ${flagTakes[name]}, not "${value}"` }])
}

function latencyPlan(value: string): FaultPlan | undefined {
  const match = /^(\d+)(?:\.\.(\d+))?$/.exec(value)
  if (!match) return undefined
  const min = Number(match[1])
  return { latency: match[2] === undefined ? min : { min, max: Number(match[2]) } }
}

function errorRatePlan(value: string): FaultPlan | undefined {
  return /^\d+(?:\.\d+)?%?$/.test(value) ? { errorRate: Number.parseFloat(value) } : undefined
}

function throttlePlan(value: string): FaultPlan | undefined {
  const match = /^(\d+)\/(\d*)([smh])$/.exec(value)
  if (!match) return undefined
  const window = Number(match[2] || 1) * (secondsIn[match[3] as string] as number)
  return { throttle: { requests: Number(match[1]), seconds: window } }
}
