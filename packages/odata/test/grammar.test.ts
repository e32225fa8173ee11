import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileCompute, parseExpression, QueryOptionError } from '../src/index.ts'
import { recognises, write } from './grammar.ts'
import { blank, milk, productSchema } from './products.ts'

type Outcome = { parsed: boolean; error?: QueryOptionError }

/** What the parser makes of a text; an error that is not a refusal is thrown on. */
function outcome(text: string): Outcome {
  try {
    parseExpression({ option: '$filter', text })
    return { parsed: true }
  } catch (error) {
    if (error instanceof QueryOptionError) return { parsed: error.status === 501, error }
    throw error
  }
}

const written = fc.array(fc.nat(), { maxLength: 60, size: 'max' }).map(write)
const expressions = written.filter((text) => text.length < 400 && recognises(text))

/** One character taken out, put in or exchanged. */
const broken = fc
  .record({
    text: expressions,
    place: fc.nat(),
    sign: fc.constantFrom('', ...` \t'"()[]{},/:;=*-+@#$.aeTnZ_019%|`, 'ß', '\u0301'),
    keep: fc.boolean(),
  })
  .map(({ text, place, sign, keep }) => {
    const at = place % (text.length + 1)
    return text.slice(0, at) + sign + text.slice(keep ? at : at + 1)
  })

describe('the parser and the grammar agree', () => {
  test.each([
    'a',
    'a eq 1 and not (b add 2 lt c)',
    'Items(Id=1,Size=2)/Model.Big/a/$count($filter=b eq 1) in [1,\'x\',"y"]',
    "a/any(x:x/b has Model.Color'Red,Blue' or x/@A.B#C/any())",
    'case(a:1,true:-b) eq cast(c,Collection(Edm.Int32))',
  ])('on %s', (text) => {
    expect(recognises(text)).toBe(true)
    expect(outcome(text)).toEqual({ parsed: true })
  })

  test('on what the grammar writes', () => {
    fc.assert(
      fc.property(expressions, (text) => {
        expect(outcome(text)).toMatchObject({ parsed: true })
      }),
      { numRuns: 1500 },
    )
  })

  test('on what it writes with one character broken, and every refusal has a position in the text', () => {
    fc.assert(
      fc.property(broken, (text) => {
        const { parsed, error } = outcome(text)
        expect(parsed).toBe(recognises(text))
        if (!error) return
        expect(error.option).toBe('$filter')
        expect(error.position).toBeGreaterThanOrEqual(0)
        expect(error.position).toBeLessThanOrEqual(text.length)
        expect(error.message).toContain(`(position ${error.position})`)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('what the grammar writes gives a value for every record, or is refused', () => {
  const nested = {
    a: [{ a: 1, eq: [1, 2] }, null, 'x'],
    Name: { eq: { in: 5 } },
    date: 'P1D',
    any: -0,
    T: null,
  }
  const records: unknown[] = [milk, blank, nested, {}, null, 'text', 5, []]
  const aliases = new Map([
    ['@a', '@in'],
    ['@in', '[1,a]'],
    ['@Name', '{"a":Name}'],
  ])

  test.each([
    ['without a schema', undefined],
    ['with a schema', productSchema],
  ])('%s', (_name, schema) => {
    fc.assert(
      fc.property(expressions, (text) => {
        try {
          const compute = compileCompute(`${text} as result`, { schema, aliases })
          for (const record of records) {
            expect(compute(record as Record<string, unknown>).result).not.toBeUndefined()
          }
        } catch (error) {
          if (!(error instanceof QueryOptionError)) throw error
          expect(error.position).toBeTypeOf('number')
        }
      }),
      { numRuns: 500 },
    )
  })
})
