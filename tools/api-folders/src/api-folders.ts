import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseDocument } from 'yaml'

/** The folder of the descriptions. */
export const specsFolder = resolve(import.meta.dirname, '../../../specs')

/**
 * The names of all APIs in alphabetical order: a folder with an `openapi.yaml` is an API.
 *
 * @param specs The folder that holds the APIs. @default the repository's own
 */
export function apiNames(specs: string = specsFolder): string[] {
  return readdirSync(specs)
    .filter((name) => existsSync(join(specs, name, 'openapi.yaml')))
    .sort()
}

/** The name of an API's workspace. */
export const workspaceOf = (api: string): string => `@clientele/specs-${api}`

/** The steps of every API, which turbo runs in its folder. */
export const scriptsOfApi = {
  bundle:
    'node --env-file=../../turbo.env ../../node_modules/@redocly/cli/bin/cli.js bundle openapi.yaml --config ../redocly.yaml --output dist/openapi.yaml',
  lint: 'node --env-file=../../turbo.env ../../tools/api-folders/src/lint.ts',
  types: 'node ../../tools/type-generator/src/command.ts dist/openapi.yaml dist/types',
  table: 'node ../../tools/operation-table/src/command.ts dist/openapi.yaml dist/table',
}

/** Whether the description of an API says that it is a draft. */
export function isDraft(api: string, specs: string = specsFolder): boolean {
  const text = readFileSync(join(specs, api, 'openapi.yaml'), 'utf8')
  // Only this block is parsed, so the time does not grow with the description.
  const [block] = /^info:[^\n]*(?:\n(?:[ \t#}][^\n]*|\r?))*/m.exec(text) ?? []
  return parseDocument(block ?? text).getIn(['info', 'x-draft']) === true
}

/**
 * Compares the folders with the lines of `specs/package.json`, by which the build finds them.
 *
 * @returns One sentence for each mistake, with what to do.
 */
export function findMismatches(specs: string): string[] {
  const { devDependencies } = readManifest(specs)
  const apis = apiNames(specs)
  const listed = Object.keys(devDependencies ?? {}).filter((name) =>
    devDependencies?.[name]?.startsWith('file:'),
  )
  const missing = apis.filter((api) => devDependencies?.[workspaceOf(api)] !== `file:${api}`)
  const gone = listed.filter((name) => !apis.some((api) => workspaceOf(api) === name))
  const misnamed = apis.filter((api) => readManifest(join(specs, api)).name !== workspaceOf(api))
  return [
    ...missing.map(
      (api) =>
        `specs/${api} is not among the devDependencies of specs/package.json. Add "${workspaceOf(api)}": "file:${api}", then run: npm install --offline`,
    ),
    ...gone.map(
      (name) =>
        `specs/package.json names ${name}, whose folder is gone. Delete the line, then run: npm install --offline`,
    ),
    ...misnamed.map((api) => `specs/${api}/package.json must have the name ${workspaceOf(api)}.`),
  ]
}

interface Manifest {
  name?: string
  devDependencies?: Record<string, string>
}

function readManifest(folder: string): Manifest {
  const file = join(folder, 'package.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}
