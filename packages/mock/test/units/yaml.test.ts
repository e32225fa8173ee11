import { describe, expect, test } from 'vitest'
import { parseYaml } from '../../src/json/yaml.ts'

/** Ten names, each an alias for ten of the previous one. */
const bomb = Array.from({ length: 10 }, (_, level) => {
  const items = Array(10).fill(level === 0 ? 'x' : `*a${level - 1}`)
  return `a${level}: &a${level} [${items.join(', ')}]`
}).join('\n')

describe('YAML', () => {
  test.each([
    { given: 'dates, which stay texts', text: 'from: 2026-03-15', want: { from: '2026-03-15' } },
    { given: 'words that YAML 1.1 took for booleans', text: '[yes, off, true]', want: ['yes', 'off', true] },
    { given: 'aliases', text: 'a: &a {b: 1}\nc: [*a, *a]', want: { a: { b: 1 }, c: [{ b: 1 }, { b: 1 }] } },
    { given: 'prose with & and *', text: 'text: "*a* & b"', want: { text: '*a* & b' } },
  ])('$given', ({ text, want }) => {
    expect(parseYaml(text)).toEqual(want)
  })

  test('a key called __proto__ is a key', () => {
    expect(Object.keys(parseYaml('__proto__: 1') as object)).toEqual(['__proto__'])
  })

  test.each([
    { given: 'aliases that stand for ten thousand millions', text: bomb },
    { given: 'an alias inside of itself', text: 'a: &a [*a]' },
  ])('$given are refused', ({ text }) => {
    expect(() => parseYaml(text)).toThrow('its aliases stand for too many values')
  })

  test.each([
    { given: 'a key twice', text: 'a: 1\na: 2' },
    { given: 'two documents', text: '--- 1\n--- 2' },
    { given: 'nothing at all', text: '' },
  ])('$given is a mistake', ({ text }) => {
    expect(() => parseYaml(text)).toThrow()
  })
})
