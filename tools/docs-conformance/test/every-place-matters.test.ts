import { readFileSync } from 'node:fs'
import { Description, pointerSteps } from '@clientele/description'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { agrees, compare, mergeReadings, Project } from '../src/index.ts'

const project = new Project()

type Tree = Record<string, unknown>

/** The document without the value at a pointer; `undefined` if there is none. */
function without(document: Tree, pointer: string): Tree | undefined {
  const copy: Tree = structuredClone(document)
  const names = pointerSteps(pointer)
  const last = names.pop() ?? ''
  const owner = names.reduce<unknown>((node, name) => (node as Tree | undefined)?.[name], copy)
  if (Array.isArray(owner)) owner.splice(Number(last), 1)
  else if (typeof owner === 'object' && owner !== null && Object.hasOwn(owner, last))
    delete (owner as Tree)[last]
  else return undefined
  return copy
}

function withoutMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMarks)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([name]) => !/^x-(.+-)?sources?$/.test(name))
  return Object.fromEntries(entries.map(([name, part]) => [name, withoutMarks(part)]))
}

const apis = project
  .apis()
  .filter((api) => !project.isDraft(api))
  .map((api) => {
    const document: Tree = parse(readFileSync(project.bundlePath(api), 'utf8'))
    const record = project.record(api) ?? mergeReadings([])
    const known = project.known(api)
    const check = (description: unknown) => compare(new Description(description as Tree), record, known)
    return { api, document, check }
  })

test.each(apis)('removing any place that a fact of $api rests on is noticed', ({ document, check }) => {
  const places = new Set(
    check(document).checked.flatMap(({ verdict }) => ('touches' in verdict ? verdict.touches : [])),
  )
  const unnoticed = [...places].filter((place) => {
    const broken = without(document, place)
    return broken !== undefined && agrees(check(broken))
  })
  expect(places.size).toBeGreaterThan(0)
  expect(unnoticed).toEqual([])
})

test('without its marks of provenance every addition is extra', () => {
  const extras = apis.flatMap(({ document, check }) => check(withoutMarks(document)).extras)
  // No single API adds every kind.
  expect([...new Set(extras.map(({ kind }) => kind))]).toEqual(
    expect.arrayContaining(['parameter', 'status', 'response header', 'property', 'format']),
  )
})
