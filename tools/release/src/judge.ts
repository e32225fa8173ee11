import { gte, inc, valid } from 'semver'
import { type Api, readBundle, readRelease } from './apis.ts'
import { type Change, demandedStep, rateChanges, type Step } from './rate.ts'
import type { Json } from './shape.ts'
import { isWaived, readWaivers, staleWaivers } from './waivers.ts'

/** The version that the changes of one API since its release demand, and whether the description has it. */
export interface Judgement {
  readonly api: Api
  /** `info.x-version` of the description. */
  readonly version: string | undefined
  /** Version of the last release; undefined for an API that was never released. */
  readonly released: string | undefined
  readonly draft: boolean
  readonly changes: readonly Change[]
  readonly waived: readonly Change[]
  readonly step: Step | undefined
  /** The lowest version that the changes allow. */
  readonly atLeast: string | undefined
  /** What makes `npm test` fail: sentences that end with what to do. */
  readonly problems: readonly string[]
}

/**
 * Compares an API with its last release.
 *
 * @param today the day that waivers are judged by, as `2026-11-21`
 * @throws Error when the bundle is missing or a file of the API cannot be read.
 */
export async function judge(api: Api, today: string): Promise<Judgement> {
  const bundle = readBundle(api)
  const release = readRelease(api)
  const version = versionOf(bundle)
  const draft = isDraft(bundle)
  const base = { api, version, released: release?.version, draft }
  if (draft || !release) {
    return { ...base, changes: [], waived: [], step: undefined, atLeast: undefined, problems: [] }
  }
  const all = await rateChanges(release.shape, bundle)
  const waivers = readWaivers(api)
  const changes = all.filter((change) => !isWaived(change, waivers))
  const waived = all.filter((change) => isWaived(change, waivers))
  const step = demandedStep(changes)
  const atLeast = step === undefined ? release.version : (inc(release.version, step) as string)
  const problems = [...versionProblems(api, version, atLeast, step), ...staleWaivers(waivers, all, today)]
  return { ...base, changes, waived, step, atLeast, problems }
}

function versionProblems(
  api: Api,
  version: string | undefined,
  atLeast: string,
  step: Step | undefined,
): string[] {
  if (version !== undefined && valid(version) && gte(version, atLeast)) return []
  const why = step === undefined ? 'It was released as' : `Its changes are ${step}: it needs at least`
  const now = version === undefined ? 'has no info.x-version' : `says info.x-version ${version}`
  return [`${api.name} ${now}. ${why} ${atLeast}. Raise it with \`npm run api-diff -- --bump\`.`]
}

export function versionOf(bundle: { [key: string]: Json }): string | undefined {
  const { info } = bundle as { info?: { 'x-version'?: unknown } }
  return info?.['x-version'] === undefined ? undefined : String(info['x-version'])
}

function isDraft(bundle: { [key: string]: Json }): boolean {
  const { info } = bundle as { info?: { 'x-draft'?: unknown } }
  return info?.['x-draft'] === true
}
