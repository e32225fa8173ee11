import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { componentName, Description, type Media, type Operation } from '@clientele/description'
import { parse } from 'yaml'

const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js')

/**
 * Writes the types of all APIs as Redocly's client generator makes them, and around them what `@clientele/types` has:
 * `operations`, and under each name with `Input` what a request sends.
 *
 * @param bundles paths of the bundled descriptions, by API
 * @param folder where the modules go
 */
export function writeSuccessorTypes(bundles: ReadonlyMap<string, string>, folder: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'marks.ts'), marks)
  const seen = new Set<string>()
  const index = [...bundles].map(([api, bundle]) => {
    generate(bundle, join(folder, `${api}-redocly.ts`))
    const description = new Description(parse(readFileSync(bundle, 'utf8')))
    writeFileSync(join(folder, `${api}.ts`), moduleOf(api, description))
    const fresh = namesOf(description).filter((name) => !seen.has(name))
    for (const name of fresh) seen.add(name)
    return `export type { ${fresh.flatMap((name) => [name, `${name}Input`]).join(', ')} } from './${api}.ts'\n`
  })
  writeFileSync(join(folder, 'index.ts'), index.join(''))
}

function generate(bundle: string, output: string): void {
  const options = ['--output-mode', 'split', '--output', output, '--import-ext', 'ts']
  execFileSync(process.execPath, [redocly, 'generate-client', bundle, ...options], {
    stdio: 'ignore',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  })
}

const namesOf = ({ document }: Description) => Object.keys(document.components?.schemas ?? {})

/** The generator marks what only answers carry by `readonly`; the client looks for `$Read`. */
const marks = `import type { $Read, Readable, Writable } from 'openapi-typescript-helpers'
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type IsReadonly<T, Key extends keyof T> = Same<{ [_ in Key]: T[Key] }, { readonly [_ in Key]: T[Key] }>
export type Marked<T> = T extends (infer Each)[]
  ? Marked<Each>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Value<T, Key> | (object extends Pick<T, Key> ? undefined : never) }
    : T
type Value<T, Key extends keyof T> = IsReadonly<Pick<T, Key>, Key> extends true ? $Read<Marked<T[Key]>> : Marked<T[Key]>
export type Loose<T> = { [Key in keyof T]: T[Key] | (object extends Pick<T, Key> ? undefined : never) }
export type Answer<T> = Readable<Marked<T>>
export type Input<T> = Writable<Marked<T>>
`

function moduleOf(api: string, description: Description): string {
  const names = namesOf(description)
  return [
    `import type * as made from './${api}-redocly.ts'`,
    "import type { Answer, Input, Loose, Marked } from './marks.ts'",
    ...names.map(
      (name) =>
        `export ${isObject(description, name) ? `interface ${name} extends Answer<made.${name}> {}` : `type ${name} = Answer<made.${name}>`}`,
    ),
    ...names.map((name) => `export type ${name}Input = Input<made.${name}>`),
    'export interface operations {',
    ...description.operations.map((operation) => operationType(description, operation)),
    '}',
    '',
  ].join('\n')
}

function isObject({ document }: Description, name: string): boolean {
  return (document.components?.schemas?.[name] as { enum?: unknown } | undefined)?.enum === undefined
}

function operationType(description: Description, operation: Operation): string {
  const name = (operation.id[0] ?? '').toUpperCase() + operation.id.slice(1)
  const [body] = operation.requestBody ? description.content(operation.requestBody) : []
  const responses = operation.responses.map(
    (response) =>
      `${JSON.stringify(response.name)}: { headers: Record<string, unknown>; content: ${contentOf(description.content(response)[0])} }`,
  )
  return `  ${operation.id}: {
    parameters: { ${parametersOf(name, operation)} }
    ${body ? `requestBody: { content: ${contentOf(body)} }` : 'requestBody?: never'}
    responses: { ${responses.map((each) => each.replace(/^"(\d+)"/, '$1')).join('; ')} }
  }`
}

function parametersOf(operationName: string, { parameters }: Operation): string {
  const places = { query: 'Query', header: 'Headers', path: 'Path', cookie: 'Cookies' }
  return Object.entries(places)
    .map(([place, suffix]) => {
      const own = parameters.filter(({ node }) => node.in === place)
      if (own.length === 0) return `${place}?: never`
      return `${place}${own.some(({ node }) => node.required) ? '' : '?'}: Loose<made.${operationName}${suffix}>`
    })
    .join('; ')
}

function contentOf(media: Media | undefined): string {
  const name = media?.schema && componentName(media.schema.pointer, 'schemas')
  return name === undefined ? 'never' : `{ '${media?.mediaType}': Marked<made.${name}> }`
}
