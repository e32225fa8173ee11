import { expectTypeOf, test } from 'vitest'
import {
  compileCompute,
  compileFilter,
  compileListQuery,
  compileOrderBy,
  cutPage,
  type Expression,
  parseExpression,
  QueryOptionError,
  readOptions,
  recordsOf,
} from '../src/index.ts'

interface Product {
  name: string
  price: number
}
const products: readonly Product[] = []

test('what is compiled fits the methods of arrays, and keeps the type of their members', () => {
  expectTypeOf(products.filter(compileFilter('price lt 3'))).toEqualTypeOf<Product[]>()
  expectTypeOf(products.toSorted(compileOrderBy('price'))).toEqualTypeOf<Product[]>()
  const compute = compileCompute('price mul 2 as double')
  expectTypeOf(compute({ price: 1 }).double).toEqualTypeOf<unknown>()
})

test('a page has the records of its source', () => {
  const query = compileListQuery(readOptions(new URLSearchParams()), {})
  const { records, total, nextToken } = cutPage(query, recordsOf(products), 10)
  expectTypeOf(records[0]?.value).toEqualTypeOf<Product | undefined>()
  expectTypeOf(total).toEqualTypeOf<number | undefined>()
  expectTypeOf(nextToken).toEqualTypeOf<string | undefined>()
})

test('a schema may be written as in OpenAPI 3.1', () => {
  compileFilter('name eq null', {
    schema: { type: 'object', properties: { name: { type: ['string', 'null'] } } } as const,
  })
  // @ts-expect-error a type is not a number
  compileFilter('name eq null', { schema: { type: 1 } })
  // @ts-expect-error misspelt
  compileFilter('name eq null', { shema: {} })
})

test('the kind of an expression says what it holds', () => {
  const expression: Expression = parseExpression({ option: '$filter', text: 'a eq 1' })
  if (expression.kind === 'binary') expectTypeOf(expression.left).toEqualTypeOf<Expression>()
  // @ts-expect-error only after a look at the kind
  expression.left
})

test('a refusal says which status to answer', () => {
  expectTypeOf(new QueryOptionError('$filter', '').status).toEqualTypeOf<400 | 501>()
})
