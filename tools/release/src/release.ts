import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { apisOf } from './apis.ts'
import { judge } from './judge.ts'
import { publishedPackages, stage, surroundingsOf } from './stage.ts'
import { recordIfNew } from './write.ts'

const usage = `Usage: npm run release -- --dry-run
       npm run release -- --version
       npm run release -- --publish

Packs every published package as users will get it, checks the packages with publint and attw, installs them in an
empty folder, and runs the example of the README there. The tarballs and a bill of materials (CycloneDX) stay in
tools/release/dist.

  --dry-run  everything but publishing
  --version  takes the versions that the changesets ask for, and makes the descriptions of today the
             release that later changes are compared with; commit what it writes
  --publish  publishes with provenance the versions that the registry does not have; meant for CI`

const root = resolve(import.meta.dirname, '../../..')
const output = join(import.meta.dirname, '../dist')
const execute = promisify(execFile)

interface Tarball {
  readonly name: string
  readonly version: string
  readonly path: string
}

async function main(): Promise<void> {
  const flag = { type: 'boolean' } as const
  const { values } = parseArgs({ options: { 'dry-run': flag, version: flag, publish: flag, help: flag } })
  if (values.version) return takeVersions()
  if (values.help || (!values['dry-run'] && !values.publish)) return console.log(usage)
  await checkVersions()
  const tarballs = await packAll(values.publish ?? false)
  const project = mkdtempSync(join(tmpdir(), 'clientele-release-'))
  try {
    await install(project, tarballs)
    await runExample(project)
    await runNpx(project, tarballs)
    await writeBill(project)
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
  if (values.publish) await publishAll(tarballs)
}

async function checkVersions(): Promise<void> {
  const today = new Date().toISOString().slice(0, 10)
  const judgements = await Promise.all(apisOf(root).map((api) => judge(api, today)))
  const problems = judgements.flatMap((each) => each.problems)
  if (problems.length > 0) throw new Error(problems.join('\n'))
  done(`versions of ${judgements.length} descriptions`)
}

async function takeVersions(): Promise<void> {
  const changesets = join(root, 'node_modules/@changesets/cli/bin.js')
  const { stdout, stderr } = await execute(process.execPath, [changesets, 'version'], { cwd: root })
  console.log(`${stdout}${stderr}`.trim())
  await npm(['install', '--package-lock-only', '--offline', '--no-audit', '--no-fund'], root)
  const today = new Date().toISOString().slice(0, 10)
  for (const api of apisOf(root)) {
    if (recordIfNew(await judge(api, today), today)) done(`${api.name}: recorded as released`)
  }
}

async function packAll(publishing: boolean): Promise<Tarball[]> {
  const packages = publishedPackages(root)
  const around = surroundingsOf(root, packages)
  if (around.repository === undefined) {
    const lack = 'The remote origin has no web address: repository, homepage and bugs are left out.'
    if (publishing) throw new Error(lack)
    console.log(lack)
  }
  rmSync(output, { recursive: true, force: true })
  mkdirSync(output, { recursive: true })
  const tarballs: Tarball[] = []
  for (const own of packages) {
    const staged = join(output, own.path)
    stage(own, staged, around)
    tarballs.push(await packStaged(staged))
  }
  return tarballs
}

async function packStaged(staged: string): Promise<Tarball> {
  const { messages, pkg } = await publint({ pkgDir: staged, strict: true })
  const found = messages.map((message) => formatMessage(message, pkg))
  if (found.length > 0) throw new Error(`publint on ${pkg.name}:\n${found.join('\n')}`)
  const { stdout } = await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', output], staged)
  const [{ name, version, filename, size, unpackedSize, entryCount }] = JSON.parse(stdout)
  const path = join(output, filename)
  await checkTypes(path)
  const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`
  done(`${name} ${version}: ${kilobytes(size)}, ${kilobytes(unpackedSize)} unpacked, ${entryCount} files`)
  return { name, version, path }
}

/** `profile esm-only` skips TypeScript 4, and allows require() of an ES module, as in Node.js >= 20.19. */
async function checkTypes(tarball: string): Promise<void> {
  const folder = dirname(createRequire(import.meta.url).resolve('@arethetypeswrong/cli/package.json'))
  try {
    await execute(process.execPath, [join(folder, 'dist/index.js'), tarball, '--profile', 'esm-only'])
  } catch (error) {
    throw new Error(`attw on ${tarball}:\n${(error as { stdout: string }).stdout}`)
  }
}

async function install(project: string, tarballs: readonly Tarball[]): Promise<void> {
  writeFileSync(
    join(project, 'package.json'),
    '{ "name": "stranger", "version": "0.0.0", "private": true, "type": "module" }\n',
  )
  await npm(['install', '--no-audit', '--no-fund', ...tarballs.map(({ path }) => path)], project)
  done('npm install of the tarballs in an empty folder')
}

/** The first TypeScript block of the README, against the mock that was installed with it. */
async function runExample(project: string): Promise<void> {
  const bin = join(project, 'node_modules/@clientele/mock/bin/clientele-mock.js')
  const mock = spawn(process.execPath, [bin, '--port', '0', '--log', 'silent'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    const [, example] = /```ts\n(.*?)```/s.exec(readme) ?? []
    if (example === undefined) throw new Error('README.md has no block of TypeScript to run.')
    const url = await addressOf(mock.stdout)
    writeFileSync(join(project, 'example.ts'), example.replaceAll('http://127.0.0.1:4010', url))
    const { stdout } = await execute(process.execPath, ['example.ts'], { cwd: project })
    if (stdout.trim() === '') throw new Error('The example of README.md printed nothing.')
    done(`the example of README.md: ${stdout.trim().split('\n').length} lines`)
  } finally {
    const ended = once(mock, 'exit')
    mock.kill('SIGTERM')
    await ended
  }
}

/** A package with one command runs under its own name. */
async function runNpx(project: string, tarballs: readonly Tarball[]): Promise<void> {
  const { name, version } = tarballs.find((each) => each.name === '@clientele/mock') as Tarball
  const { stdout } = await npm(['exec', '--no', '--', name, '--version'], project)
  if (stdout.trim() !== version) throw new Error(`npx ${name} --version printed: ${stdout}`)
  done(`npx ${name}`)
}

async function addressOf(stdout: AsyncIterable<Buffer>): Promise<string> {
  let said = ''
  for await (const part of stdout) {
    said += part
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0]
    if (url !== undefined) return url
  }
  throw new Error(`The mock ended before it printed its address: ${said}`)
}

async function writeBill(project: string): Promise<void> {
  const { stdout } = await npm(['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'], project)
  const bill = JSON.parse(stdout) as { components: unknown[] }
  writeFileSync(join(output, 'sbom.cdx.json'), JSON.stringify(bill, null, 2))
  done(`bill of materials: ${bill.components.length} components`)
}

/** Trusted publishing: npm takes the identity of the workflow, so no token is stored anywhere. */
async function publishAll(tarballs: readonly Tarball[]): Promise<void> {
  for (const { name, version, path } of tarballs) {
    const known = await npm(['view', `${name}@${version}`, 'version', '--json'], root).catch(() => undefined)
    if (known?.stdout.trim()) {
      done(`${name} ${version} is already published`)
      continue
    }
    await npm(['publish', path, '--provenance', '--access', 'public', '--ignore-scripts'], root)
    done(`published ${name} ${version}, ${statSync(path).size} bytes`)
  }
}

function npm(args: string[], cwd: string) {
  return execute('npm', args, { cwd, maxBuffer: 1 << 28, shell: process.platform === 'win32' })
}

function done(what: string): void {
  console.log(`ok  ${what}`)
}

try {
  await main()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
