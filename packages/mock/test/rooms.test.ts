import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const source = fileURLToPath(new URL('../src/', import.meta.url))

/** The floors from top to bottom, as README.md of `src` draws them: a room sees only the floors below its own. */
const floors = [
  ['index.ts', 'browser.ts', 'command', 'testing', 'panel'],
  ['server'],
  ['engine', 'scenarios'],
  ['state', 'interceptors'],
  ['conventions', 'values'],
  ['exchange', 'prism'],
  ['description', 'store'],
  ['json'],
]

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
)
const imports = new Map(files.map((file) => [file, importsOf(file)]))

/** Files of this package that a file imports, for types too. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), 'utf8')
  const named = [...text.matchAll(/^(?:import|export|\})[^'\n]*? from '(\.[^']+)'|import\('(\.[^']+)'\)/gm)]
  const paths = named.map((match) =>
    relative(source, join(source, dirname(file), (match[1] ?? match[2]) as string)),
  )
  // What the build makes has no room.
  return paths.filter((path) => !/^\.\.|carried/.test(path))
}

function roomOf(file: string): string {
  return file.split(sep)[0] as string
}

function floorOf(file: string): number {
  return floors.findIndex((rooms) => rooms.includes(roomOf(file)))
}

function staysBelow(file: string, imported: string): boolean {
  return roomOf(file) === roomOf(imported) || floorOf(file) < floorOf(imported)
}

test('each file is in a room of the list, and each room of the list has files', () => {
  const used = new Set(files.map(roomOf))
  expect([...used].sort()).toEqual(floors.flat().sort())
})

test('each relative import names a file of the package', () => {
  const strange = [...imports].flatMap(([file, found]) =>
    found.filter((each) => !imports.has(each)).map((each) => `${file} -> ${each}`),
  )
  expect(strange).toEqual([])
  expect([...imports.values()].flat().length).toBeGreaterThan(files.length)
})

test('no room imports from its own floor or from a floor above', () => {
  const upward = [...imports].flatMap(([file, found]) =>
    found.filter((each) => !staysBelow(file, each)).map((each) => `${file} -> ${each}`),
  )
  expect(upward).toEqual([])
})

test('no files import each other in a circle', () => {
  const done = new Set<string>()
  const circles: string[] = []
  const follow = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' -> '))
    if (way.includes(file) || done.has(file)) return
    for (const each of imports.get(file) ?? []) follow(each, [...way, file])
    done.add(file)
  }
  for (const file of files) follow(file, [])
  expect(circles).toEqual([])
})

test('only the room of Prism imports it, and the other rooms see one file of that room', () => {
  const mentioning = files.filter((file) => /['"]@stoplight\//.test(readFileSync(join(source, file), 'utf8')))
  expect(new Set(mentioning.map(roomOf))).toEqual(new Set(['prism']))
  const seen = [...imports].flatMap(([file, found]) =>
    roomOf(file) === 'prism' ? [] : found.filter((each) => roomOf(each) === 'prism'),
  )
  expect(new Set(seen)).toEqual(new Set([join('prism', 'prism.ts')]))
})
