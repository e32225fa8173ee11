import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { apis, isObject, objects, readBundle } from './descriptions.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Replaces every reference by the name of what it refers to, which files and bundles share. */
function withNames(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withNames)
  if (!isObject(node)) return node
  if (typeof node.$ref === 'string') {
    const { $ref, ...siblings } = node
    return { ...(withNames(siblings) as object), $ref: basename(node.$ref, '.yaml') }
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withNames(value)]))
}

describe.each(apis)('the bundle of %s', (api) => {
  const bundle = readBundle(api)
  const folders = api.startsWith('graph-') ? [api, 'graph-shared'] : [api]
  const files = folders.flatMap((folder) => globSync(`${folder}/components/*/*.yaml`, { cwd: root }))
  const components = files.map((file) => {
    const [, , kind = '', name = ''] = file.split(/[\\/]/)
    return { file, kind, name: basename(name, '.yaml') }
  })

  test('has every component of its folder under the name of the file', () => {
    const own = components.filter(({ file }) => file.startsWith(api))
    expect(own.filter(({ kind, name }) => !bundle.components[kind]?.[name])).toEqual([])
  })

  test('changes nothing in a component, marks of provenance included', () => {
    for (const { file, kind, name } of components) {
      const bundled = bundle.components[kind]?.[name]
      if (bundled)
        expect(withNames(bundled), file).toEqual(withNames(parse(readFileSync(`${root}/${file}`, 'utf8'))))
    }
  })

  test('has components that no file has only for security', () => {
    const known = new Set(components.map(({ kind, name }) => `${kind}/${name}`))
    const bundled = Object.entries(bundle.components).flatMap(([kind, group]) =>
      Object.keys(group).map((name) => `${kind}/${name}`),
    )
    expect(bundled.filter((name) => !known.has(name))).toEqual(['securitySchemes/bearerToken'])
  })

  test('refers to nothing outside of itself', () => {
    const references = [...objects(bundle)]
      .map(({ object }) => object.$ref)
      .filter((ref) => ref !== undefined)
    expect(references.filter((ref) => !/^#\/components\/[a-zA-Z]+\/[\w.$-]+$/.test(String(ref)))).toEqual([])
  })
})
