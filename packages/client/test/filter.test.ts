import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Comparisons, type CustomerProperties, type Filter, filter } from '../src/index.ts'

type Build = (customer: Comparisons<CustomerProperties>) => Filter<CustomerProperties>

const date = new Date('2026-03-16T09:30:00.5Z')

const table: { build: Build; want: string }[] = [
  { build: (c) => c.countryLetterCode.eq('GB'), want: "countryLetterCode eq 'GB'" },
  { build: (c) => c.displayName.ne("O'Neill's"), want: "displayName ne 'O''Neill''s'" },
  { build: (c) => c.contractType.gt(1), want: 'contractType gt 1' },
  { build: (c) => c.contractType.ge(-1), want: 'contractType ge -1' },
  { build: (c) => c.contractType.lt(0), want: 'contractType lt 0' },
  {
    build: (c) => c.cosmosCreatedDateTimeUTC.le(date),
    want: 'cosmosCreatedDateTimeUTC le 2026-03-16T09:30:00.500Z',
  },
  { build: (c) => c.isOnBoardedToMTM.eq(true), want: 'isOnBoardedToMTM eq true' },
  { build: (c) => c.deletedDateTime.eq(null), want: 'deletedDateTime eq null' },
  { build: (c) => c.displayName.eq('null'), want: "displayName eq 'null'" },
  { build: (c) => c.contractType.in([1, 2]), want: 'contractType in (1,2)' },
  { build: (c) => c.domain.in(['a', "b'c", null]), want: "domain in ('a','b''c',null)" },
  { build: (c) => c.domain.startsWith('harbour'), want: "startswith(domain,'harbour')" },
  { build: (c) => c.domain.endsWith('.example'), want: "endswith(domain,'.example')" },
  { build: (c) => c.displayName.contains("'"), want: "contains(displayName,'''')" },
  { build: (c) => c.isDeleted.eq(true).not(), want: 'not (isDeleted eq true)' },
  {
    build: (c) => c.id.eq('1').and(c.id.eq('2')).and(c.id.eq('3')),
    want: "id eq '1' and id eq '2' and id eq '3'",
  },
  {
    build: (c) => c.id.eq('1').or(c.id.eq('2')).and(c.id.eq('3')),
    want: "(id eq '1' or id eq '2') and id eq '3'",
  },
  {
    build: (c) => c.id.eq('1').and(c.id.eq('2').or(c.id.eq('3'))),
    want: "id eq '1' and (id eq '2' or id eq '3')",
  },
  {
    build: (c) =>
      c.id
        .eq('1')
        .or(c.id.eq('2').and(c.id.eq('3')))
        .or(c.id.eq('4')),
    want: "id eq '1' or id eq '2' and id eq '3' or id eq '4'",
  },
  {
    build: (c) => c.id.eq('1').or(c.id.eq('2')).not().and(c.id.eq('3')),
    want: "not (id eq '1' or id eq '2') and id eq '3'",
  },
]

describe('filter', () => {
  test.for(table)('$want', ({ build, want }) => {
    expect(`${filter(build)}`).toBe(want)
  })

  test('no text can leave its quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const [, inside] =
          /^displayName eq '(.*)'$/su.exec(`${filter<CustomerProperties>((c) => c.displayName.eq(text))}`) ??
          []
        expect(inside?.replaceAll("''", '')).not.toContain("'")
        expect(inside?.replaceAll("''", "'")).toBe(text)
      }),
    )
  })

  test('what OData has no literal for', () => {
    const refused: Build[] = [
      (c) => c.deletedDateTime.eq(new Date('soon')),
      (c) => c.contractType.eq(Number.NaN),
      (c) => c.contractType.eq(Number.POSITIVE_INFINITY),
      (c) => c.contractType.in([]),
    ]
    for (const build of refused) expect(() => filter(build)).toThrow(RangeError)
  })
})
