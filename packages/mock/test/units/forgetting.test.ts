import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { letForget } from '../../src/json/pattern.ts'

test('an Ajv that forgets keeps a few schemas, and what it compiled goes on working', () => {
  const ajv = new Ajv({ strict: false })
  letForget(ajv)
  const { _cache: kept } = ajv as unknown as { _cache: Map<unknown, unknown> }
  const checks = Array.from({ length: 1_000 }, (_, number) =>
    ajv.compile({
      type: 'object',
      properties: { a: { const: number }, b: { type: 'string', pattern: `^${number}$` } },
      $defs: { here: { type: 'array' } },
      additionalProperties: { $ref: '#/$defs/here' },
    }),
  )
  expect(kept.size).toBeLessThanOrEqual(200)
  for (const number of [0, 150, 199, 200, 999]) {
    const check = checks[number]
    const judged = [{ a: number, b: `${number}`, c: [] }, { a: -1 }, { b: 'x' }, { c: 1 }].map((value) =>
      check?.(value),
    )
    expect(judged).toEqual([true, false, false, false])
  }
})
