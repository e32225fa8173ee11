import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The members of a package.json that a release reads or writes. */
export interface Manifest {
  name: string
  version: string
  private?: boolean
  description?: string
  repository?: unknown
  homepage?: string
  bugs?: string
  keywords?: string[]
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

/** A package of this repository that is published. */
export interface PublishedPackage {
  /** Folder below the root, for example `packages/client`. */
  readonly path: string
  readonly folder: string
  readonly manifest: Manifest
}

/** The packages that are published: those below `packages` that are not private. */
export function publishedPackages(root: string): PublishedPackage[] {
  return readdirSync(join(root, 'packages'))
    .filter((name) => existsSync(join(root, 'packages', name, 'package.json')))
    .map((name) => ({
      path: `packages/${name}`,
      folder: join(root, 'packages', name),
      manifest: JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as Manifest,
    }))
    .filter(({ manifest }) => manifest.private !== true)
}

/**
 * The web address of the repository, from GitHub Actions or the remote `origin`.
 *
 * @returns undefined where there is neither, as in a fresh copy
 */
export function repositoryOf(root: string, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = environment
  if (server && name) return `${server}/${name}`
  try {
    const remote = execFileSync('git', ['remote', 'get-url', 'origin'], { cwd: root, stdio: 'pipe' })
    return webAddress(String(remote).trim())
  } catch {
    return undefined
  }
}

/** `git@host:owner/name.git` and `https://host/owner/name.git` as `https://host/owner/name`; no other address. */
export function webAddress(remote: string): string | undefined {
  const match = /^(?:https:\/\/(?:[^@/]+@)?|(?:ssh:\/\/)?git@)([^/:]+)[/:]([^/]+\/[^/]+?)(?:\.git)?$/.exec(
    remote,
  )
  return match ? `https://${match[1]}/${match[2]}` : undefined
}

/** What a manifest needs to know about the others. */
export interface Surroundings {
  /** Versions of the packages that are published together. */
  readonly versions: Readonly<Record<string, string>>
  /** Names whose exact version the root overrides; only patches of it are allowed. */
  readonly overridden: ReadonlySet<string>
  readonly repository: string | undefined
}

/** Collects what the manifests of a checkout need. */
export function surroundingsOf(root: string, packages: readonly PublishedPackage[]): Surroundings {
  const { overrides = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return {
    versions: Object.fromEntries(packages.map(({ manifest }) => [manifest.name, manifest.version])),
    overridden: new Set(Object.keys(overrides)),
    repository: repositoryOf(root),
  }
}

/**
 * The published manifest. It has ranges instead of exact versions, so that users get fixes and share packages that they
 * already have. It says where the source is, and leaves out what only this repository needs.
 */
export function publishedManifest(own: PublishedPackage, around: Surroundings): Manifest {
  const { devDependencies: _, scripts: __, dependencies, ...rest } = own.manifest
  const entries = Object.entries(dependencies ?? {}).map(([name, version]) => [
    name,
    rangeOf(name, version, around),
  ])
  return {
    ...rest,
    keywords: keywordsOf(own.manifest),
    ...(around.repository !== undefined && {
      repository: { type: 'git', url: `git+${around.repository}.git`, directory: own.path },
      homepage: `${around.repository}/tree/main/${own.path}#readme`,
      bugs: `${around.repository}/issues`,
    }),
    ...(entries.length > 0 && { dependencies: Object.fromEntries(entries) }),
  }
}

function rangeOf(name: string, version: string, { versions, overridden }: Surroundings): string {
  const own = versions[name]
  if (own !== undefined) return `^${own}`
  if (!/^\d/.test(version)) return version
  return overridden.has(name) ? `~${version}` : `^${version}`
}

const common = ['openapi', 'microsoft-graph', 'partner-center']

function keywordsOf({ name, keywords = [] }: Manifest): string[] {
  return [...new Set([...keywords, name.slice(name.indexOf('/') + 1), ...common])]
}

/** Links to files of the repository would be broken on a package's page, so they become addresses. */
export function absoluteLinks(markdown: string, path: string, repository: string | undefined): string {
  if (repository === undefined) return markdown
  return markdown.replaceAll(/(\]\()(?!https?:|mailto:|#)([^)\s]+)/g, (_, open: string, target: string) => {
    const base = `https://host/${path}/`
    return `${open}${repository}/blob/main${new URL(target, base).href.slice('https://host'.length)}`
  })
}

/**
 * Copies the files that `npm pack` would pack into a folder, with the manifest and README of a release.
 *
 * @throws Error when the package has no LICENSE or README, or a source map that leads to files that are not packed.
 */
export function stage(own: PublishedPackage, target: string, around: Surroundings): void {
  const files = packedFiles(own.folder)
  const missing = ['LICENSE', 'README.md'].filter((name) => !files.includes(name))
  if (missing.length > 0) throw new Error(`${own.path} packs no ${missing.join(' and no ')}.`)
  rmSync(target, { recursive: true, force: true })
  for (const file of files) {
    mkdirSync(dirname(join(target, file)), { recursive: true })
    cpSync(join(own.folder, file), join(target, file))
  }
  const readme = readFileSync(join(own.folder, 'README.md'), 'utf8')
  writeFileSync(join(target, 'README.md'), absoluteLinks(readme, own.path, around.repository))
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(publishedManifest(own, around), null, 2)}\n`)
  checkMaps(target, files)
}

function packedFiles(folder: string): string[] {
  const options = { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' } as const
  const [pack] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], options))
  return (pack.files as { path: string }[]).map(({ path }) => path)
}

function checkMaps(target: string, files: readonly string[]): void {
  const lost = files
    .filter((file) => file.endsWith('.map'))
    .filter((file) => {
      const map = JSON.parse(readFileSync(join(target, file), 'utf8')) as {
        sources: string[]
        sourcesContent?: []
      }
      return (
        !map.sourcesContent && map.sources.some((source) => !existsSync(join(target, dirname(file), source)))
      )
    })
  if (lost.length > 0)
    throw new Error(`${lost.length} source maps lead to files that are not packed: ${lost[0]}, …`)
}
