import { SettingsError } from '../json/mistakes.ts'
import type { FaultPlan } from './fault-plan.ts'
import { readFaultPlan } from './read-plan.ts'

/** Options of the command that make a plan, as they were typed. */
interface FaultFlags {
  /** `200` or `100..400`, milliseconds. */
  readonly latency?: string | undefined
  /** `5`: percent of all requests. */
  readonly errorRate?: string | undefined
  /** `10/s`, `100/m` or `30/10s`: requests and their window. */
  readonly throttle?: string | undefined
}

const seconds: Record<string, number> = { s: 1, m: 60, h: 3600 }

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

const takes: Record<string, string> = {
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
  throw new SettingsError(name, [{ at: '', message: `takes ${takes[name]}, not "${value}"` }])
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
  const window = Number(match[2] || 1) * (seconds[match[3] as string] as number)
  return { throttle: { requests: Number(match[1]), seconds: window } }
}
