// Puts the parts of Prism that the mock uses into the package, with their licences. Installed as a dependency Prism asks
// for a newer Node than the mock does, and brings what only its own command needs.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { partsOfPrism } from '../src/prism/load.ts'

const target = fileURLToPath(new URL('../dist/prism/carried/', import.meta.url))
const folder = fileURLToPath(new URL('..', import.meta.url))
const prism = dirname(createRequire(import.meta.url).resolve('@stoplight/prism-http'))

/**
 * What is never reached. The mock never lets Prism send callbacks; json-schema-faker would fetch remote schemas and read
 * `jsonPath`, which is not a keyword of JSON Schema; media types are looked up by extension only where they have no slash;
 * without an entropy source `seedrandom` takes the time; `util` only shows values to people.
 */
const leftOut =
  /^(node-fetch|https?-proxy-agent|json-schema-ref-parser|jsonpath-plus|js-yaml|mime-db|path|crypto|util|url)$/

/** What Prism's mocker imports for callbacks only: the validators, which make six Ajvs when they are loaded. */
const forCallbacks = /^\.\/callback\/callbacks$|^\.\.\/validator\/validators\/(body|headers)$/

/** Small stand-ins for large libraries of which one function is used. */
const standIns: Record<string, string> = {
  'lodash/fp':
    "const set = require('lodash/set'), clone = require('lodash/clone');" +
    'exports.set = (path, value, object) => set(clone(object), path, value)',
  // The ids of what was translated; the mock does not read them.
  'fnv-plus':
    'exports.fast1a52hex = (text) => { let hash = 0x811c9dc5;' +
    'for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);' +
    'return (hash >>> 0).toString(16) }',
  // Its word lists take long to read, and only schemas that name one of its functions (`x-faker`) need them.
  '@faker-js/faker':
    'let load; exports.provide = (loader) => { load = loader };' +
    'exports.faker = new Proxy({}, { get: (_, name) => load()[name] })',
  // Only answers that are made up need it.
  'json-schema-faker':
    'let real; const waiting = [];' +
    'const later = (name) => (...given) => { real ? real[name](...given) : waiting.push([name, given]) };' +
    "const load = () => { real = require('json-schema-faker').JSONSchemaFaker;" +
    'for (const [name, given] of waiting) real[name](...given); return real };' +
    "exports.JSONSchemaFaker = { extend: later('extend'), option: later('option')," +
    'generate: (schema) => (real ?? load()).generate(schema) }',
  // Colours of a log that nobody reads.
  chalk: 'const plain = new Proxy((text) => text, { get: () => plain }); module.exports = plain',
}

/** A namespace of virtual modules, by what follows its prefix. */
function virtual(name: string, filter: RegExp, contents: (path: string) => string, resolveDir: string) {
  return ({ onResolve, onLoad }: Parameters<Plugin['setup']>[0]) => {
    onResolve({ filter }, ({ path }) => ({ path, namespace: name }))
    onLoad({ filter: /.*/, namespace: name }, ({ path }) => ({ contents: contents(path), resolveDir }))
  }
}

/** One file for each part, with its modules by their names. */
const part = (path: string) => {
  const names = partsOfPrism[path.slice('part:'.length) as keyof typeof partsOfPrism]
  return `export const modules = { ${names.map((name) => `'${name}': require('${name}')`)} }`
}

const lodashFunctions = (path: string) =>
  path
    .slice('lodash-of:'.length)
    .split(',')
    .map((name) => `exports.${name} = require('lodash/${name}')`)
    .join('\n')

const plugin: Plugin = {
  name: 'prism',
  setup(api) {
    virtual('part', /^part:/, part, folder)(api)
    virtual('left-out', leftOut, () => 'module.exports = {}', prism)(api)
    api.onResolve({ filter: forCallbacks }, ({ path, importer }) =>
      /prism-http[\\/]dist[\\/]mocker[\\/]index\.js$/.test(importer)
        ? { path, namespace: 'left-out' }
        : undefined,
    )
    virtual(
      'stand-in',
      /^(lodash\/fp|fnv-plus|chalk|@faker-js\/faker)$/,
      (path) => standIns[path] as string,
      prism,
    )(api)
    api.onResolve({ filter: /^json-schema-faker$/ }, ({ path, importer }) =>
      /mocker[\\/]generator[\\/]JSONSchema\.js$/.test(importer) ? { path, namespace: 'stand-in' } : undefined,
    )
    virtual('lodash-of', /^lodash-of:/, lodashFunctions, prism)(api)
    // What Prism brings is resolved from its own place.
    api.onResolve(
      { filter: /^(json-schema-faker|@stoplight\/json-schema-merge-allof)$/ },
      ({ path, kind, namespace }) =>
        namespace === 'part' ? api.resolve(path, { kind, resolveDir: prism }) : undefined,
    )
    api.onLoad(
      { filter: /node_modules[\\/](@stoplight|json-schema-compare)[\\/].*\.js$/ },
      async ({ path }) => ({
        contents: withFewerImports(await readFile(path, 'utf8')),
      }),
    )
  },
}

