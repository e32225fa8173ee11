import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type Manifest, type PublishedPackage, publishedPackages, stage, surroundingsOf } from './stage.ts'

/** The standalone command, and its package. */
const command = { name: '@clientele/mock', bin: 'bin/clientele-mock.js' }

/**
 * Sends a request to the server on this machine; every answer except a server error counts. It runs in the container.
 */
const health = `// Exits 0 when the mock on this machine answers, over HTTP or HTTPS.
import http from 'node:http'
import https from 'node:https'

const { PORT = '4010' } = process.env
const ask = (client) =>
  new Promise((resolve) => {
    const options = { host: '127.0.0.1', port: PORT, rejectUnauthorized: false, timeout: 4000 }
    const request = client.get(options, ({ statusCode }) => resolve(statusCode < 500))
    request.on('timeout', () => request.destroy()).on('error', () => resolve(false))
  })
process.exit((await ask(http)) || (await ask(https)) ? 0 : 1)
`

/**
 * Lays the mock out in a folder with all that it needs and nothing else: `node <folder>/main.mjs` runs on a machine without
 * npm. The container and the executable file are made of it.
 *
 * @param root folder of the repository, whose packages are built and whose dependencies are installed
 * @param target the folder; what is in it is removed
 * @throws Error when a dependency is not installed
 */
export function layOutStandalone(root: string, target: string): void {
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const packages = publishedPackages(root)
  const own = new Map(packages.map((each) => [each.manifest.name, each]))
  new Layout(own, target, (each, folder) => stage(each, folder, surroundingsOf(root, packages))).place(
    command.name,
    join(root, 'package.json'),
    target,
  )
  writeFileSync(join(target, 'main.mjs'), `import './node_modules/${command.name}/${command.bin}'\n`)
  writeFileSync(join(target, 'health.mjs'), health)
}

class Layout {
  readonly #own: ReadonlyMap<string, PublishedPackage>
  readonly #target: string
  readonly #stage: (own: PublishedPackage, folder: string) => void
  /** Where each package that was placed comes from, by its place. */
  readonly #placed = new Map<string, string>()

  constructor(
    own: ReadonlyMap<string, PublishedPackage>,
    target: string,
    stageOwn: (own: PublishedPackage, folder: string) => void,
  ) {
    this.#own = own
    this.#target = target
    this.#stage = stageOwn
  }

  /**
   * Places a package and what it depends on.
   *
   * @param manifest package.json of what needs it, from where it is looked up
   * @param needer folder of what needs it, in the target
   */
  place(name: string, manifest: string, needer: string): void {
    const source = this.#own.get(name)?.folder ?? installed(name, dirname(realpathSync(manifest)))
    const top = join(this.#target, 'node_modules', name)
    const there = this.#placed.get(top)
    // Another version of the same package goes below the package that needs it, as npm does.
    const place = there === undefined || there === source ? top : join(needer, 'node_modules', name)
    if (this.#placed.has(place)) return
    this.#placed.set(place, source)
    const own = this.#own.get(name)
    if (own) this.#stage(own, place)
    else copyPackage(source, place)
    const { dependencies = {} } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Manifest
    for (const each of Object.keys(dependencies)) this.place(each, join(source, 'package.json'), place)
  }
}

/** Looks a package up as Node does: in `node_modules` of the folder and of all above it. */
function installed(name: string, folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    const found = join(at, 'node_modules', name)
    if (existsSync(join(found, 'package.json'))) return realpathSync(found)
    if (dirname(at) === at) throw new Error(`${name} is not installed. Run: npm ci`)
  }
}

/** Files that a running program does not read. Licences stay. */
const leftOut = /\.(map|[cm]?ts|tsx|md|markdown|flow)$/i

function copyPackage(source: string, place: string): void {
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && (!leftOut.test(entry.name) || /^(licen[cs]e|notice)/i.test(entry.name)),
    )
    .map((entry) => relative(source, join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|[\\/])node_modules[\\/]/.test(file))
  for (const file of files) {
    mkdirSync(dirname(join(place, file)), { recursive: true })
    cpSync(join(source, file), join(place, file))
  }
}
