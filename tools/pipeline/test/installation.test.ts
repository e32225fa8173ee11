import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { minVersion, satisfies } from 'semver'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import {
  type PackageManifest,
  packageNameOf,
  readJson,
  readLock,
  readManifests,
  root,
} from '../src/repository.ts'

const lock = readLock()
const manifests = readManifests()
const rootManifest = manifests.get('.') as PackageManifest
const scripts = [...manifests].flatMap(([folder, { scripts = {} }]) =>
  Object.entries(scripts).map(([name, script]) => ({ folder, name, script })),
)

describe('what is installed', () => {
  test('is free of install telemetry', () => {
    const places = [...lock.keys()].filter((place) => packageNameOf(place) === '@scarf/scarf')
    expect(places).toEqual([])
    expect(existsSync(join(root, 'node_modules/@scarf'))).toBe(false)
  })

  test.each(['prism-core', 'prism-http', 'prism-http-server', 'prism-cli'])('has one %s, 5.15.11', (part) => {
    const versions = [...lock]
      .filter(([place]) => packageNameOf(place) === `@stoplight/${part}`)
      .map(([, { version }]) => version)
    expect(versions).toEqual(['5.15.11'])
    expect(readJson<{ version: string }>('node_modules/@stoplight', part, 'package.json').version).toBe(
      '5.15.11',
    )
  })

  test('runs an install script only where it was reviewed', () => {
    const unreviewed = [...lock]
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([place]) => packageNameOf(place))
      .filter((name) => rootManifest.allowScripts?.[name] === undefined)
    // fsevents is optional and macOS only; npm never installs it elsewhere.
    expect(unreviewed.filter((name) => name !== 'fsevents')).toEqual([])
  })

  test('runs on the Node that package.json pins', () => {
    expect(process.version).toBe(`v${rootManifest.devDependencies?.node}`)
  })

  test('is pinned exactly', () => {
    const loose = [...manifests].flatMap(([folder, { dependencies, devDependencies }]) =>
      Object.entries({ ...dependencies, ...devDependencies })
        .filter(([, range]) => !/^(\d+\.\d+\.\d+(-[\w.]+)?|file:[\w./-]+)$/.test(range))
        .map(([name, range]) => `${folder}: ${name}@${range}`),
    )
    expect(loose).toEqual([])
  })

  test('is locked for every platform', () => {
    const names = new Set([...lock.keys()].map(packageNameOf))
    const missing = [...lock].flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !names.has(name))
        .map((name) => `${name} of ${place}`),
    )
    expect(missing).toEqual([])
  })

  test('has TypeScript 5 only where the generator runs and where the oldest compiler is tried', () => {
    const own = [...lock]
      .filter(([place, { version }]) => packageNameOf(place) === 'typescript' && version?.startsWith('5.'))
      .map(([place]) => place)
      .filter((place) => !place.startsWith('node_modules/@arethetypeswrong/'))
    expect(own).toEqual([
      'tools/type-generator/node_modules/typescript',
      'tools/typescript-5.4/node_modules/typescript',
    ])
  })

  test('is locked without the address of a registry', () => {
    const { packages } = readJson<{ packages: Record<string, { resolved?: string }> }>('package-lock.json')
    const addressed = Object.entries(packages).filter(([, { resolved }]) => resolved?.includes('://'))
    expect(addressed.map(([place]) => place)).toEqual([])
  })
})

test('every action of the workflows is pinned by digest, with its version beside it', () => {
  const workflows = globSync('.github/workflows/*.yml', { cwd: root })
  expect(workflows.length).toBeGreaterThan(0)
  const uses = workflows.flatMap((file) => readFileSync(join(root, file), 'utf8').match(/uses: .*/g) ?? [])
  expect(uses.filter((each) => !/^uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(each))).toEqual([])
})

test('the workflows run all tests once on each system, and nowhere else', () => {
  const jobs = globSync('.github/workflows/*.yml', { cwd: root }).flatMap((file) => {
    const workflow = parse(readFileSync(join(root, file), 'utf8')) as { jobs: Record<string, Job> }
    return Object.values(workflow.jobs)
  })
  const systems = jobs
    .filter(({ steps }) => steps.some(({ run }) => run === 'npm test'))
    .flatMap(({ strategy, ...job }) => strategy?.matrix.os ?? [job['runs-on']])
  expect(systems.sort()).toEqual(['macos-latest', 'ubuntu-latest', 'windows-latest'])
})

interface Job {
  readonly 'runs-on': string
  readonly strategy?: { matrix: { os?: string[] } }
  readonly steps: readonly { run?: string }[]
}

describe('engines', () => {
  const published = [...manifests].filter(([, manifest]) => manifest.private !== true)

  test.each(published)('of %s hold for everything that it brings', (folder, { engines }) => {
    const oldest = minVersion(engines?.node ?? '')?.version ?? ''
    const tooNew = [...broughtBy(folder)].filter(
      (place) => !satisfies(oldest, lock.get(place)?.engines?.node ?? '*'),
    )
    expect(tooNew).toEqual([])
  })
})

/** A package and everything that npm installs with it, by place. */
function broughtBy(place: string, seen = new Set<string>()): Set<string> {
  if (seen.has(place)) return seen
  seen.add(place)
  for (const name of Object.keys(lock.get(place)?.dependencies ?? {})) broughtBy(placeOf(name, place), seen)
  return seen
}

/** Where Node.js finds a package that another one imports: in the nearest `node_modules` on the way up. */
function placeOf(name: string, from: string): string {
  const candidate = `${from === '' ? '' : `${from}/`}node_modules/${name}`
  const found = lock.get(candidate)
  if (found) return found.resolved && found.link ? found.resolved : candidate
  if (from === '') throw new Error(`${name} is not locked`)
  return placeOf(
    name,
    from.includes('/node_modules/') ? from.slice(0, from.lastIndexOf('/node_modules/')) : '',
  )
}

describe('the scripts', () => {
  test('start turbo, Redocly and Astro only with telemetry off', () => {
    const quiet = /node --env-file=(\.\.\/)*turbo\.env (\.\.\/)*node_modules\/\S+/g
    const bare = scripts.filter(({ script }) =>
      /(^|[\s/])(turbo|redocly|astro)(\s|$|\.mjs|\/bin)/.test(script.replaceAll(quiet, '')),
    )
    expect(bare).toEqual([])
  })

  test.each(scripts)('$folder: $name runs on every platform', ({ script }) => {
    expect(script).not.toMatch(/\b(rm|mkdir|cp|mv|cat|touch|sh|bash)\s|(^|&&\s*)\w+=|[;|`$]|'/)
  })
})
