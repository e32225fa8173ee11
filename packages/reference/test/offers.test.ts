import { describe, expect, test } from 'vitest'
import { restored } from '../src/try-it/kept-world.ts'
import { choicesFor, collectionsFor } from '../src/try-it/records.ts'

const snapshot = {
  collections: [
    { api: 'fleet', resource: '/ports', parents: [], records: [{ key: 'p1', value: { name: 'Cork' } }] },
    {
      api: 'fleet',
      resource: '/ports/{port}/ships',
      parents: ['p1'],
      records: [{ key: 's1', value: { title: 'Argo', name: 5 } }],
    },
    {
      api: 'fleet',
      resource: '/ports/{port}/ships',
      parents: ['p2'],
      records: [{ key: 's2', value: { id: 's2' } }],
    },
    { api: 'fleet', resource: '/porters', parents: [], records: [{ key: 'x', value: {} }] },
    { api: 'rails', resource: '/ports', parents: [], records: [{ key: 'x', value: {} }] },
  ],
}

describe('what a path parameter offers', () => {
  test.each<[path: string, name: string, typed: Record<string, string>, want: [string, string][]]>([
    ['/ports/{port}', 'port', {}, [['p1', 'Cork']]],
    ['/ports/{port}/ships/{ship}', 'ship', { port: 'p1' }, [['s1', 'Argo']]],
    ['/ports/{port}/ships/{ship}', 'ship', { port: 'p2' }, [['s2', '']]],
    ['/ports/{port}/ships/{ship}', 'ship', { port: 'p3' }, []],
    ['/docks/{dock}', 'dock', {}, []],
    ['/ports', 'port', {}, []],
  ])('%s, %s, %j', (path, name, typed, want) => {
    const collections = collectionsFor(snapshot, 'fleet', path)
    const choices = choicesFor(collections, path, name, typed)
    expect(choices.map(({ key, label }) => [key, label])).toEqual(want)
  })

  test('the parents of records that exist, where they are no records themselves', () => {
    const collections = snapshot.collections.filter(({ resource }) => resource !== '/ports')
    const found = collectionsFor({ collections }, 'fleet', '/ports/{port}/ships/{ship}')
    const choices = choicesFor(found, '/ports/{port}/ships/{ship}', 'port', {})
    expect(choices.map(({ key }) => key)).toEqual(['p1', 'p2'])
  })
})

describe('what the next page begins with', () => {
  const at = Date.parse('2026-11-20T08:00:00Z')

  test.each<[what: string, world: object, want: object]>([
    ['nothing was kept', {}, {}],
    ['records', { '/__mock/state': snapshot }, { '/__mock/state': snapshot }],
    [
      'what is left of faults',
      {
        '/__mock/faults': {
          latency: 5,
          rules: [
            { kind: 'reset', applied: 7 },
            { kind: 'status', status: 429, count: 3, applied: 1 },
            { kind: 'status', status: 503, count: 1, applied: 1 },
          ],
        },
      },
      {
        '/__mock/faults': {
          latency: 5,
          rules: [{ kind: 'reset' }, { kind: 'status', status: 429, count: 2 }],
        },
      },
    ],
    [
      'what is left of own answers',
      {
        '/__mock/answers': [
          { operation: 'list', status: 200, used: 1, warnings: ['differs'] },
          { operation: 'get', count: 1, used: 1, warnings: [] },
        ],
      },
      { '/__mock/answers': [{ operation: 'list', status: 200 }] },
    ],
    [
      'a clock that went on',
      { '/__mock/clock': { mode: 'running', time: '2030-01-01T00:00:00.000Z' }, keptAt: at - 60_000 },
      { '/__mock/clock': { mode: 'running', time: '2030-01-01T00:01:00.000Z' } },
    ],
    [
      'a clock that stands still',
      { '/__mock/clock': { mode: 'fixed', time: '2030-01-01T00:00:00.000Z' }, keptAt: at - 60_000 },
      { '/__mock/clock': { mode: 'fixed', time: '2030-01-01T00:00:00.000Z' } },
    ],
  ])('%s', (_, world, want) => {
    const bodies = restored(world, at).map(([route, body]) => [route, JSON.parse(body)])
    expect(Object.fromEntries(bodies)).toEqual(want)
  })
})
