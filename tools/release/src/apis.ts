import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiNames } from '@clientele/api-folders'
import { parse } from 'yaml'
import type { Json } from './shape.ts'

/** An API of a checkout: a folder below `specs` with an `openapi.yaml`. */
export interface Api {
  readonly name: string
  readonly folder: string
  readonly description: string
  /** The description in one file, as `npm run build` makes it. */
  readonly bundle: string
  /** The shape of the last release; missing if nothing was released yet. */
  readonly release: string
  /** What each release changed, the newest first. */
  readonly changes: string
  readonly waivers: string
}

/** The APIs of a checkout, by name. */
export function apisOf(root: string): Api[] {
  const specs = join(root, 'specs')
  return apiNames(specs).map((name) => {
    const folder = join(specs, name)
    return {
      name,
      folder,
      description: join(folder, 'openapi.yaml'),
      bundle: join(specs, 'dist', `${name}.yaml`),
      release: join(folder, 'release.yaml'),
      changes: join(folder, 'changes.yaml'),
      waivers: join(folder, 'waivers.yaml'),
    }
  })
}

/** The record of a release: its version, day and shape. */
export interface Release {
  readonly version: string
  readonly date: string
  readonly shape: Json
}

export function readRelease({ release }: Api): Release | undefined {
  return existsSync(release) ? (parse(readFileSync(release, 'utf8')) as Release) : undefined
}

/** @throws Error that names the command which makes the bundle. */
export function readBundle({ name, bundle }: Api): { [key: string]: Json } {
  if (!existsSync(bundle)) throw new Error(`${name} has no bundle. Make it with \`npm run build\`.`)
  return parse(readFileSync(bundle, 'utf8'), { maxAliasCount: 10_000 })
}
