import { expect, test } from 'vitest'
import { beyond, corrected, inOtherWords } from '../src/browser/search-terms.ts'

const words = ['customer', 'customers', 'onboarding', 'update', 'user', 'token']

test.each([
  ['custmer', 'customer'],
  ['onbording', 'onboarding'],
  ['updaet custoner', 'update customer'],
  // The beginning of a word is not an error: the reader may still be typing.
  ['custo', 'custo'],
  // Three letters are too short to correct, and nothing resembles the next one.
  ['usr', 'usr'],
  ['qqqqzzzz', 'qqqqzzzz'],
  // Hardly anyone mistypes the first letter; "search" is not "each".
  ['opdate', 'opdate'],
])('%s is read as %s', (typed, want) => {
  expect(corrected(typed, words)).toBe(want)
})

test.each([
  ['rate limit', ['Errors and retries']],
  ['throttling', ['Errors and retries']],
  ['pagination', ['paging']],
  ['remove customer', ['delete customer']],
  ['retry', ['Errors and retries']],
  ['sandbox', ['mock']],
  ['login', ['authentication']],
  ['how do I page through the customers', ['page customers']],
  ['the', []],
  ['displayName', []],
])('%s in other words', (term, want) => {
  expect(inOtherWords(term)).toEqual(want)
})

test.each([
  ['Update a customer', 0],
  ['Update a customer profile', 1],
  ['Update customerProfile', 0.5],
  ['List customers', Number.POSITIVE_INFINITY],
])('the title "%s" is %d words beyond "update customer"', (title, want) => {
  expect(beyond(title, 'update customer')).toBe(want)
})
