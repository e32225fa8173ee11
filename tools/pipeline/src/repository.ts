import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The root of the repository. */
export const root = resolve(import.meta.dirname, '../../..')

/** The fields of a `package.json` that the tests of the pipeline use. */
export interface PackageManifest {
  name: string
  private?: boolean
  engines?: { node?: string }
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  allowScripts?: Record<string, boolean>
}

/** A package as `package-lock.json` records it. */
export interface LockedPackage {
  version?: string
  hasInstallScript?: boolean
  link?: boolean
  /** Of a link: the folder of the workspace. */
  resolved?: string
  engines?: { node?: string }
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

export function readJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(root, ...path), 'utf8')) as T
}

/** The manifests of the root and of every workspace, by folder (`.` is the root). */
export function readManifests(): Map<string, PackageManifest> {
  const files = [
    'package.json',
    ...globSync('{specs,specs/*,packages/*,tools/*,examples/*}/package.json', { cwd: root }),
  ]
  return new Map(
    files.map((file) => [
      file.replaceAll('\\', '/').replace(/\/?package\.json$/, '') || '.',
      readJson<PackageManifest>(file),
    ]),
  )
}

/** Every locked package by its place in `node_modules`. */
export function readLock(): Map<string, LockedPackage> {
  const { packages } = readJson<{ packages: Record<string, LockedPackage> }>('package-lock.json')
  return new Map(Object.entries(packages))
}

/** The package name at the end of a place such as `node_modules/a/node_modules/@b/c`. */
export function packageNameOf(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
}
