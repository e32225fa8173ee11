import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  absoluteLinks,
  publishedManifest,
  publishedPackages,
  repositoryOf,
  type Surroundings,
  stage,
  webAddress,
} from '../src/stage.ts'

const repository = 'https://git.example/team/shop'
const around: Surroundings = {
  versions: { '@shop/till': '1.3.0' },
  overridden: new Set(['pinned']),
  repository,
}
const manifest = {
  name: '@shop/client',
  version: '2.0.0',
  scripts: { build: 'tsc' },
  keywords: ['fetch'],
  dependencies: { '@shop/till': '1.3.0', free: '8.20.0', pinned: '5.15.11', wide: '>=3' },
  devDependencies: { vitest: '5.1.1' },
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clientele-stage-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('webAddress', () => {
  test.each([
    { given: 'https://git.example/team/shop.git', want: repository },
    { given: 'https://git.example/team/shop', want: repository },
    { given: 'https://name:secret@git.example/team/shop.git', want: repository },
    { given: 'git@git.example:team/shop.git', want: repository },
    { given: 'ssh://git@git.example/team/shop.git', want: repository },
    { given: '../elsewhere.git', want: undefined },
    { given: 'file:///srv/shop.git', want: undefined },
  ])('$given', ({ given, want }) => expect(webAddress(given)).toBe(want))
})

test('the address of the repository comes from GitHub Actions, else from the remote, else there is none', () => {
  const actions = { GITHUB_SERVER_URL: 'https://git.example', GITHUB_REPOSITORY: 'team/shop' }
  expect(repositoryOf(folder, actions)).toBe(repository)
  execFileSync('git', ['init', '--quiet'], { cwd: folder })
  expect(repositoryOf(folder, {})).toBeUndefined()
  execFileSync('git', ['remote', 'add', 'origin', 'git@git.example:team/shop.git'], { cwd: folder })
  expect(repositoryOf(folder, {})).toBe(repository)
})

test('a published manifest has ranges, says where its source is, and drops what only the repository needs', () => {
  const own = { path: 'packages/client', folder, manifest }
  expect(publishedManifest(own, around)).toEqual({
    name: '@shop/client',
    version: '2.0.0',
    keywords: ['fetch', 'client', 'openapi', 'microsoft-graph', 'partner-center'],
    repository: { type: 'git', url: `git+${repository}.git`, directory: 'packages/client' },
    homepage: `${repository}/tree/main/packages/client#readme`,
    bugs: `${repository}/issues`,
    dependencies: { '@shop/till': '^1.3.0', free: '^8.20.0', pinned: '~5.15.11', wide: '>=3' },
  })
})

describe('absoluteLinks', () => {
  test.each([
    {
      given: '[state](docs/state.md#file)',
      want: `[state](${repository}/blob/main/packages/mock/docs/state.md#file)`,
    },
    { given: '[why](../../docs/0001.md)', want: `[why](${repository}/blob/main/docs/0001.md)` },
    {
      given: '[below](#below) [web](https://x.example/a)',
      want: '[below](#below) [web](https://x.example/a)',
    },
  ])('$given', ({ given, want }) => expect(absoluteLinks(given, 'packages/mock', repository)).toBe(want))
})

describe('stage', () => {
  const files: Record<string, string> = {
    'package.json': JSON.stringify({ ...manifest, files: ['dist'] }),
    'README.md': 'Read [why](docs/why.md).',
    LICENSE: 'MIT',
    'dist/index.js': 'export {}',
  }
  const write = (extra: Record<string, string> = {}) => {
    for (const [name, text] of Object.entries({ ...files, ...extra })) {
      mkdirSync(join(folder, 'package', name, '..'), { recursive: true })
      writeFileSync(join(folder, 'package', name), text)
    }
    return { path: 'packages/client', folder: join(folder, 'package'), manifest }
  }
  const target = () => join(folder, 'staged')

  test('copies what is packed, with the README and the manifest of a release', () => {
    stage(write({ 'src/index.ts': 'export {}' }), target(), around)
    expect(readFileSync(join(target(), 'README.md'), 'utf8')).toContain(
      `(${repository}/blob/main/packages/client/docs`,
    )
    expect(JSON.parse(readFileSync(join(target(), 'package.json'), 'utf8')).scripts).toBeUndefined()
    expect(existsSync(join(target(), 'dist/index.js'))).toBe(true)
    expect(existsSync(join(target(), 'src'))).toBe(false)
  })

  test('refuses a package without a LICENSE', () => {
    const own = write()
    rmSync(join(own.folder, 'LICENSE'))
    expect(() => stage(own, target(), around)).toThrow('packages/client packs no LICENSE.')
  })

  test('refuses a source map that leads to a file that is not packed', () => {
    const map = JSON.stringify({ version: 3, sources: ['../src/index.ts'], mappings: '' })
    const own = write({ 'dist/index.js.map': map })
    expect(() => stage(own, target(), around)).toThrow('1 source maps lead to files that are not packed')
  })
})

const root = resolve(import.meta.dirname, '../../..')

test.each(publishedPackages(root).map((own) => ({ name: own.manifest.name, own })))(
  '$name can be staged, and its README says how to install it',
  ({ name, own }) => {
    stage(own, join(folder, 'staged'), { ...around, versions: {} })
    expect(readFileSync(join(own.folder, 'README.md'), 'utf8')).toContain(`npm install ${name}`)
  },
)

test('a release gives private packages the new versions of what they use, and none of their own', () => {
  const put = (path: string, value: unknown) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), typeof value === 'string' ? value : JSON.stringify(value))
  }
  put('package.json', { private: true, workspaces: ['packages/*', 'tools/*'] })
  put('package-lock.json', { lockfileVersion: 3 })
  put('packages/client/package.json', { name: '@shop/client', version: '0.0.0' })
  put('tools/till/package.json', {
    name: '@shop/till',
    version: '0.0.0',
    private: true,
    dependencies: { '@shop/client': '0.0.0' },
  })
  put('.changeset/config.json', readFileSync(join(root, '.changeset/config.json'), 'utf8'))
  put('.changeset/change.md', "---\n'@shop/client': major\n---\n\nA new shape.\n")
  execFileSync('git', ['init', '--quiet', '--initial-branch', 'main'], { cwd: folder })
  execFileSync(process.execPath, [join(root, 'node_modules/@changesets/cli/bin.js'), 'version'], {
    cwd: folder,
    stdio: 'pipe',
  })
  const manifest = (path: string) => JSON.parse(readFileSync(join(folder, path, 'package.json'), 'utf8'))
  expect(manifest('packages/client').version).toBe('1.0.0')
  expect(manifest('tools/till')).toMatchObject({
    version: '0.0.0',
    dependencies: { '@shop/client': '1.0.0' },
  })
  expect(existsSync(join(folder, 'packages/client/CHANGELOG.md'))).toBe(true)
  expect(existsSync(join(folder, 'tools/till/CHANGELOG.md'))).toBe(false)
})
