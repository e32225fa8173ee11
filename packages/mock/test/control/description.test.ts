import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readFaultPlan } from '../../src/interceptors/fault-plan.ts'
import { ownAnswers } from '../../src/interceptors/own-answers.ts'
import { readSettings } from '../../src/json/settings.ts'
import { readScenario } from '../../src/scenarios/scenario.ts'
import { controlRoutes } from '../../src/server/control.ts'
import { readClockSetting } from '../../src/store/clock.ts'
import { readSnapshot } from '../../src/store/store.ts'

const description = parse(readFileSync(new URL('../../control/openapi.yaml', import.meta.url), 'utf8'))
const ajv = new Ajv2020({ strict: false })
formats.default(ajv)
ajv.addSchema(description, 'control')
const allows = (schema: string, value: unknown): boolean =>
  ajv.getSchema(`control#/components/schemas/${schema}`)?.(value) as boolean

test('describes the routes that there are', () => {
  const methods = (operations: object) =>
    Object.keys(operations)
      .map((name) => name.toUpperCase())
      .sort()
  const described = Object.entries(description.paths).map(([path, operations]) => [
    path,
    methods(operations as object),
  ])
  const routes = Object.entries(controlRoutes).map(([path, operations]) => [path, methods(operations)])
  expect(described).toEqual(routes)
})

/** What the schema allows is what the reader takes, for each body. */
const bodies: Record<string, (value: unknown) => unknown> = {
  FaultPlan: readFaultPlan,
  ClockSetting: readClockSetting,
  Snapshot: readSnapshot,
  OwnAnswers: (value) => readSettings('answers', value, ownAnswers),
  Scenario: (value) => readScenario('scenario', value),
}
/** What a schema cannot say: how two values go together. */
const together = /above its max|key of an earlier record|past the year 9999/

const taken = (name: string, value: unknown): boolean | 'together' => {
  try {
    bodies[name]?.(value)
    return true
  } catch (error) {
    return together.test((error as Error).message) && 'together'
  }
}

describe('the schemas and the readers judge alike', () => {
  const plans: unknown[] = Object.values(
    description.paths['/__mock/faults'].put.requestBody.content['application/json'].examples,
  )
    .map((example) => (example as { value?: unknown }).value)
    .filter((value) => value !== undefined)
  const ownAnswerExample =
    description.paths['/__mock/answers'].put.requestBody.content['application/json'].examples.newProperty
      .value
  const odd = [
    null,
    [],
    '',
    'x',
    -1,
    0,
    1.5,
    1,
    200,
    404,
    1e9,
    true,
    {},
    { min: 1, max: 2 },
    ['GET'],
    'P1D',
    '/x',
  ]

  test('of the examples', () => {
    expect(plans).toHaveLength(2)
    for (const plan of plans)
      expect([allows('FaultPlan', plan), taken('FaultPlan', plan)]).toEqual([true, true])
  })

  test('of examples in which one value was changed', () => {
    const everyKind = plans.find((plan) => (plan as { rules: unknown[] }).rules.length > 5) as {
      rules: object[]
    }
    const documents: [string, unknown][] = [
      ['FaultPlan', { ...(plans[0] as object), errorRate: 5 }],
      ...everyKind.rules.map((rule): [string, unknown] => ['FaultPlan', { rules: [rule] }]),
      ['OwnAnswers', ownAnswerExample],
      [
        'OwnAnswers',
        [
          {
            operation: 'o',
            when: { path: { a: 1 }, query: { b: 'c' }, header: { d: 'e' }, body: [1] },
            status: 200,
            headers: { 'Content-Type': 'text/plain', e: 'f' },
            body: 'x',
            count: 1,
            used: 1,
            warnings: ['w'],
          },
        ],
      ],
      ['Scenario', { answers: ownAnswerExample, tokens: { t: { scopes: ['s'], roles: ['r'] } } }],
      ['ClockSetting', { mode: 'fixed', time: '2026-11-20T08:00:00Z', advance: 'PT1S' }],
      ['Snapshot', description.components.examples.oneCustomer.value],
      [
        'Scenario',
        { description: 'd', state: { from: 'nothing', count: { a: { '/b': 1 } } }, clock: {}, faults: {} },
      ],
      ['Scenario', { state: description.components.examples.oneCustomer.value }],
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...documents),
        fc.nat(),
        fc.constantFrom(...odd),
        ([name, document], place, value) => {
          const changed = structuredClone(document)
          const places = placesOf(changed)
          places[place % places.length]?.(value)
          const judged = taken(name, changed)
          if (judged !== 'together') expect([changed, judged]).toEqual([changed, allows(name, changed)])
        },
      ),
      { numRuns: 3000 },
    )
  })
})

/** Setters for every property and item of a document, and one that adds a property. */
function placesOf(node: unknown): ((value: unknown) => void)[] {
  if (typeof node !== 'object' || node === null) return []
  const target = node as Record<string, unknown>
  const own = Object.keys(target).flatMap((name) => [
    (value: unknown) => {
      target[name] = value
    },
    () => {
      if (!Array.isArray(target)) delete target[name]
    },
    ...placesOf(target[name]),
  ])
  const add = (value: unknown) => {
    if (Array.isArray(target)) target.push(value)
    else target.surplus = value
  }
  return [...own, add]
}
