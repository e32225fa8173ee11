import { expect, test } from 'vitest'
import { createMock, MockConfigurationError, type MockOptions } from '../../src/index.ts'

const wrong: [object, RegExp][] = [
  [{ sead: 1 }, /sead is not known here; known are documents, seed, count, /],
  [{ seed: Number.NaN }, /seed must be a number/],
  [{ seed: '1' }, /seed must be a number/],
  [{ count: -1, state: '' }, /count must be a whole number from 0 to 100000; state must be text/],
  [{ count: 1.5 }, /count must be a whole number/],
  [{ documents: 'petstore.yaml' }, /documents must be a list/],
  [{ documents: [null] }, /documents\[0\] must be a path, a URL or a parsed description/],
  [{ log: 'json' }, /log must be a function/],
  [{ control: 'no' }, /control must be true or false/],
]

test.each(wrong)('%o is refused', (options, message) => {
  const make = () => createMock(options as MockOptions)
  expect(make).toThrow(MockConfigurationError)
  expect(make).toThrow(message)
})

test('an option that is undefined is left out', async () => {
  const options = { count: undefined, state: undefined, log: undefined } as unknown as MockOptions
  const mock = createMock(options)
  expect(mock.apis()).toEqual(createMock().apis())
  await mock.close()
})
