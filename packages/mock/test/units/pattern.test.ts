import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compilePattern } from '../../src/json/pattern.ts'

describe('who judges a pattern', () => {
  test.each([
    // V8 follows one way, or a few that do not multiply.
    ['^[0-9a-f]{8}-[0-9a-f]{4}$', 'V8'],
    ['^[a-z]([a-z-]*[a-z])?$', 'V8'],
    ['^(GET|POST|PUT|PATCH)$', 'V8'],
    ['^$|^[a-z]+$', 'V8'],
    ['^.{1,65535}$', 'V8'],
    ['[a-z]+', 'V8'],
    ['[A-Z]{3}', 'V8'],
    ['^(?:[a-z]+,)*$', 'V8'],
    ['^(?!-)[A-Za-z0-9-]+(?<!-)$', 'V8'],
    ['^(?=.*[A-Z])(?=.*\\d).{8,}$', 'V8'],
    ['^(?!-)(?!.*--)[a-z-]+$', 'V8'],
    ['^[a-z]((?!--|__)[a-z_-])+$', 'V8'],
    ['^P(?!$)(\\d+Y)?(\\d+M)?$', 'V8'],
    ['^\\p{Lu}\\p{L}*$', 'V8'],
    ['^(\\d+)\\.(\\d+)\\.(\\d+)$', 'V8'],
    // The ways double with each character.
    ['^(a+)+$', 'walk'],
    ['^(a*)*$', 'walk'],
    ['^((a*)*)*$', 'walk'],
    ['^(a|a)*$', 'walk'],
    ['^((ab)*)+$', 'walk'],
    ['^(\\w+\\s?)*$', 'walk'],
    ['(a|aa)+$', 'walk'],
    ['^(a?){50}a{50}$', 'walk'],
    ['^(a?a?a?a?a?){100}$', 'walk'],
    ['^(?=(a+)+$)a', 'walk'],
    ['^(é+)+$', 'walk'],
    // They grow with each character: minutes for a text of 4 MB.
    ['^a*a*$', 'walk'],
    ['\\s+$', 'walk'],
    ['a+b', 'walk'],
    ['^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$', 'walk'],
    ['^\\p{L}+[é]+$', 'walk'],
  ])('%s: %s', (source, by) => {
    expect(compilePattern(source).by).toBe(by)
  })

  test.each([
    ['^(a+)\\1$', 'refers back to a group'],
    ['^(?<x>a)\\k<x>$', 'refers back to a group'],
    ['(?=.*\\d)(?=.*[a-z]).{8,}', 'looks ahead at more than one character'],
    ['^a+(?<=ab)$', 'looks behind at more than one character'],
    ['^(?i:a+)$', 'changes flags inside of a group'],
    ['(', 'is not a regular expression'],
    ['^((a{100}){100})+$', 'is too long'],
  ])('%s %s, so it accepts everything and says why', (source, reason) => {
    const pattern = compilePattern(source)
    expect(pattern).toMatchObject({ by: 'nobody', unenforced: reason })
    expect(pattern.test('anything')).toBe(true)
  })
})

describe('texts that V8 would try until the end of time', () => {
  const many = 'a'.repeat(100_000)
  test.each([
    ['^(a+)+$', many, true],
    ['^(a+)+$', `${many}!`, false],
    ['^(a*)*$', `${many}!`, false],
    ['^(a|aa)+$', `${many}!`, false],
    ['^(\\w+\\s?)*$', `${many}!`, false],
    ['\\s+$', `${' '.repeat(1_000_000)}x`, false],
    ['^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$', `a@${'.'.repeat(1_000_000)} `, false],
    ['^(?!(a+)+!)a', `${many}!`, false],
  ])('%s', (source, text, want) => {
    expect(compilePattern(source).test(text)).toBe(want)
  })
})

test.each([
  ['^[\\w\\-\\_]+$', 'a-_', true],
  ['^[\\w\\-\\_]+$', 'a b', false],
  ['^{a}$', '{a}', true],
])('%s, which older dialects allow, judges %s as %s', (source, text, want) => {
  expect(compilePattern(source).test(text)).toBe(want)
})

test.each([
  ['^(\\s+)+$', '\u00a0\ufeff\u3000', true],
  ['^(.|.)+$', '😀\ud800', true],
  ['^(.|.)+$', 'a\u2028', false],
  ['^(\\u{1F600}|\\ud83d\\ude00)+$', '😀😀', true],
  ['^(\\p{Lu}+)+$', 'ÄÖ', true],
  ['^(\\P{Lu}+)+$', 'ä!', true],
  ['(a|a)+\\b', 'xaé', true],
])('what takes which characters is what V8 says: %s, %j', (source, text, want) => {
  const pattern = compilePattern(source)
  expect(pattern.by).toBe('walk')
  expect(pattern.test(text)).toBe(want)
})

/** Texts of regular expressions from a grammar, with all that the walk knows. */
const { pattern: anyPattern } = fc.letrec<{ pattern: string; term: string; atom: string }>((tie) => ({
  pattern: fc
    .tuple(
      fc.constantFrom('', '^', '^(?=.*b)', '^(?!a?b)'),
      fc.array(
        fc.array(tie('term'), { maxLength: 3 }).map((terms) => terms.join('')),
        {
          minLength: 1,
          maxLength: 2,
        },
      ),
      fc.constantFrom('', '$'),
    )
    .map(([start, alternatives, end]) => `${start}(?:${alternatives.join('|')})${end}`),
  term: fc
    .tuple(tie('atom'), fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,}', '{0,2}', '*?'))
    .map(([atom, quantifier]) => atom + quantifier),
  atom: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      'a',
      'b',
      '[ab]',
      '[^a]',
      '.',
      '\\w',
      '\\s',
      '\\u0061',
      '(?:\\b)',
      '(?:(?<=a))',
      '(?:(?!b))',
      '(?:)',
    ),
    tie('pattern').map((inner) => `(${inner.replace(/^\^(?:\(\?[=!][^)]*\))?/, '')})`),
  ),
}))

test('patterns from a grammar judge texts as V8 does, whoever judges', () => {
  const judges = new Set<string>()
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '-'), maxLength: 7 })
  fc.assert(
    fc.property(anyPattern, fc.array(text, { minLength: 5, maxLength: 5 }), (source, texts) => {
      const pattern = compilePattern(source)
      judges.add(pattern.by)
      const native = new RegExp(source, 'u')
      if (pattern.by === 'nobody') return
      for (const each of texts) expect(pattern.test(each), `${source} ${each}`).toBe(native.test(each))
    }),
    { numRuns: 3_000, seed: 14 },
  )
  expect(judges).toContain('V8')
  expect(judges).toContain('walk')
})
