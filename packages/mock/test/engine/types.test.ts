import { expectTypeOf, test } from 'vitest'
import { createMock, type Mock, type MockOptions, type StoreSnapshot } from '../../src/index.ts'

test('the types of createMock', () => {
  expectTypeOf(createMock).parameter(0).toEqualTypeOf<MockOptions | undefined>()
  expectTypeOf(createMock).returns.toEqualTypeOf<Mock>()
  expectTypeOf<Mock['fetch']>().toExtend<typeof fetch>()
  expectTypeOf<Mock['snapshot']>().returns.toEqualTypeOf<StoreSnapshot>()
  expectTypeOf<Mock['listen']>().returns.resolves.toHaveProperty('url').toEqualTypeOf<string>()
})

test('mistakes that the compiler finds', () => {
  // @ts-expect-error the option is called documents
  expectTypeOf({ document: [] }).toExtend<MockOptions>()
  // @ts-expect-error a seed is a number
  expectTypeOf({ seed: 'one' }).toExtend<MockOptions>()
  // @ts-expect-error a document has a version
  expectTypeOf({ documents: [{ paths: {} }] }).toExtend<MockOptions>()
})