/**
 * Lets esbuild leave out what is not used: it does so for `import`, not for `require`. Of lodash the functions that the
 * file names are taken one by one.
 */
function withFewerImports(code: string): string {
  return code
    .replace(/import\s*\{([^}]*)\}\s*from\s*["']lodash["']/g, (_, names: string) => {
      const used = names.split(',').map((each) => each.trim().split(' ')[0])
      return `import{${names}}from"lodash-of:${used.sort()}"`
    })
    .replace(
      /\b(?:const|var) ([\w$]+) = require\(["']([^"']+)["']\);?/g,
      (whole, name: string, from: string) => {
        if (from === 'lodash') return `const ${name} = require("lodash-of:${namesUsed(code, name)}");`
        if (/^(fp-ts\/|tslib$|@stoplight\/(json|types)$)/.test(from))
          return `import * as ${name} from "${from.replace('/lib/', '/')}";`
        if (/^ajv($|\/)/.test(from)) return `import * as ${name} from "${fileInAjv(from)}";`
        return whole
      },
    )
}

/** Node takes the name of a file or folder for `require` only. */
function fileInAjv(name: string): string {
  if (name === 'ajv') return name
  return name.endsWith('/codegen') ? `${name}/index.js` : `${name}.js`
}

function namesUsed(code: string, name: string): string[] {
  const used = code.matchAll(new RegExp(`\\b${name.replaceAll('$', '\\$')}\\.(\\w+)`, 'g'))
  return [...new Set([...used].map(([, member]) => member as string))].sort()
}

await rm(target, { recursive: true, force: true })
await mkdir(target, { recursive: true })
const { metafile } = await build({
  entryPoints: Object.keys(partsOfPrism).map((name) => ({ in: `part:${name}`, out: name })),
  outdir: target,
  bundle: true,
  splitting: true,
  platform: 'neutral',
  format: 'esm',
  target: 'es2022',
  // The other entry of some packages asks for its files in a way that no bundler sees.
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  // The mock depends on these itself; one copy of each is enough.
  external: ['ajv', 'ajv/*'],
  plugins: [plugin],
  metafile: true,
  logLevel: 'error',
})
/** Files that still have content. */
const carriedFiles = Object.values(metafile.outputs).flatMap(({ inputs }) =>
  Object.keys(inputs).filter((file) => (inputs[file]?.bytesInOutput ?? 0) > 0),
)
await writeFile(join(target, 'LICENSES.txt'), await licences(carriedFiles))

/** Names, versions and copyrights of the bundled packages, under the licence that they share. */
async function licences(inputs: readonly string[]): Promise<string> {
  const roots = inputs.map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(resolve(input))?.[1])
  const holders = new Map<string, string[]>()
  for (const root of [...new Set(roots.filter((each) => each !== undefined))].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
    const files = (await readdir(root)).filter((file) => /^(licen[cs]e|notice)/i.test(file)).sort()
    const texts = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')))
    const lines = (texts.join('\n\n').trim() || `Licence: ${license}`).split('\n').map((line) => line.trim())
    const copyrights = lines.filter((line) => /^copyright \S*\s*(\(c\)|©|\d{4})/i.test(line))
    // The same licence, however its lines are broken.
    const text = lines
      .filter((line) => !copyrights.includes(line))
      .join('\n')
      .split(/\n{2,}/)
      .map((paragraph) => paragraph.replaceAll('\n', ' '))
      .filter((paragraph) => !/^\(?(the )?MIT( license)?( \(MIT\))?\)?$/i.test(paragraph.trim()))
      .join('\n\n')
      .trim()
    holders.set(text, [
      ...(holders.get(text) ?? []),
      [`${name} ${version} (${license})`, ...copyrights].join('\n  '),
    ])
  }
  const parts = [...holders].map(([text, names]) => `${names.join('\n')}\n\n${text}`)
  return `${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}
